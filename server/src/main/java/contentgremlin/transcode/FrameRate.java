package contentgremlin.transcode;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Frames per second, as an exact fraction.
public record FrameRate(int numerator, int denominator) {
  public static final FrameRate NONE = new FrameRate(0, 1);

  private static final FrameRate UNKNOWN = new FrameRate(25, 1);

  /// Those that players know well; everything else is brought to one of them.
  private static final List<FrameRate> STANDARD =
      List.of(
          new FrameRate(5, 1),
          new FrameRate(10, 1),
          new FrameRate(15, 1),
          new FrameRate(24_000, 1001),
          new FrameRate(24, 1),
          new FrameRate(25, 1),
          new FrameRate(30_000, 1001),
          new FrameRate(30, 1),
          new FrameRate(48, 1),
          new FrameRate(50, 1),
          new FrameRate(60_000, 1001),
          new FrameRate(60, 1));

  /// A standard rate this close, as a share, is taken; else the next one above.
  private static final double CLOSE = 0.03;

  /// "30000/1001"; what makes no sense is [#NONE].
  public static FrameRate of(String fraction) {
    String[] parts = fraction.split("/", -1);
    try {
      int numerator = Integer.parseInt(parts[0]);
      int denominator = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
      return numerator > 0 && denominator > 0 ? new FrameRate(numerator, denominator) : NONE;
    } catch (NumberFormatException _) {
      return NONE;
    }
  }

  public double perSecond() {
    return (double) numerator / denominator;
  }

  /// The constant rate that a film with this nominal and average rate is shown at: the nearest
  /// standard one, or the next above if none is near; 60 at most.
  static FrameRate constant(FrameRate nominal, FrameRate average) {
    double wanted = average.perSecond() > 0 ? average.perSecond() : nominal.perSecond();
    if (wanted <= 0) {
      return UNKNOWN;
    }
    var nearest =
        STANDARD.stream()
            .min(Comparator.comparingDouble(rate -> Math.abs(rate.perSecond() - wanted)))
            .orElseThrow();
    if (Math.abs(nearest.perSecond() - wanted) <= wanted * CLOSE) {
      return nearest;
    }
    return STANDARD.stream()
        .filter(rate -> rate.perSecond() > wanted)
        .findFirst()
        .orElse(STANDARD.getLast());
  }

  @Override
  public String toString() {
    return denominator == 1 ? "" + numerator : numerator + "/" + denominator;
  }

  /// As HLS wants it: "29.970".
  public String decimal() {
    return String.format(Locale.ROOT, "%.3f", perSecond());
  }
}
