package contentgremlin.engine.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes a growing upload durable now and then, in the background: so the last force is short, and
/// a crash costs little of a long request. Thread-safe; one at a time is under way.
final class Checkpoints {
  private static final long EVERY_BYTES = 64L << 20;
  private static final long EVERY_MS = 5_000;

  /// Keeps the offset once all bytes before it are durable.
  interface Keeper {
    /// @return whether there is room for more
    boolean keep(long offset) throws IOException;
  }

  private final FileChannel channel;
  private final InstantSource time;
  private final Executor threads;
  private final Keeper keeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private long begunAt;
  private long begunMillis;
  private boolean busy;
  private boolean full;
  private @Nullable Exception failure;

  Checkpoints(
      FileChannel channel, long start, InstantSource time, Executor threads, Keeper keeper) {
    this.channel = channel;
    this.begunAt = start;
    this.begunMillis = time.millis();
    this.time = time;
    this.threads = threads;
    this.keeper = keeper;
  }

  void wrote(long end) {
    long now = time.millis();
    lock.lock();
    try {
      boolean due = end - begunAt >= EVERY_BYTES || now - begunMillis >= EVERY_MS;
      if (busy || failure != null || !due) {
        return;
      }
      busy = true;
      begunAt = end;
      begunMillis = now;
    } finally {
      lock.unlock();
    }
    threads.execute(() -> make(end));
  }

  private void make(long end) {
    Exception trouble = null;
    boolean room = true;
    try {
      channel.force(false);
      room = keeper.keep(end);
    } catch (IOException | RuntimeException e) {
      trouble = e;
    }
    lock.lock();
    try {
      busy = false;
      full |= !room;
      failure = trouble;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// No room is left, or a checkpoint failed: taking more makes no sense.
  boolean mustStop() {
    lock.lock();
    try {
      return full || failure != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isFull() {
    lock.lock();
    try {
      return full;
    } finally {
      lock.unlock();
    }
  }

  /// Why a checkpoint failed, or null. Then nothing behind the last one that was kept may count:
  /// after a failed force, the next one can succeed although bytes were lost.
  @Nullable Exception failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the one under way; nothing begins afterwards, since the writer has ended.
  void quiesce() {
    lock.lock();
    try {
      while (busy) {
        idle.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
