package contentgremlin.engine.library;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The folders of one library that are to be looked at, and since when that is owed: until it was
/// done, nobody knows where the files are that were in them. Thread-safe.
final class Looks {
  /// More folders than that, and it is simpler to compare everything.
  private static final int WAITING_MAX = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Set<String> waiting = new LinkedHashSet<>();
  private final Runnable compareAll;

  /// Of those that wait, and of those in hand; null if there are none.
  private @Nullable Instant since;

  private @Nullable Instant inHandSince;

  /// @param compareAll asks for a comparison of everything; MUST return at once
  Looks(Runnable compareAll) {
    this.compareAll = compareAll;
  }

  /// @param from what left its place since then may be met there
  void add(String folder, Instant from) {
    lock.lock();
    try {
      if (waiting.size() >= WAITING_MAX) {
        waiting.clear();
        compareAll.run();
      } else {
        waiting.add(folder);
        since = earlier(since, from);
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Those that are owed now are owed since then, if there are any.
  void extend(Instant from) {
    lock.lock();
    try {
      since = since == null ? null : earlier(since, from);
      inHandSince = inHandSince == null ? null : earlier(inHandSince, from);
    } finally {
      lock.unlock();
    }
  }

  /// @return null if none is owed
  @Nullable Instant since() {
    lock.lock();
    try {
      return since == null ? inHandSince : earlier(inHandSince, since);
    } finally {
      lock.unlock();
    }
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }

  /// Waits until there is one.
  ///
  /// @return whether there is
  boolean await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (waiting.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// All that wait; they are owed until [#done].
  List<String> take() {
    lock.lock();
    try {
      var folders = List.copyOf(waiting);
      waiting.clear();
      inHandSince = since;
      since = null;
      return folders;
    } finally {
      lock.unlock();
    }
  }

  void done() {
    lock.lock();
    try {
      inHandSince = null;
    } finally {
      lock.unlock();
    }
  }
}
