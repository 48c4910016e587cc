package contentgremlin.engine.scrub;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes whoever waits, for something new or for the end. Thread-safe.
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean isRinging;
  private boolean isStopped;

  /// Ends the next wait, or the one under way.
  void ring() {
    lock.lock();
    try {
      isRinging = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      isStopped = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// All begins again.
  void start() {
    lock.lock();
    try {
      isStopped = false;
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return isStopped;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it rings, but not longer than this.
  void await(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!isRinging && !isStopped && left > 0) {
        left = rung.awaitNanos(left);
      }
      isRinging = false;
    } finally {
      lock.unlock();
    }
  }
}
