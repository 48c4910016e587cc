package contentgremlin.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bounded queue that ends: what was put in before it was closed is still handed out, and nothing
/// gets in later. Thread-safe. Waiting in it can't be interrupted, since what is waited for is
/// short and half a commit is not to be had.
final class Inbox<E> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<E> waiting = new ArrayDeque<>();
  private final int waitingMax;
  private boolean closed;

  /// @param waitingMax who comes when so many are waiting is held up
  Inbox(int waitingMax) {
    this.waitingMax = waitingMax;
  }

  void put(E element) {
    lock.lock();
    try {
      while (waiting.size() >= waitingMax && !closed) {
        drained.awaitUninterruptibly();
      }
      if (closed) {
        throw new IllegalStateException("The database is closed.");
      }
      waiting.add(element);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is something.
  ///
  /// @return all that waits, at most `max`; empty once the inbox is closed and empty
  List<E> take(int max) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      var taken = new ArrayList<E>(Math.min(max, waiting.size()));
      while (taken.size() < max && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      drained.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
