package contentgremlin.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells all threads of a runner to come to an end. Thread-safe.
public final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);
  private volatile boolean endTools;
  private volatile boolean hasty;

  /// May be called again, to be hastier or to end tools as well.
  ///
  /// @param alsoTools whether running tools are ended too, or left for the next start to adopt
  /// @param now whether nobody wants to wait for what only tidies up
  public void stop(boolean alsoTools, boolean now) {
    endTools |= alsoTools;
    hasty |= now;
    latch.countDown();
  }

  public boolean isOn() {
    return latch.getCount() == 0;
  }

  public boolean endsTools() {
    return isOn() && endTools;
  }

  public boolean isHasty() {
    return hasty;
  }

  /// Waits, at most this long.
  ///
  /// @return whether it is time to stop
  public boolean await(Duration patience) throws InterruptedException {
    return latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
