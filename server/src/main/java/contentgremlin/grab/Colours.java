package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a picture, a film or a cover looks like from far away: its main colours, and a blur of it
/// in a few letters (BLURHASH), to be shown until the picture itself has come. ffmpeg scales it
/// down, and writes what is left as letters. Stateless, thread-safe.
public final class Colours implements Grabber {
  static final String OUTPUT = "colours.txt";

  /// Pixels of each side of what is looked at.
  static final int SIDE = 32;

  /// Each part of a colour is one letter: a blank for none of it, "_" for all.
  static final int LETTER_MIN = 32;

  static final int LETTER_RANGE = 63;

  private static final int COLOURS_MAX = 5;

  /// Of so many frames the most typical one is taken, which skips fades.
  private static final int FRAMES = 12;

  private static final long PIXELS_MAX = 250_000_000;

  /// ffmpeg's readers of pictures. Those that it can't read as a whole are left out.
  private static final Map<String, String> READERS =
      Map.of(
          "image/jpeg", "jpeg_pipe",
          "image/png", "png_pipe",
          "image/gif", "gif",
          "image/webp", "webp_pipe",
          "image/tiff", "tiff_pipe",
          "image/bmp", "bmp_pipe");

  private static final Profile PROFILE =
      new Profile(
          "colours",
          1,
          "Colours",
          "Measures the main colours of pictures, films and covers, and makes a blur of them.",
          Set.of(MediaType.IMAGE, MediaType.VIDEO, MediaType.AUDIO),
          Wave.LOCAL,
          Profile.PRIORITY_SIDECAR,
          null,
          Set.of(Groups.TECHNICAL),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean looksBeside() {
    return false;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    if (subject.item().dropOriginal()) {
      return false; // it is gone once it has been encoded
    }
    return switch (subject.item().type()) {
      case IMAGE -> reader(subject) != null;
      case VIDEO -> subject.item().facts().width() > 0;
      case AUDIO -> subject.item().facts().hasPicture();
      case DOCUMENT -> false;
    };
  }

  private static @Nullable String reader(Subject subject) {
    String format = subject.item().facts().format();
    return format == null ? null : READERS.get(format);
  }

  @Override
  public List<Tool> tools(Subject subject) {
    String file = subject.file();
    if (file == null) {
      return List.of();
    }
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    String chosen = "";
    if (subject.item().type() == MediaType.VIDEO) {
      chosen = "thumbnail=n=" + FRAMES + ",";
      double tenth = subject.item().facts().duration().toMillis() / 10_000.0;
      arguments.addAll(List.of("-ss", String.format(Locale.ROOT, "%.3f", tenth)));
    }
    arguments.addAll(List.of("-max_pixels", "" + PIXELS_MAX));
    arguments.addAll(input(subject, file));
    arguments.addAll(List.of("-map", "0:v:0", "-frames:v", "1", "-vf", chosen + filter()));
    arguments.addAll(List.of("-c:v", "rawvideo", "-f", "rawvideo", OUTPUT));
    return List.of(Tool.of(Tool.Program.FFMPEG, arguments));
  }

  private static List<String> input(Subject subject, String file) {
    String reader = reader(subject);
    if (subject.item().type() != MediaType.IMAGE || reader == null) {
      return Probe.input(file);
    }
    return List.of(
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        reader,
        "-f",
        reader,
        "-i",
        "file:" + file);
  }

  private static String filter() {
    var filter = new StringBuilder("scale=%d:%d:flags=area,format=rgb24".formatted(SIDE, SIDE));
    String letter = "='round(val*%d/255)+%d'".formatted(LETTER_RANGE, LETTER_MIN);
    return filter.append(",lutrgb=r" + letter + ":g" + letter + ":b" + letter).toString();
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var text = sources.output(OUTPUT);
    if (text.isEmpty()) {
      return new Grabbed.Failed("its file can't be had now", Duration.ZERO);
    }
    if (text.get().length() < SIDE * SIDE * 3) {
      return new Grabbed.Failed("there was no picture in it", Duration.ZERO);
    }
    int[] pixels = pixels(text.get());
    var facts = subject.item().facts();
    boolean tall = facts.height() > facts.width();
    boolean square = facts.height() == facts.width();
    var says = new Says();
    says.add(
            Groups.TECHNICAL,
            "blurhash",
            Blurhash.of(pixels, SIDE, tall || square ? 3 : 4, tall ? 4 : 3))
        .addAll(Groups.TECHNICAL, "colours", Palette.of(pixels, COLOURS_MAX));
    return says.found();
  }

  /// As 0xrrggbb.
  private static int[] pixels(String letters) {
    var pixels = new int[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int colour = 0;
      for (int part = 0; part < 3; part++) {
        int letter = Math.clamp(letters.charAt(3 * i + part) - LETTER_MIN, 0, LETTER_RANGE);
        colour = (colour << 8) | Math.round(letter * 255f / LETTER_RANGE);
      }
      pixels[i] = colour;
    }
    return pixels;
  }
}
