package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Waits until one of several descriptors has something to say, the mounts changed, or someone
/// wakes it: poll(2). One thread waits, any may wake.
final class Waiter implements AutoCloseable {
  private static final short READABLE = 0x1;
  private static final short URGENT = 0x2;
  private static final short FAILED = 0x8;

  // struct pollfd
  private static final int POLL_BYTES = 8;
  private static final int AT_EVENTS = 4;
  private static final int AT_RESULT = 6;

  private static final int OTHERS = 2;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int alarm;

  /// Its content changes with each mount; -1 where there is no /proc.
  private final int mounts;

  private final MemorySegment polls;
  private final MemorySegment number = Arena.ofAuto().allocate(JAVA_LONG);
  private final int descriptors;
  private boolean isOpen = true;

  /// @param descriptors those below zero are passed over
  Waiter(int... descriptors) {
    this.descriptors = descriptors.length;
    var scratch = Scratch.borrow();
    try {
      alarm = Libc.eventfd(scratch, Libc.O_NONBLOCK | Libc.O_CLOEXEC);
      if (alarm < 0) {
        throw new IllegalStateException("nobody could wake a watcher: " + Errors.reason(alarm));
      }
      var path = Mounts.FILE.toString().getBytes(StandardCharsets.US_ASCII);
      mounts = Libc.open(scratch, Libc.AT_FDCWD, scratch.path(path, 0, path.length), Libc.O_RDONLY);
    } finally {
      scratch.giveBack();
    }
    polls = Arena.ofAuto().allocate((long) (OTHERS + this.descriptors) * POLL_BYTES, Long.BYTES);
    put(0, alarm, READABLE);
    put(1, mounts, URGENT);
    for (int i = 0; i < this.descriptors; i++) {
      put(OTHERS + i, descriptors[i], READABLE);
    }
  }

  private void put(int index, int descriptor, short events) {
    polls.set(JAVA_INT, (long) index * POLL_BYTES, descriptor); // below zero: passed over
    polls.set(JAVA_SHORT, (long) index * POLL_BYTES + AT_EVENTS, events);
  }

  void await(Scratch scratch, long nanos) {
    long millis = Math.clamp(Math.ceilDiv(nanos, NANOS_PER_MILLI), 0, Integer.MAX_VALUE);
    int result = Libc.poll(scratch, polls.address(), OTHERS + descriptors, (int) millis);
    if (result <= 0) {
      for (int i = 0; i < OTHERS + descriptors; i++) {
        polls.set(JAVA_SHORT, (long) i * POLL_BYTES + AT_RESULT, (short) 0);
      }
    }
    if (result(0) != 0) {
      Libc.read(scratch, alarm, number.address(), Long.BYTES);
    }
  }

  /// Whether the last wait ended since this one of the descriptors has something.
  boolean isReady(int index) {
    return result(OTHERS + index) != 0;
  }

  boolean haveMountsChanged() {
    return (result(1) & (URGENT | FAILED)) != 0;
  }

  private short result(int index) {
    return polls.get(JAVA_SHORT, (long) index * POLL_BYTES + AT_RESULT);
  }

  synchronized void wake() {
    if (!isOpen) {
      return;
    }
    var scratch = Scratch.borrow();
    try {
      var one = scratch.stat();
      one.set(JAVA_LONG, 0, 1);
      Libc.write(scratch, alarm, one.address(), Long.BYTES);
    } finally {
      scratch.giveBack();
    }
  }

  /// No thread may wait any more.
  @Override
  public synchronized void close() {
    if (!isOpen) {
      return;
    }
    isOpen = false;
    var scratch = Scratch.borrow();
    Libc.close(scratch, alarm);
    if (mounts >= 0) {
      Libc.close(scratch, mounts);
    }
    scratch.giveBack();
  }
}
