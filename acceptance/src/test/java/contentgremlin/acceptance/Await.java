package contentgremlin.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Waits for something to become true: by asking again, never by hoping.
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /// Asks until the answer is not null.
  static <T> T until(String what, Duration max, Callable<@Nullable T> question) {
    long end = System.nanoTime() + max.toNanos();
    try {
      while (true) {
        T answer = question.call();
        if (answer != null) {
          return answer;
        }
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("waited " + max.toSeconds() + " s in vain for " + what);
        }
        Thread.sleep(PAUSE);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("while waiting for " + what, e);
    }
  }

  static void untilTrue(String what, Duration max, Callable<Boolean> question) {
    until(what, max, () -> question.call() ? Boolean.TRUE : null);
  }
}
