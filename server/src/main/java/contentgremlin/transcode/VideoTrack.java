package contentgremlin.transcode;

import java.util.Set;

/// A moving picture in a file, as it is stored and as it is to be shown.
///
/// @param index of the stream in its file
/// @param width shown, after rotation and pixel aspect, in pixels
/// @param height shown
/// @param seconds its own length, or -1 if the file does not say
/// @param nominal the rate that the file claims
/// @param average frames by length
/// @param rotated by the player, in degrees, 0 to 359
/// @param field order of interlaced lines, or "progressive", or the empty string
/// @param range "tv" or "pc", or the empty string
/// @param primaries as ffmpeg names them, or the empty string; so are transfer and matrix
public record VideoTrack(
    int index,
    String codec,
    int width,
    int height,
    double seconds,
    FrameRate nominal,
    FrameRate average,
    int rotated,
    String pixels,
    String field,
    String range,
    String primaries,
    String transfer,
    String matrix,
    boolean cover) {
  private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");
  private static final Set<String> HIGH_DYNAMIC = Set.of("smpte2084", "arib-std-b67");

  /// More pixels than this are not decoded: twice what is called 8K. A file of some bytes can claim
  /// so many that each frame takes gigabytes.
  public static final long PIXELS_MAX = 2L * 8192 * 4320;

  /// As many as the file claims.
  public long area() {
    return (long) width * height;
  }

  public boolean isTooLarge() {
    return area() > PIXELS_MAX;
  }

  public boolean isInterlaced() {
    return INTERLACED.contains(field);
  }

  /// PQ or HLG: too bright for ordinary screens unless it is mapped.
  public boolean isHighDynamicRange() {
    return HIGH_DYNAMIC.contains(transfer);
  }

  public boolean isWideGamut() {
    return primaries.equals("bt2020");
  }

  /// The constant rate it is shown at.
  public FrameRate rate() {
    return FrameRate.constant(nominal, average);
  }

  static VideoTrack read(Report report, String stream) {
    int width = (int) report.number(stream + "width", 0);
    int height = (int) report.number(stream + "height", 0);
    double aspect = ratio(report.text(stream + "sample_aspect_ratio"));
    int shown = (int) Math.max(1, Math.round(width * aspect));
    int rotated = rotation(report, stream);
    boolean turned = rotated % 180 == 90;
    return new VideoTrack(
        (int) report.number(stream + "index", 0),
        report.text(stream + "codec_name"),
        turned ? height : shown,
        turned ? shown : height,
        Probe.seconds(report, stream),
        FrameRate.of(report.text(stream + "r_frame_rate")),
        FrameRate.of(report.text(stream + "avg_frame_rate")),
        rotated,
        report.text(stream + "pix_fmt"),
        report.text(stream + "field_order"),
        report.text(stream + "color_range"),
        report.text(stream + "color_primaries"),
        report.text(stream + "color_transfer"),
        report.text(stream + "color_space"),
        report.number(stream + "disposition.attached_pic", 0) == 1
            || report.number(stream + "disposition.timed_thumbnails", 0) == 1);
  }

  /// "4:3" as a number; 1 for what is missing or absurd.
  private static double ratio(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      return 1;
    }
    try {
      double ratio = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
      return ratio > 0.1 && ratio < 10 ? ratio : 1;
    } catch (NumberFormatException _) {
      return 1;
    }
  }

  private static int rotation(Report report, String stream) {
    String lists = stream + "side_data_list.side_data.";
    return report.below(lists).entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(".rotation"))
        .mapToInt(entry -> (int) Math.round(number(entry.getValue())))
        .map(degrees -> Math.floorMod(degrees, 360))
        .findFirst()
        .orElse(0);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
