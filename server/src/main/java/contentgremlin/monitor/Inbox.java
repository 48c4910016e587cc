package contentgremlin.monitor;

import contentgremlin.library.Signal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Signals on their way from the thread that reads them, which must never wait, to the one that
/// tells of them. Thread-safe.
final class Inbox {
  /// Some tens of megabytes. The system's own queue holds a quarter of it.
  private static final int SIGNALS_MAX = 65_536;

  private static final int ORDERS_MAX = 1000;

  /// @param atNanos when it was read
  record Entry(Signal signal, long atNanos) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Entry> signals = new ArrayDeque<>();
  private final TreeSet<String> orders = new TreeSet<>();
  private boolean rung;

  void add(List<Signal> more, long nowNanos) {
    lock.lock();
    try {
      for (var signal : more) {
        if (signals.size() == SIGNALS_MAX) {
          giveUp(nowNanos);
        }
        signals.add(new Entry(signal, nowNanos));
      }
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Exchanges all signals for one that says where they were.
  private void giveUp(long nowNanos) {
    String part = null;
    boolean looks = false;
    for (var entry : signals) {
      looks |= entry.signal() instanceof Signal.LookAtRoot;
      for (var path : pathsOf(entry.signal())) {
        part = part == null ? Paths.parent(path) : Paths.common(part, path);
      }
    }
    signals.clear();
    if (looks) {
      signals.add(new Entry(new Signal.LookAtRoot(), nowNanos));
    }
    signals.add(
        new Entry(
            new Signal.Lost(part == null ? "" : part, "more happened at once than can be kept"),
            nowNanos));
  }

  private static List<String> pathsOf(Signal signal) {
    return switch (signal) {
      case Signal.Created(var path) -> List.of(path);
      case Signal.Arrived(var path) -> List.of(path);
      case Signal.Left(var path) -> List.of(path);
      case Signal.Renamed(var from, var to) -> List.of(from, to);
      case Signal.Written(var path) -> List.of(path);
      case Signal.Closed(var path) -> List.of(path);
      case Signal.Touched(var path) -> List.of(path);
      // The part itself, not what it lies in.
      case Signal.Lost(var path, var _) -> List.of(path + "/");
      case Signal.LookAtRoot() -> List.of();
    };
  }

  /// Someone wants this part to be listed.
  void order(String part) {
    lock.lock();
    try {
      if (orders.size() == ORDERS_MAX) {
        orders.clear();
        orders.add("");
      }
      orders.add(part);
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<String> orders() {
    lock.lock();
    try {
      var all = List.copyOf(orders);
      orders.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// Ends a wait.
  void ring() {
    lock.lock();
    try {
      rung = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Everything that came, in order; waits a while if that is nothing.
  List<Entry> take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (signals.isEmpty() && orders.isEmpty() && !rung && left > 0) {
        left = filled.awaitNanos(left);
      }
      rung = false;
      var all = new ArrayList<>(signals);
      signals.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
