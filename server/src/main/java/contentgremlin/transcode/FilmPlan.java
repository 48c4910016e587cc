package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a film becomes a ladder of streams: one decode for all rungs, sound apart from pictures.
///
/// All rungs have their keyframes at the same times, so that a player can change between any two
/// segments. Timestamps are plain, without edit lists, since players disagree about these: the
/// pictures then start later by the encoder's delay, and the sound is moved by the same amount.
public record FilmPlan(Probe source, VideoTrack film, List<Rung> rungs) {
  /// Chosen by measurement: see docs/ARCHITECTURE.md.
  static final String PRESET = "veryfast";

  /// Quality at which H.264 is hardly told from its source; rates are capped besides.
  static final int QUALITY = 21;

  public static final int SEGMENT_SECONDS = 4;

  private static final int FREE_SAMPLES_AAC = 1024;
  private static final int REORDERED_FRAMES = 2;

  /// Below this rate, frames are not reordered: the delay would be felt.
  private static final double REORDER_RATE_MIN = 20;

  /// Where the end begins. ffmpeg finds its way into a playlist only at the next keyframe, so two
  /// segments are asked for; and it can't go to the very first frame, so this is no length that a
  /// film ever has.
  static final String END_SECONDS = "-8.311";

  public static final String FOLDER = "hls";
  public static final String FIRST = "first.txt";
  public static final String LAST = "last.txt";
  private static final int STEREO_BITS = 160_000;
  private static final int MONO_BITS = 96_000;

  public FilmPlan {
    rungs = List.copyOf(rungs);
  }

  public static FilmPlan of(Probe source) {
    var film = source.film().orElseThrow(() -> new IllegalArgumentException("no film: " + source));
    return new FilmPlan(source, film, Rung.ladder(film));
  }

  public FrameRate rate() {
    return film.rate();
  }

  public List<AudioTrack> audio() {
    return source.audio();
  }

  /// Folders that MUST exist below the attempt's before ffmpeg starts.
  public List<String> folders() {
    var folders = new ArrayList<String>();
    rungs.forEach(rung -> folders.add(folder(rung)));
    for (int number = 0; number < audio().size(); number++) {
      folders.add(audioFolder(number));
    }
    return folders;
  }

  public static String folder(Rung rung) {
    return FOLDER + "/" + rung.name();
  }

  public static String audioFolder(int number) {
    return FOLDER + "/audio-" + number;
  }

  /// @param path of the original, absolute
  public List<String> encode(String path) {
    var arguments = new ArrayList<>(List.of("-v", "warning", "-y"));
    arguments.addAll(Probe.input(path));
    arguments.addAll(List.of("-filter_complex", graph()));
    for (int number = 0; number < rungs.size(); number++) {
      arguments.addAll(picture(number, rungs.get(number)));
    }
    for (int number = 0; number < audio().size(); number++) {
      arguments.addAll(sound(number, audio().get(number)));
    }
    return arguments;
  }

  /// Decodes the beginning and the end of everything that [#encode] made, and lists the frames.
  public List<String> check() {
    var inputs = new ArrayList<>(List.of("-v", "error", "-y", "-xerror", "-copyts"));
    var first = new ArrayList<String>();
    var last = new ArrayList<String>();
    int input = 0;
    for (String folder : folders()) {
      String playlist = folder + "/index.m3u8";
      inputs.addAll(List.of("-t", "1", "-f", "hls", "-i", playlist));
      inputs.addAll(List.of("-sseof", END_SECONDS, "-f", "hls", "-i", playlist));
      first.addAll(List.of("-map", input + ":0"));
      last.addAll(List.of("-map", input + 1 + ":0"));
      input += 2;
    }
    first.addAll(List.of("-fps_mode", "passthrough", "-f", "framecrc", FIRST));
    last.addAll(List.of("-fps_mode", "passthrough", "-f", "framecrc", LAST));
    inputs.addAll(first);
    inputs.addAll(last);
    return inputs;
  }

  private String graph() {
    var top = rungs.getLast();
    var graph = new StringBuilder();
    graph.append(
        "[0:%d]%s"
            .formatted(film.index(), PictureFilter.chain(film, top.width(), top.height(), rate())));
    if (rungs.size() > 1) {
      graph.append(",split=").append(rungs.size());
      for (int number = 0; number < rungs.size(); number++) {
        graph.append(number == rungs.size() - 1 ? "[v" + number + "]" : "[s" + number + "]");
      }
      for (int number = 0; number < rungs.size() - 1; number++) {
        var rung = rungs.get(number);
        graph.append(
            ";[s%d]scale=%d:%d:flags=bicubic,setsar=1[v%d]"
                .formatted(number, rung.width(), rung.height(), number));
      }
    } else {
      graph.append("[v0]");
    }
    for (int number = 0; number < audio().size(); number++) {
      var track = audio().get(number);
      graph.append(
          String.format(
              Locale.ROOT,
              ";[0:%d]asetpts=PTS+%.6f/TB,aresample=%d:async=1:first_pts=0,aformat=channel_layouts=%s[a%d]",
              track.index(),
              soundDelay(sampleRate(track)),
              sampleRate(track),
              channels(track) == 1 ? "mono" : "stereo",
              number));
    }
    return graph.toString();
  }

  private List<String> picture(int number, Rung rung) {
    var arguments = new ArrayList<>(List.of("-map", "[v" + number + "]", "-c:v", "libx264"));
    arguments.addAll(List.of("-preset", PRESET, "-profile:v", "high", "-crf", "" + QUALITY));
    arguments.addAll(
        List.of("-maxrate", "" + rung.bitsPerSecond(), "-bufsize", "" + 2 * rung.bitsPerSecond()));
    arguments.addAll(
        List.of("-bf", isReordered() ? "3" : "0", "-sc_threshold", "0", "-forced-idr", "1"));
    arguments.addAll(List.of("-g", "" + (int) Math.ceil(rate().perSecond() * SEGMENT_SECONDS * 2)));
    arguments.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + SEGMENT_SECONDS + ")"));
    arguments.addAll(segments(folder(rung)));
    return arguments;
  }

  private List<String> sound(int number, AudioTrack track) {
    int bits = channels(track) == 1 ? MONO_BITS : STEREO_BITS;
    var arguments =
        new ArrayList<>(List.of("-map", "[a" + number + "]", "-c:a", "aac", "-b:a", "" + bits));
    arguments.addAll(segments(audioFolder(number)));
    return arguments;
  }

  /// Arguments for an output of fMP4 segments; tags, with places in them, are left behind.
  static List<String> segments(String folder) {
    return List.of(
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
        "-f",
        "hls",
        "-hls_time",
        "" + SEGMENT_SECONDS,
        "-hls_playlist_type",
        "vod",
        "-hls_list_size",
        "0",
        "-hls_flags",
        "independent_segments",
        "-hls_segment_type",
        "fmp4",
        "-hls_segment_options",
        "use_editlist=0",
        "-hls_fmp4_init_filename",
        "init.mp4",
        "-start_number",
        "1",
        "-hls_segment_filename",
        folder + "/%05d.m4s",
        folder + "/index.m3u8");
  }

  private boolean isReordered() {
    return rate().perSecond() >= REORDER_RATE_MIN;
  }

  /// How much later pictures start than the sound would, in seconds.
  private double soundDelay(int sampleRate) {
    double pictures = isReordered() ? REORDERED_FRAMES / rate().perSecond() : 0;
    return Math.max(0, pictures - (double) FREE_SAMPLES_AAC / sampleRate);
  }

  static int sampleRate(AudioTrack track) {
    return track.sampleRate() == 44_100 ? 44_100 : 48_000;
  }

  static int channels(AudioTrack track) {
    return track.channels() == 1 ? 1 : 2;
  }
}
