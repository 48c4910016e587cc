package contentgremlin.engine;

import contentgremlin.event.Event;
import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import contentgremlin.job.Progress;
import contentgremlin.store.Database;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells listeners of events as soon as they are committed. One thread reads each new event once;
/// listeners find the newest ones in memory and older ones in the database, each from its own
/// place. So a slow listener holds nothing but a number. Thread-safe.
public final class EventHub implements EventStream, AutoCloseable {
  /// Events read in one go.
  static final int PAGE = 256;

  /// Newest events kept in memory, for listeners that are not far behind.
  static final int RECENT_MAX = 2048;

  private static final System.Logger LOG = System.getLogger(EventHub.class.getName());
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

  private final Database database;
  private final Semaphore committed = new Semaphore(0);
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Thread pump;

  /// Without a gap, oldest first; guarded by this.
  private final Deque<Event> recent = new ArrayDeque<>();

  private volatile long newest;
  private volatile boolean closed;

  /// Starts to listen for commits.
  public EventHub(Database database) {
    this.database = database;
    newest = database.read(tables -> tables.events().newest());
    pump = Thread.ofVirtual().name("events").unstarted(this::pump);
  }

  public EventHub start() {
    database.afterCommit(committed::release);
    committed.release();
    pump.start();
    return this;
  }

  /// The number of the newest event that listeners can have.
  public long newest() {
    return newest;
  }

  public int listeners() {
    return listeners.size();
  }

  /// Tells how far a running job is. A newer message about the same job replaces one that a
  /// listener has not taken yet.
  public void publishProgress(JobId job, @Nullable ItemId item, String kind, Progress progress) {
    var message = new Message.Moved(job, item, kind, progress);
    listeners.forEach(listener -> listener.moved(message));
  }

  @Override
  public Subscription subscribe(long after) {
    var listener = new Listener(this, after < 0 ? newest : after);
    listeners.add(listener);
    return listener;
  }

  void forget(Listener listener) {
    listeners.remove(listener);
  }

  boolean isClosed() {
    return closed;
  }

  /// @return events after this number, in order; null if some of them are gone
  @Nullable List<Event> after(long number) {
    long known = newest;
    if (number == known) {
      return List.of();
    }
    if (number > known) {
      // A listener may have seen a commit before the pump did, which then wakes it. Otherwise its
      // number is from another life of this database.
      return number <= newestCommitted() ? List.of() : null;
    }
    var found = fromMemory(number);
    return found != null ? found : fromDatabase(number, known);
  }

  /// The number of the newest event there is, which the pump may not have seen yet.
  long newestCommitted() {
    return database.read(tables -> tables.events().newest());
  }

  private synchronized @Nullable List<Event> fromMemory(long number) {
    var first = recent.peekFirst();
    if (first == null || first.number() > number + 1) {
      return null;
    }
    var found = new ArrayDeque<Event>();
    for (var events = recent.descendingIterator(); events.hasNext(); ) {
      var event = events.next();
      if (event.number() <= number) {
        break;
      }
      found.addFirst(event);
    }
    return new ArrayList<>(found);
  }

  private @Nullable List<Event> fromDatabase(long number, long known) {
    return database.read(tables -> {
      long oldest = tables.events().oldest();
      if (oldest == 0 || number + 1 < oldest) {
        return null;
      }
      // Those that the pump has not seen yet come with their wake-up.
      return tables.events().after(number, PAGE).stream()
          .filter(event -> event.number() <= known)
          .toList();
    });
  }

  private void pump() {
    while (!closed) {
      try {
        committed.acquire();
        committed.drainPermits();
        readNew();
      } catch (RuntimeException e) {
        // Whatever it is: without this pump nobody would hear of anything any more.
        LOG.log(System.Logger.Level.WARNING, "Could not read new events; trying again", e);
        pause();
      } catch (InterruptedException _) {
        // Closing.
        return;
      }
    }
  }

  private void pause() {
    try {
      committed.tryAcquire(PAUSE_AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
      committed.release();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void readNew() {
    for (int count = PAGE; count == PAGE; ) {
      var page = database.read(tables -> tables.events().after(newest, PAGE));
      count = page.size();
      if (count > 0) {
        add(page);
        listeners.forEach(Listener::wake);
      }
    }
  }

  private synchronized void add(List<Event> page) {
    recent.addAll(page);
    while (recent.size() > RECENT_MAX) {
      recent.removeFirst();
    }
    newest = page.getLast().number();
  }

  /// Ends all subscriptions: their next call throws an InterruptedException.
  @Override
  public void close() {
    closed = true;
    pump.interrupt();
    listeners.forEach(Listener::wake);
  }
}
