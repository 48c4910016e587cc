package contentgremlin.enrich;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a stage of an item ended last.
///
/// @param stage [Stages#PARSE] …, or a grabber's id
/// @param mark tells the file, the grabber's version and its settings from later ones: if it is
///   another one now, the stage is to be done again
/// @param until what failed is not tried before, and that there is nothing is not believed longer;
///   null: for ever
/// @param failures in a row
public record Outcome(
    String stage,
    Kind kind,
    String mark,
    Instant at,
    @Nullable Instant until,
    int failures,
    String reason) {
  public enum Kind {
    DONE,
    /// Asked, and nothing there.
    NOTHING,
    FAILED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final int DOUBLINGS_MAX = 10;

  /// So often in a row it is believed that it helps to try again when whoever failed said so.
  private static final int TOLD_MAX = 3;

  public static Outcome done(String stage, String mark, Instant now) {
    return new Outcome(stage, Kind.DONE, mark, now, null, 0, "");
  }

  public static Outcome nothing(String stage, String mark, Instant now, Instant until) {
    return new Outcome(stage, Kind.NOTHING, mark, now, until, 0, "");
  }

  /// @param failures with this one
  /// @param wait how long it won't help to try again; zero if nobody knows. First it is tried right
  ///   after that; if it fails nevertheless, at least so long after
  public static Outcome failed(
      String stage, String mark, Instant now, int failures, Duration wait, String reason) {
    var pause = wait.isPositive() && failures <= TOLD_MAX ? wait : longer(usual(failures), wait);
    return new Outcome(stage, Kind.FAILED, mark, now, now.plus(pause), failures, reason);
  }

  /// Nobody was asked, since whoever was to be asked is left alone: that says nothing of the item.
  ///
  /// @param failures before, in a row
  public static Outcome putOff(
      String stage, String mark, Instant now, int failures, Instant until, String reason) {
    return new Outcome(stage, Kind.FAILED, mark, now, until, failures, reason);
  }

  private static Duration usual(int failures) {
    var usual = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
    return usual.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : usual;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// Whether it still says something about the stage as it is now.
  public boolean holds(String currentMark, Instant now) {
    return mark.equals(currentMark) && (until == null || now.isBefore(until));
  }
}
