package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;

/// One size of a film on the way to any screen.
///
/// @param name the shorter side it stands for; names its folder
/// @param width even
/// @param height even
/// @param bitsPerSecond what the encoder may use over two seconds
public record Rung(int name, int width, int height, int bitsPerSecond) {
  private static final List<Integer> SHORT_SIDES = List.of(360, 480, 720, 1080);

  /// A source that is this much larger than the rung below gets a rung of its own size.
  private static final double WORTH_ANOTHER = 1.1;

  /// H.264 players for the web stop at 4096 pixels a side.
  private static final int LONG_SIDE_MAX = 4096;

  private static final int SIDE_MIN = 16;

  /// Ever below the source, smallest first; at least one.
  public static List<Rung> ladder(VideoTrack film) {
    int shorter = Math.min(film.width(), film.height());
    var names =
        new ArrayList<Integer>(SHORT_SIDES.stream().filter(side -> side <= shorter).toList());
    int top = names.isEmpty() ? 0 : names.getLast();
    if (top < SHORT_SIDES.getLast() && shorter >= top * WORTH_ANOTHER) {
      names.add(shorter);
    }
    return names.stream().map(name -> of(name, film)).toList();
  }

  private static Rung of(int name, VideoTrack film) {
    int shorter = Math.min(film.width(), film.height());
    int longer = Math.max(film.width(), film.height());
    double scale = Math.min((double) name / shorter, (double) LONG_SIDE_MAX / longer);
    int width = even(film.width() * scale);
    int height = even(film.height() * scale);
    return new Rung(name, width, height, rate(width, height, film.rate()));
  }

  private static int even(double pixels) {
    return Math.max(SIDE_MIN, 2 * (int) Math.ceil(pixels / 2 - 0.5));
  }

  /// About 3 Mbit/s for 720p at 30 frames; bits grow slower than pixels and slower than frames.
  private static int rate(int width, int height, FrameRate rate) {
    double pixels = (double) width * height / (1280 * 720);
    double frames = Math.max(rate.perSecond(), 24) / 30;
    double megabits = 3.2 * Math.pow(pixels, 0.8) * Math.pow(frames, 0.6);
    return 1000 * (int) (Math.max(megabits, 0.2) * 1000);
  }
}
