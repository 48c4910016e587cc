package contentgremlin.engine.library;

import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Files that a walk has found and nobody has written down yet. They are read meanwhile, so that
/// most items come into being with all that is known of them: that is half the work of making them
/// first and describing them later. Nothing depends on it: what is not read in time is due like
/// everything else. Thread-safe.
public final class Ahead {
  /// Files that wait to be read; there is no room for more.
  static final int WAITING_MAX = 4_096;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Runnable onNews;
  private final Duration patience;
  private final ArrayDeque<Part> parts = new ArrayDeque<>();
  private final Set<Object> walkers = Collections.newSetFromMap(new IdentityHashMap<>());
  private int waiting;

  /// Whoever reads, and is told when that ends. Without one nobody waits for anything.
  private boolean isOpen;

  /// For whoever has nothing read.
  public Ahead() {
    this(() -> {});
  }

  /// @param onNews called when there are files to be read; MUST return at once
  public Ahead(Runnable onNews) {
    this(onNews, PATIENCE);
  }

  Ahead(Runnable onNews, Duration patience) {
    this.onNews = onNews;
    this.patience = patience;
  }

  /// So long files are waited for that are being read.
  Duration patience() {
    return patience;
  }

  /// Files of one folder.
  final class Part {
    private final List<ProbeOrder> orders;
    private final Map<Long, ProbedMedia> read = new HashMap<>();
    private final CountDownLatch open;
    private int next;

    private Part(List<ProbeOrder> orders) {
      this.orders = orders;
      this.open = new CountDownLatch(orders.size());
    }

    /// @return whether all were read, or can't be
    boolean await(Duration atMost) {
      try {
        return open.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    boolean isRead() {
      return open.getCount() == 0;
    }

    /// What was read so far, by the orders' numbers; the others are not read any more.
    Map<Long, ProbedMedia> take() {
      synchronized (Ahead.this) {
        if (parts.remove(this)) {
          waiting -= orders.size() - next;
        }
        return Map.copyOf(read);
      }
    }

    private void answered(ProbeResult result) {
      synchronized (Ahead.this) {
        if (result instanceof ProbeResult.Read(var order, var media)) {
          read.put(order.number(), media);
        }
      }
      open.countDown();
    }
  }

  /// Somebody walks through what nobody knows.
  synchronized void enter(Object walker) {
    walkers.add(walker);
  }

  synchronized void leave(Object walker) {
    walkers.remove(walker);
  }

  /// Whether much is being found for the first time: other work that nobody waits for can wait.
  public synchronized boolean isBusy() {
    return !walkers.isEmpty();
  }

  /// One file to be read.
  record Wish(ProbeOrder order, Part part) {
    void answered(ProbeResult result) {
      part.answered(result);
    }
  }

  /// Has files read soon: the first ones, if there are more than there is room for.
  ///
  /// @return null if none will be
  @Nullable Part want(List<ProbeOrder> orders) {
    Part part;
    synchronized (this) {
      int room = Math.min(orders.size(), WAITING_MAX - waiting);
      if (!isOpen || room <= 0) {
        return null;
      }
      part = new Part(orders.subList(0, room));
      parts.add(part);
      waiting += room;
    }
    onNews.run();
    return part;
  }

  /// @return null if there is none
  synchronized @Nullable Wish next() {
    var part = parts.peek();
    if (part == null) {
      return null;
    }
    var wish = new Wish(part.orders.get(part.next++), part);
    waiting--;
    if (part.next == part.orders.size()) {
      parts.remove();
    }
    return wish;
  }

  synchronized void open() {
    isOpen = true;
  }

  /// Nobody reads any more.
  void close() {
    List<Part> left;
    synchronized (this) {
      isOpen = false;
      walkers.clear();
      left = new ArrayList<>(parts);
      parts.clear();
      waiting = 0;
    }
    left.forEach(part -> {
      while (!part.isRead()) {
        part.open.countDown();
      }
    });
  }
}
