package contentgremlin.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells a hung attempt from a slow one by what is seen of it. A value: each look gives the next.
///
/// It moves as long as its media time, its output or its processor time does. Hung tools still burn
/// a little, since some thread of theirs goes on printing how hung they are: processor time counts
/// only from [#SHARE_MIN] of a core on. A process that gets 5 % of a core is slow; a stopped one
/// gets nothing.
///
/// @param started when the attempt began, maybe in an earlier run of the server
/// @param last what was seen last, or null
/// @param moved when something moved last
/// @param movedTicks the processor time then
/// @param longest silence that ended by itself so far: who pauses long may pause long again
public record Watchdog(
    Limits limits,
    Instant started,
    Observation.@Nullable Alive last,
    Instant moved,
    long movedTicks,
    Duration longest) {
  private static final double SHARE_MIN = 0.01;
  private static final int TICKS_PER_SECOND = 100; // USER_HZ, fixed for all that proc(5) shows
  private static final int TICKS_MIN = 2;

  /// How far patience may grow with the attempt's own pace.
  private static final int PATIENCE_FACTOR_MAX = 4;

  public sealed interface Verdict {
    record Fine() implements Verdict {}

    record Stalled(Duration silence) implements Verdict {}

    /// It moves, but has taken longer than anything of its sort should.
    record Overdue() implements Verdict {}
  }

  public static Watchdog begin(Limits limits, Instant started, Instant now) {
    return new Watchdog(limits, started, null, now, 0, Duration.ZERO);
  }

  public Watchdog observe(Observation.Alive seen, Instant now) {
    if (!hasMoved(seen, now)) {
      return new Watchdog(limits, started, seen, moved, movedTicks, longest);
    }
    var silence = Duration.between(moved, now);
    var newLongest = silence.compareTo(longest) > 0 ? silence : longest;
    return new Watchdog(limits, started, seen, now, seen.processorTicks(), newLongest);
  }

  private boolean hasMoved(Observation.Alive seen, Instant now) {
    if (last == null
        || seen.tool() != last.tool()
        || !seen.media().equals(last.media())
        || seen.bytes() != last.bytes()) {
      return true;
    }
    double seconds = Duration.between(moved, now).toMillis() / 1000.0;
    double noise = Math.max(TICKS_MIN, seconds * TICKS_PER_SECOND * SHARE_MIN);
    return seen.processorTicks() - movedTicks >= noise;
  }

  public Verdict judge(Instant now) {
    var silence = Duration.between(moved, now);
    if (silence.compareTo(patience()) >= 0) {
      return new Verdict.Stalled(silence);
    }
    if (Duration.between(started, now).compareTo(limits.time()) >= 0) {
      return new Verdict.Overdue();
    }
    return new Verdict.Fine();
  }

  private Duration patience() {
    var most = limits.stall().multipliedBy(PATIENCE_FACTOR_MAX);
    var paced = longest.multipliedBy(2);
    if (paced.compareTo(limits.stall()) <= 0) {
      return limits.stall();
    }
    return paced.compareTo(most) < 0 ? paced : most;
  }
}
