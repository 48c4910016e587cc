package contentgremlin.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bounded queue that ends: what was put in before it was closed is still handed out, and nothing
/// gets in later. Thread-safe. Waiting in it can't be interrupted, since what is waited for is
/// short and half a commit is not to be had.
///
/// It can be held for a while: then what is put in waits, and those who serve it stand still.
final class Inbox<E> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition idled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<E> waiting = new ArrayDeque<>();
  private final int waitingMax;
  private final int servants;
  private int idle;
  private boolean held;
  private boolean closed;
  private @Nullable Supplier<? extends RuntimeException> refusal;

  /// @param waitingMax who comes when so many are waiting is held up
  /// @param servants how many threads take from it
  Inbox(int waitingMax, int servants) {
    this.waitingMax = waitingMax;
    this.servants = servants;
  }

  void put(E element) {
    lock.lock();
    try {
      while (waiting.size() >= waitingMax && !closed) {
        drained.awaitUninterruptibly();
      }
      if (refusal != null) {
        throw refusal.get();
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

  /// Waits until there is something. Whoever calls this is done with what it took before.
  ///
  /// @return all that waits, at most `max`; empty once the inbox is closed and empty
  List<E> take(int max) {
    lock.lock();
    try {
      idle++;
      idled.signalAll();
      while ((waiting.isEmpty() || held) && !closed) {
        filled.awaitUninterruptibly();
      }
      idle--;
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

  /// Hands out nothing any more, and waits until all that was handed out is done.
  void hold() {
    lock.lock();
    try {
      held = true;
      while (idle < servants && !closed) {
        idled.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Goes on after [#hold].
  void release() {
    lock.lock();
    try {
      held = false;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Closes it for good while it is held.
  ///
  /// @param reason what those get who come later
  /// @return what was waiting, and will not be served
  List<E> refuse(Supplier<? extends RuntimeException> reason) {
    lock.lock();
    try {
      var unserved = List.copyOf(waiting);
      waiting.clear();
      refusal = reason;
      close();
      return unserved;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      idled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
