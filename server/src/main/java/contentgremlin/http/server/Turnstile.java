package contentgremlin.http.server;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Decides for each request whether it is answered here, now, later or by our successor.
/// Thread-safe.
final class Turnstile {
  /// How long a request waits for a handover to come to an end.
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /// How long short requests that were let in may take to end before a handover goes on.
  private static final Duration SHORT_MAX = Duration.ofMillis(150);

  /// What a request comes to.
  sealed interface Pass {
    /// It is answered here; [Turnstile#leave] is to be called once it is.
    record Here() implements Pass {}

    /// The successor answers it.
    record There(URI successor) implements Pass {}

    /// The handover takes too long.
    record Refused() implements Pass {}
  }

  private sealed interface State {
    record Open() implements State {}

    record Held() implements State {}

    record Moved(URI successor) implements State {}
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = new State.Open();

  /// Short requests that change something, being answered at this moment.
  private int inside;

  /// @param isChange whether it would change something
  /// @param isShort whether it ends soon: all that it brings has hardly any length
  Pass enter(boolean isChange, boolean isShort) throws InterruptedException {
    lock.lock();
    try {
      long left = WAIT_MAX.toNanos();
      while (isChange && state instanceof State.Held) {
        if (left <= 0) {
          return new Pass.Refused();
        }
        left = changed.awaitNanos(left);
      }
      if (state instanceof State.Moved(var successor)) {
        return new Pass.There(successor);
      }
      if (isChange && isShort) {
        inside++;
      }
      return new Pass.Here();
    } finally {
      lock.unlock();
    }
  }

  /// With what [#enter] was called with.
  void leave(boolean isChange, boolean isShort) {
    if (isChange && isShort) {
      lock.lock();
      try {
        inside--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  void hold() throws InterruptedException {
    lock.lock();
    try {
      state = new State.Held();
      long left = SHORT_MAX.toNanos();
      while (inside > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void open() {
    become(new State.Open());
  }

  void moved(URI successor) {
    become(new State.Moved(successor));
  }

  boolean isMoved() {
    lock.lock();
    try {
      return state instanceof State.Moved;
    } finally {
      lock.unlock();
    }
  }

  private void become(State next) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
