package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the picture helper is asked for. Both sides of its command line are here: [#arguments]
/// writes it, [#parse] reads it.
///
/// @param sources one, or several from which the one that shows most is chosen; missing ones are
///   passed over
/// @param report takes sizes and tags, as a [Report]
/// @param image folder for the picture in several sizes, or null
/// @param poster folder for poster and thumbnail, or null
/// @param header the HEIF file that a decoded picture came from, which says how to turn it; or null
/// @param keepLocation whether what is written may say where the picture was taken
public record PicturePlan(
    List<String> sources,
    PictureFormat format,
    String report,
    @Nullable String image,
    @Nullable String poster,
    @Nullable String header,
    boolean keepLocation) {
  /// More pixels than this are not decoded.
  public static final long PIXELS_MAX = 250_000_000;

  /// Widths of what is written; never above the source.
  private static final List<Integer> WIDTHS = List.of(400, 800, 1600, 2560);

  private static final double WORTH_ANOTHER = 1.1;

  /// AVIF takes long: pictures wider than this come in WebP and JPEG only.
  public static final int AVIF_WIDTH_MAX = 1600;

  /// No picture is written higher: WebP ends at 16,383.
  public static final int HEIGHT_MAX = 16_000;

  public static final int POSTER_SIDE = 1280;
  public static final int THUMBNAIL_SIDE = 480;

  /// The helper's exit code when the picture, not the helper, is to blame; its last line says how.
  public static final int EXIT_BAD_PICTURE = 65;

  public static final String DECODED = "decoded.png";

  public PicturePlan {
    sources = List.copyOf(sources);
  }

  /// Those widths that are worth writing for a picture this wide, smallest first.
  public static List<Integer> widths(int width) {
    var widths = new ArrayList<Integer>(WIDTHS.stream().filter(each -> each <= width).toList());
    int top = widths.isEmpty() ? 0 : widths.getLast();
    if (top < WIDTHS.getLast() && width >= top * WORTH_ANOTHER) {
      widths.add(width);
    }
    return widths;
  }

  public List<String> arguments() {
    var arguments = new ArrayList<String>();
    sources.forEach(source -> arguments.addAll(List.of("--source", source)));
    arguments.addAll(List.of("--format", format.word(), "--report", report));
    if (image != null) {
      arguments.addAll(List.of("--image", image));
    }
    if (poster != null) {
      arguments.addAll(List.of("--poster", poster));
    }
    if (header != null) {
      arguments.addAll(List.of("--header", header));
    }
    if (keepLocation) {
      arguments.add("--keep-location");
    }
    return arguments;
  }

  /// @throws IllegalArgumentException if this is no command line of [#arguments]
  public static PicturePlan parse(List<String> arguments) {
    var sources = new ArrayList<String>();
    String format = "";
    String report = "";
    String image = null;
    String poster = null;
    String header = null;
    boolean keepLocation = false;
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      switch (rest.next()) {
        case "--source" -> sources.add(rest.next());
        case "--format" -> format = rest.next();
        case "--report" -> report = rest.next();
        case "--image" -> image = rest.next();
        case "--poster" -> poster = rest.next();
        case "--header" -> header = rest.next();
        case "--keep-location" -> keepLocation = true;
        case String other -> throw new IllegalArgumentException("unknown argument: " + other);
      }
    }
    return new PicturePlan(
        sources, PictureFormat.of(format), report, image, poster, header, keepLocation);
  }

  /// Lets ffmpeg turn a picture that the picture library can't read into a PNG file. It is not
  /// turned upright: [HeifHeader] tells the helper how.
  ///
  /// @param grid of the tiles that it is stored in, if it is
  public static List<String> decode(PictureFormat format, String path, Optional<TileGrid> grid) {
    var arguments = new ArrayList<>(List.of("-v", "error", "-y", "-noautorotate"));
    arguments.addAll(List.of("-max_pixels", "" + PIXELS_MAX, "-protocol_whitelist", "file"));
    String demuxer = demuxer(format);
    arguments.addAll(List.of("-format_whitelist", demuxer, "-f", demuxer, "-i", "file:" + path));
    grid.ifPresent(
        tiles -> arguments.addAll(List.of("-filter_complex", tiles.filter(), "-map", "[whole]")));
    arguments.addAll(List.of("-frames:v", "1", "-update", "1", "-map_metadata", "-1"));
    arguments.addAll(List.of("-pix_fmt", "rgba", "-c:v", "png", "-f", "image2", DECODED));
    return arguments;
  }

  /// Whether so many pixels are decoded at all.
  public static boolean isTooLarge(Optional<TileGrid> grid) {
    return grid.isPresent() && grid.get().pixels() > PIXELS_MAX;
  }

  private static String demuxer(PictureFormat format) {
    return switch (format) {
      case HEIC -> "mov";
      case BMP -> "bmp_pipe";
      case JPEG_2000 -> "j2k_pipe";
      case EXR -> "exr_pipe";
      case PSD -> "psd_pipe";
      case JPEG, PNG, GIF, WEBP, TIFF, SVG, AVIF, RAW ->
          throw new IllegalArgumentException(format + " is not for ffmpeg");
    };
  }
}
