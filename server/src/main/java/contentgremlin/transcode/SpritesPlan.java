package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Small pictures for the seek bar: sheets of them, and a WebVTT index (`#xywh` of Media
/// Fragments).
///
/// @param seconds how long the film lasts
public record SpritesPlan(Probe source, VideoTrack film, double seconds) {
  public static final String FOLDER = "sprites";
  public static final String INDEX = "sprites.vtt";
  private static final int COLUMNS = 8;
  private static final int ROWS = 8;
  private static final int SIDE = 160;

  /// A film gets about this many, unless it is so short that they would be less than a second
  /// apart.
  private static final int COUNT = 240;

  /// Longer films are looked at by their keyframes only.
  private static final double EVERY_FRAME_SECONDS = 60;

  public static SpritesPlan of(Probe source) {
    var film = source.film().orElseThrow(() -> new IllegalArgumentException("no film: " + source));
    return new SpritesPlan(source, film, source.seconds());
  }

  /// Nothing can be planned for a film of unknown length.
  public boolean isPossible() {
    return seconds > 0;
  }

  public List<String> make(String path) {
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    if (seconds > EVERY_FRAME_SECONDS) {
      arguments.addAll(List.of("-skip_frame", "nokey"));
    }
    arguments.addAll(Probe.input(path));
    String chain = PictureFilter.chain(film, width(), height(), FrameRate.NONE);
    String rate = String.format(Locale.ROOT, "fps=1/%.3f:start_time=0:round=up", interval());
    arguments.addAll(
        List.of(
            "-map",
            "0:" + film.index(),
            "-vf",
            rate + "," + chain + ",tile=" + COLUMNS + "x" + ROWS));
    arguments.addAll(
        List.of(
            "-an",
            "-sn",
            "-map_metadata",
            "-1",
            "-c:v",
            "mjpeg",
            "-q:v",
            "5",
            "-color_range",
            "tv",
            "-strict",
            "unofficial"));
    arguments.addAll(List.of("-f", "image2", FOLDER + "/sprite-%03d.jpg"));
    return arguments;
  }

  public int sheets() {
    return (count() + COLUMNS * ROWS - 1) / (COLUMNS * ROWS);
  }

  public static String sheet(int number) {
    return String.format(Locale.ROOT, "sprite-%03d.jpg", number);
  }

  /// @param sheetsMade those that really came, which a damaged end makes fewer
  public String index(int sheetsMade) {
    var text = new StringBuilder("WEBVTT\n");
    int last = Math.min(count(), sheetsMade * COLUMNS * ROWS);
    for (int number = 0; number < last; number++) {
      int place = number % (COLUMNS * ROWS);
      double to =
          number == last - 1
              ? Math.max(seconds, (number + 0.1) * interval())
              : (number + 1) * interval();
      text.append(
          "\n%s --> %s\n%s#xywh=%d,%d,%d,%d\n"
              .formatted(
                  time(number * interval()),
                  time(to),
                  sheet(number / (COLUMNS * ROWS) + 1),
                  place % COLUMNS * width(),
                  place / COLUMNS * height(),
                  width(),
                  height()));
    }
    return text.toString();
  }

  int count() {
    return Math.max(1, (int) Math.ceil(seconds / interval() - 0.01));
  }

  double interval() {
    return Math.max(1, Math.ceil(seconds / COUNT));
  }

  int width() {
    return even(film.width());
  }

  int height() {
    return even(film.height());
  }

  private int even(int side) {
    double scale = Math.min(1, (double) SIDE / Math.max(film.width(), film.height()));
    return Math.max(2, 2 * (int) Math.round(side * scale / 2));
  }

  private static String time(double seconds) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000);
  }
}
