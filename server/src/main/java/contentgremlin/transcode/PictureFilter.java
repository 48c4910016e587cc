package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;

/// Filters of ffmpeg that turn any film's pictures into plain ones: progressive, square pixels, 8
/// bits, BT.709 in limited range. ffmpeg itself has turned them upright before.
final class PictureFilter {
  /// From here up, pictures without a word on their colours are taken for high definition.
  private static final int HIGH_DEFINITION_LINES = 720;

  private PictureFilter() {}

  /// @param rate to hold constantly, or [FrameRate#NONE] to take the pictures as they come
  static String chain(VideoTrack film, int width, int height, FrameRate rate) {
    return chain(film, width, height, rate, 0);
  }

  /// @param rate to hold constantly
  /// @param from the number of the first frame, at that rate, that is wanted; earlier ones are
  ///   counted all the same, so that each frame is the same wherever one begins
  static String chain(VideoTrack film, int width, int height, FrameRate rate, long from) {
    var filters = new ArrayList<String>();
    if (film.isInterlaced()) {
      filters.add("bwdif=mode=send_frame:deint=interlaced");
    }
    if (!rate.equals(FrameRate.NONE)) {
      filters.add("fps=fps=" + rate + ":start_time=0");
    }
    if (from > 0) {
      filters.add("trim=start_frame=" + from);
    }
    filters.addAll(
        film.isHighDynamicRange() || film.isWideGamut()
            ? mapped(film, width, height)
            : plain(film, width, height));
    filters.add("format=yuv420p");
    filters.add("setsar=1");
    return String.join(",", filters);
  }

  private static List<String> plain(VideoTrack film, int width, int height) {
    String matrix = film.height() >= HIGH_DEFINITION_LINES ? "bt709" : "bt601";
    String given = film.matrix().isEmpty() ? ":in_color_matrix=" + matrix : "";
    return List.of(
        "scale=%d:%d:flags=bicubic%s:out_color_matrix=bt709:out_range=tv"
            .formatted(width, height, given),
        "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709");
  }

  /// Scales first, since mapping works on floating point numbers and is slow.
  private static List<String> mapped(VideoTrack film, int width, int height) {
    String range = film.range().equals("pc") ? "pc" : "tv";
    String transfer = film.transfer().isEmpty() ? "bt709" : film.transfer();
    String scaled =
        "scale=%d:%d:flags=bicubic:in_range=%s:out_range=tv:in_color_matrix=bt2020:out_color_matrix=bt2020"
            .formatted(width, height, range);
    String declared =
        "setparams=range=tv:colorspace=bt2020nc:color_primaries=bt2020:color_trc=" + transfer;
    if (!film.isHighDynamicRange()) {
      return List.of(
          scaled, "format=yuv420p10le", declared, "zscale=p=bt709:t=bt709:m=bt709:r=limited");
    }
    return List.of(
        scaled,
        "format=yuv420p10le",
        declared,
        "zscale=t=linear:npl=100",
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=hable:desat=0",
        "zscale=t=bt709:m=bt709:r=limited");
  }
}
