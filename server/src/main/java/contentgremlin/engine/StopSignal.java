package contentgremlin.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells all threads of a runner to come to an end. Thread-safe.
final class StopSignal {
  private final CountDownLatch latch = new CountDownLatch(1);
  private volatile boolean endTools;

  /// @param alsoTools whether running tools are ended too, or left for the next start to adopt
  void stop(boolean alsoTools) {
    endTools = alsoTools;
    latch.countDown();
  }

  boolean isOn() {
    return latch.getCount() == 0;
  }

  boolean endsTools() {
    return isOn() && endTools;
  }

  /// Waits, at most this long.
  ///
  /// @return whether it is time to stop
  boolean await(Duration patience) throws InterruptedException {
    return latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
