package contentgremlin.engine;

import contentgremlin.event.Event;
import contentgremlin.job.JobId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One listener's place among the events, and the passing messages that wait for it. Taken from by
/// one thread, woken by others.
final class Listener implements EventStream.Subscription {
  /// Jobs whose progress waits to be taken; more than ever run at once.
  private static final int MOVES_MAX = 256;

  private final EventHub hub;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final SequencedMap<JobId, EventStream.Message.Moved> moves = new LinkedHashMap<>();
  private final Deque<Event> page = new ArrayDeque<>();
  private boolean hasNews;
  private long position;

  Listener(EventHub hub, long position) {
    this.hub = hub;
    this.position = position;
  }

  @Override
  public EventStream.@Nullable Message next(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    while (true) {
      var message = take();
      if (message != null) {
        return message;
      }
      if (hub.isClosed()) {
        throw new InterruptedException("the event hub is closed");
      }
      left = awaitNews(left);
      if (left <= 0) {
        return take();
      }
    }
  }

  private EventStream.@Nullable Message take() {
    if (page.isEmpty()) {
      var found = hub.after(position);
      if (found == null) {
        position = hub.newestCommitted();
        return new EventStream.Message.Resync(position);
      }
      page.addAll(found);
    }
    var event = page.pollFirst();
    if (event != null) {
      position = event.number();
      return new EventStream.Message.Happened(event);
    }
    return takeMove();
  }

  private EventStream.Message.@Nullable Moved takeMove() {
    lock.lock();
    try {
      var first = moves.pollFirstEntry();
      return first == null ? null : first.getValue();
    } finally {
      lock.unlock();
    }
  }

  private long awaitNews(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!hasNews && left > 0) {
        left = news.awaitNanos(left);
      }
      hasNews = false;
      return left;
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      hasNews = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  void moved(EventStream.Message.Moved message) {
    lock.lock();
    try {
      if (moves.size() == MOVES_MAX && !moves.containsKey(message.job())) {
        moves.pollFirstEntry();
      }
      moves.put(message.job(), message);
      hasNews = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    hub.forget(this);
  }
}
