package contentgremlin.engine.install;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls what may hang, throw anything, or both. Thread-safe.
///
/// A call that takes too long is interrupted and left behind on its thread; as long as it still is
/// there, it is not called again.
final class Bounded {
  private final Map<String, Thread> leftBehind = new ConcurrentHashMap<>();

  /// The call did not come to a result, for a reason that a person can read.
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message);
    }
  }

  /// @param name of what is called, the same each time
  /// @throws Fault with the reason, whatever it was
  /// @throws InterruptedException if the caller is to end; the call is then left behind, too
  <T> T call(String name, Duration limit, Callable<T> work) throws Fault, InterruptedException {
    var before = leftBehind.get(name);
    if (before != null && before.isAlive()) {
      throw new Fault("it hangs since an earlier run; what holds it up goes with the server");
    }
    leftBehind.remove(name);
    var task = new FutureTask<T>(work);
    // A thread of the system's: one that computes for ever must not starve all others.
    var thread = Thread.ofPlatform().name("install " + name).daemon().start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      abandon(name, thread);
      throw new Fault("it did not end within %s and was left behind".formatted(words(limit)));
    } catch (ExecutionException e) {
      throw new Fault(words(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (InterruptedException e) {
      abandon(name, thread);
      throw e;
    }
  }

  private void abandon(String name, Thread thread) {
    thread.interrupt();
    leftBehind.put(name, thread);
  }

  private static String words(Duration limit) {
    return limit.toSeconds() >= 1 ? limit.toSeconds() + " seconds" : limit.toMillis() + " ms";
  }

  static String words(Throwable problem) {
    var message = Objects.requireNonNullElse(problem.getMessage(), "");
    boolean speaks =
        !message.isBlank() && problem instanceof Exception exception && !isBug(exception);
    return speaks ? message : problem.toString();
  }

  /// Their messages say little without their names.
  private static boolean isBug(Exception problem) {
    return problem instanceof NullPointerException
        || problem instanceof ClassCastException
        || problem instanceof IndexOutOfBoundsException
        || problem instanceof ReflectiveOperationException;
  }
}
