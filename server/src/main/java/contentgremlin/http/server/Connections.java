package contentgremlin.http.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// All open connections. Ends those whose request does not come to a point, and makes room when
/// there are too many: whoever has waited longest without asking for anything goes first, so that a
/// flood of silent connections only pushes out itself. Thread-safe.
final class Connections {
  /// When so much of the limit is taken, room is made.
  private static final double CROWDED = 0.9;

  /// How much room is made at a time, as a share of the limit.
  private static final double BATCH = 0.05;

  private final Limits limits;
  private final ServerMetrics metrics;
  private final Set<WatchedEndPoint> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  Connections(Limits limits, ServerMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  void add(WatchedEndPoint connection) {
    if (!open.add(connection)) {
      return;
    }
    metrics.opened();
    if (count.incrementAndGet() > limits.connections() * CROWDED) {
      makeRoom();
    }
  }

  void remove(WatchedEndPoint connection) {
    if (open.remove(connection)) {
      count.decrementAndGet();
      metrics.closed();
    }
  }

  int count() {
    return count.get();
  }

  /// Ends connections whose request head takes too long. To be called about once a second.
  void sweep() {
    long now = System.nanoTime();
    for (var connection : open) {
      if (connection.isHeadLate(now, limits.head().toNanos())) {
        connection.close();
      }
    }
  }

  private synchronized void makeRoom() {
    if (count.get() <= limits.connections() * CROWDED) {
      return;
    }
    long now = System.nanoTime();
    var waiting = new ArrayList<Waiting>();
    for (var connection : open) {
      if (connection.isWaiting()) {
        waiting.add(new Waiting(connection, now - connection.waitingSince()));
      }
    }
    waiting.sort(Comparator.comparingLong(Waiting::nanos).reversed());
    int places = Math.max(1, (int) (limits.connections() * BATCH));
    waiting.stream().limit(places).forEach(oldest -> oldest.connection().close());
  }

  private record Waiting(WatchedEndPoint connection, long nanos) {}
}
