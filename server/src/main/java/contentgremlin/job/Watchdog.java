package contentgremlin.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells a hung attempt from a slow one by what is seen of it. A value: each look gives the next.
///
/// It moves as long as its media time, its output, its processor time, or what it reads and writes
/// does. Hung tools still burn a little, since some thread of theirs goes on printing how hung they
/// are: processor time counts only from [#SHARE_MIN] of a core on, bytes from
/// [#TRANSFER_PER_SECOND_MIN]. A process that gets 5 % of a core is slow; a stopped one gets
/// nothing. A tool that moves the index of a large file to its beginning shows neither media time
/// nor growth, but it reads and writes.
///
/// Time is what passes between two looks, each counted up to [#STEP_MAX] only: when the machine
/// slept or its clock was set, nobody could move.
///
/// @param spent since the attempt began, maybe in an earlier run of the server
/// @param looked when the last look was
/// @param last what was seen then, or before; null before the first look
/// @param moved what was seen when something moved last
/// @param silence since then
/// @param longest silence that ended by itself so far: who pauses long may pause long again
public record Watchdog(
    Limits limits,
    Duration spent,
    Instant looked,
    Observation.@Nullable Alive last,
    Observation.@Nullable Alive moved,
    Duration silence,
    Duration longest) {
  private static final double SHARE_MIN = 0.01;
  private static final int TICKS_PER_SECOND = 100; // USER_HZ, fixed for all that proc(5) shows
  private static final int TICKS_MIN = 2;

  /// Twenty times what ffmpeg writes to tell of its progress; any disk that works does more.
  private static final long TRANSFER_PER_SECOND_MIN = 8 << 10;

  private static final long TRANSFER_MIN = 64 << 10;

  /// Looks come several times a second, and late on a busy machine.
  private static final Duration STEP_MAX = Duration.ofSeconds(10);

  /// How far patience may grow with the attempt's own pace.
  private static final int PATIENCE_FACTOR_MAX = 4;

  public sealed interface Verdict {
    record Fine() implements Verdict {}

    record Stalled(Duration silence) implements Verdict {}

    /// It moves, but has taken longer than anything of its sort should.
    record Overdue() implements Verdict {}

    /// It has written more than anything of its sort should.
    record Excessive(long bytes) implements Verdict {}
  }

  /// @param started by the clock of the earlier run
  public static Watchdog begin(Limits limits, Instant started, Instant now) {
    return new Watchdog(
        limits, atLeastZero(started, now), now, null, null, Duration.ZERO, Duration.ZERO);
  }

  /// @param seen null if nothing could be seen this time: then only time has passed
  public Watchdog look(Observation.@Nullable Alive seen, Instant now) {
    var step = atLeastZero(looked, now);
    var counted = step.compareTo(STEP_MAX) < 0 ? step : STEP_MAX;
    var passed = spent.plus(counted);
    var quiet = silence.plus(counted);
    if (seen == null || !hasMoved(seen, quiet)) {
      return new Watchdog(limits, passed, now, seen == null ? last : seen, moved, quiet, longest);
    }
    var newLongest = quiet.compareTo(longest) > 0 ? quiet : longest;
    return new Watchdog(limits, passed, now, seen, seen, Duration.ZERO, newLongest);
  }

  private static Duration atLeastZero(Instant from, Instant to) {
    return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
  }

  private boolean hasMoved(Observation.Alive seen, Duration quiet) {
    if (last == null
        || moved == null
        || seen.tool() != last.tool()
        || !seen.media().equals(last.media())
        || seen.bytes() != last.bytes()) {
      return true;
    }
    double seconds = quiet.toMillis() / 1000.0;
    double noise = Math.max(TICKS_MIN, seconds * TICKS_PER_SECOND * SHARE_MIN);
    double chatter = Math.max(TRANSFER_MIN, seconds * TRANSFER_PER_SECOND_MIN);
    return seen.processorTicks() - moved.processorTicks() >= noise
        || seen.read() - moved.read() >= chatter
        || seen.written() - moved.written() >= chatter;
  }

  public Verdict judge() {
    if (silence.compareTo(patience()) >= 0) {
      return new Verdict.Stalled(silence);
    }
    if (spent.compareTo(limits.time()) >= 0) {
      return new Verdict.Overdue();
    }
    if (last != null && limits.writtenBytes() > 0 && last.written() > limits.writtenBytes()) {
      return new Verdict.Excessive(last.written());
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
