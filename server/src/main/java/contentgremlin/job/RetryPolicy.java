package contentgremlin.job;

import java.time.Duration;

/// How often, and how patiently, a job is tried again.
///
/// @param attemptsMax counts only attempts that failed by themselves, not those that a stop ended
public record RetryPolicy(int attemptsMax, Duration delayFirst, Duration delayMax) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(5), Duration.ofMinutes(10));

  private static final int DOUBLINGS_MAX = 20;

  public boolean allowsAnother(int attempt) {
    return attempt < attemptsMax;
  }

  public Duration delayAfter(int attempt) {
    var delay = delayFirst.multipliedBy(1L << Math.clamp(attempt - 1, 0, DOUBLINGS_MAX));
    return delay.compareTo(delayMax) < 0 ? delay : delayMax;
  }
}
