package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Native memory for one caller at a time, used again by the next one. Not thread-safe by itself;
/// borrowing and giving back are.
final class Scratch {
  /// Of one getdents64(2). A local file system reads a folder that fits without letting anybody
  /// change it meanwhile.
  static final int ENTRIES_BYTES = 256 * 1024;

  /// The longest path that one call takes (PATH_MAX), with its zero.
  static final int PATH_BYTES = 4096;

  static final int STAT_BYTES = 256;
  private static final int FILE_SYSTEM_BYTES = 256;
  private static final int HOW_BYTES = 24;
  private static final int KEPT_MAX = 16;

  private static final ConcurrentLinkedDeque<Scratch> KEPT = new ConcurrentLinkedDeque<>();
  private static final AtomicInteger KEPT_COUNT = new AtomicInteger();

  // Freed with this object, and never checked for being so.
  private final MemorySegment state;
  private final MemorySegment entries;
  private final MemorySegment path;
  private final MemorySegment stat;
  private final MemorySegment fileSystem;
  private final MemorySegment how;

  private Scratch() {
    var arena = Arena.ofAuto();
    state = arena.allocate(Libc.STATE);
    entries = arena.allocate(ENTRIES_BYTES, Long.BYTES);
    path = arena.allocate(PATH_BYTES, Long.BYTES);
    stat = arena.allocate(STAT_BYTES, Long.BYTES);
    fileSystem = arena.allocate(FILE_SYSTEM_BYTES, Long.BYTES);
    how = arena.allocate(HOW_BYTES, Long.BYTES);
  }

  static Scratch borrow() {
    var kept = KEPT.pollFirst();
    if (kept == null) {
      return new Scratch();
    }
    KEPT_COUNT.decrementAndGet();
    return kept;
  }

  /// Must be called after the last use of any address of it.
  void giveBack() {
    if (KEPT_COUNT.incrementAndGet() <= KEPT_MAX) {
      KEPT.addFirst(this);
    } else {
      KEPT_COUNT.decrementAndGet();
    }
  }

  MemorySegment state() {
    return state;
  }

  MemorySegment entries() {
    return entries;
  }

  MemorySegment stat() {
    return stat;
  }

  MemorySegment fileSystem() {
    return fileSystem;
  }

  /// A struct open_how.
  long how(long flags, long resolve) {
    how.set(JAVA_LONG, 0, flags);
    how.set(JAVA_LONG, 8, 0);
    how.set(JAVA_LONG, 16, resolve);
    return how.address();
  }

  /// @return the address of these bytes with a zero at the end
  long path(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= PATH_BYTES) {
      throw new IllegalArgumentException("a path of %d bytes is too long".formatted(length));
    }
    MemorySegment.copy(bytes, from, path, JAVA_BYTE, 0, length);
    path.set(JAVA_BYTE, length, (byte) 0);
    return path.address();
  }

  static int howBytes() {
    return HOW_BYTES;
  }
}
