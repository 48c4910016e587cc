package contentgremlin.vault;

import java.time.Duration;
import java.time.Instant;

/// How the scrub goes through the files: oldest look first, each one again after a while, at a
/// bounded rate.
///
/// @param bytesPerSecond 0 turns it off
/// @param every how long a sound file is believed
public record ScrubPlan(long bytesPerSecond, Duration every) {
  /// A damaged file may be mended any time, by somebody who puts it back; and a disk that did not
  /// answer may answer again.
  private static final Duration DAMAGED_EVERY = Duration.ofHours(1);

  public boolean isOn() {
    return bytesPerSecond > 0;
  }

  /// Sound files that were verified before this are due.
  public Instant soundDue(Instant now) {
    return now.minus(every);
  }

  /// Damaged files that were looked at before this are due.
  public Instant damagedDue(Instant now) {
    return now.minus(DAMAGED_EVERY);
  }

  /// How long to wait so that `bytes`, which took `spent`, do not exceed the rate.
  public Duration pause(long bytes, Duration spent) {
    if (!isOn()) {
      return Duration.ZERO;
    }
    var pause = Duration.ofNanos((long) (bytes * 1e9 / bytesPerSecond)).minus(spent);
    return pause.isNegative() ? Duration.ZERO : pause;
  }
}
