package contentgremlin.sql;

import contentgremlin.store.Database.Tables;
import contentgremlin.store.Database.Work;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Work of one caller on its way through a database thread, and back with its outcome. The caller
/// waits in [#await]; a database thread calls the rest.
final class Request<T extends @Nullable Object> {
  private final Work<T> work;
  private final Thread caller = Thread.currentThread();
  private @Nullable T result;
  private @Nullable Throwable failure;
  private boolean isSettled;
  private volatile boolean answered;

  Request(Work<T> work) {
    this.work = work;
  }

  /// Does the work; throws what it throws. May be called again after a rollback.
  void run(Tables tables) {
    failure = null;
    result = work.in(tables);
  }

  /// Keeps a failure as the outcome, for a later [#answer].
  void fail(Throwable problem) {
    failure = problem;
  }

  /// The same, and it is not to be tried again: another try would hold all others up as long.
  void failForGood(Throwable problem) {
    failure = problem;
    isSettled = true;
  }

  /// Whether its outcome is known, whatever becomes of its neighbours.
  boolean isSettled() {
    return isSettled;
  }

  /// Lets the caller go on.
  void answer() {
    answered = true;
    LockSupport.unpark(caller);
  }

  /// Waits for the answer, even when interrupted: the caller must learn what became of its change.
  @SuppressWarnings("NullAway") // whether null is a result is for T to say
  T await() {
    boolean interrupted = false;
    while (!answered) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return switch (failure) {
      case null -> result;
      case RuntimeException problem -> throw problem;
      case Error problem -> throw problem;
      default -> throw new IllegalStateException(failure);
    };
  }
}
