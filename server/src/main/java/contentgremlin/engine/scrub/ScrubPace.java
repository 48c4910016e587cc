package contentgremlin.engine.scrub;

import contentgremlin.vault.Pace;
import contentgremlin.vault.ScrubPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Reads in small steps at the plan's rate, or as fast as it goes while somebody waits for it. Used
/// by one thread; [#hurry] by any.
final class ScrubPace implements Pace {
  /// Shorter pauses are put off: waiting for them costs more than they are worth.
  private static final Duration PAUSE_MIN = Duration.ofMillis(20);

  /// What was not read in a slow time is not made up for later.
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Bell bell;
  private final InstantSource time;
  private volatile boolean isHurried;
  private ScrubPlan plan;
  private Instant began;
  private long read;

  ScrubPace(Bell bell, ScrubPlan plan, InstantSource time) {
    this.bell = bell;
    this.plan = plan;
    this.time = time;
    this.began = time.instant();
  }

  void follow(ScrubPlan newPlan) {
    plan = newPlan;
  }

  void hurry(boolean wanted) {
    isHurried = wanted;
  }

  @Override
  public void pause(int bytes) throws InterruptedException {
    if (bell.isStopped()) {
      throw new InterruptedException("the scrub ends with the server");
    }
    if (isHurried) {
      return;
    }
    read += bytes;
    var spent = Duration.between(began, time.instant());
    var pause = plan.pause(read, spent);
    if (pause.compareTo(PAUSE_MIN) >= 0) {
      bell.await(pause);
    }
    if (spent.compareTo(WINDOW) > 0) {
      began = time.instant();
      read = 0;
    }
  }
}
