package contentgremlin.engine.extend;

import contentgremlin.engine.EventStream;
import contentgremlin.engine.EventStream.Message;
import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.event.Event;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells one extension's listeners of events, in order. How far they are is kept now and then, so
/// that after a crash they hear some of them again, and miss none. Thread-safe.
final class Ears implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ears.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// Before an event is told again that could not be told.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /// Events after which it is kept how far they are.
  private static final int KEEP_EVERY = 500;

  private final String id;
  private final Guard guard;
  private final List<Offer.OfListener> listeners;
  private final EventStream events;
  private final Database database;
  private final Thread thread;
  private volatile boolean closed;
  private long heard;
  private long kept;

  /// @param heard the number of the last event they heard of; -1: they hear only what is new
  Ears(
      String id,
      Guard guard,
      List<Offer.OfListener> listeners,
      EventStream events,
      Database database,
      long heard) {
    this.id = id;
    this.guard = guard;
    this.listeners = listeners;
    this.events = events;
    this.database = database;
    this.heard = heard;
    this.kept = heard;
    this.thread = Thread.ofVirtual().name("ears-" + id).unstarted(this::listen);
  }

  /// If there is anybody to tell.
  void start() {
    if (!listeners.isEmpty()) {
      thread.start();
    }
  }

  private void listen() {
    try {
      while (isListening()) {
        listenOn();
      }
    } catch (InterruptedException _) {
      // closing
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "the extension {0} does not listen any more: {1}", id, e.reason());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the extension " + id + " can't be told of events", e);
    } finally {
      keep();
    }
  }

  private boolean isListening() {
    return !closed && guard.isOpen();
  }

  /// That the database is away, too, passes.
  private void listenOn() throws InterruptedException, Fault {
    try (var subscription = events.subscribe(heard)) {
      while (isListening()) {
        hear(subscription.next(LOOK));
      }
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "the extension " + id + " can't be told of events now", e);
      Thread.sleep(PAUSE);
    }
  }

  private void hear(@Nullable Message message) throws InterruptedException, Fault {
    switch (message) {
      case null -> keep();
      case Message.Happened(var event) -> {
        tell(event);
        heard = event.number();
        if (heard - kept >= KEEP_EVERY) {
          keep();
        }
      }
      case Message.Moved _ -> {
        // passing, and of no interest
      }
      case Message.Resync(var newest) -> heard = newest;
    }
  }

  /// What broke it is told once more when it is set to work again.
  private void tell(Event event) throws InterruptedException, Fault {
    for (var listener : listeners) {
      if (listener.types().contains(event.fact().type())) {
        tell(event, listener);
      }
    }
  }

  /// As often as it takes, while it is not the extension's fault that it did not hear.
  private void tell(Event event, Offer.OfListener listener) throws InterruptedException, Fault {
    while (!isTold(event, listener)) {
      Thread.sleep(PAUSE);
    }
  }

  private boolean isTold(Event event, Offer.OfListener listener)
      throws InterruptedException, Fault {
    try {
      return guard.call(
          "hear of an event",
          LIMIT,
          Blame.EXTENSION,
          _ -> {
            listener.part().on(Views.event(event));
            return true;
          });
    } catch (Fault e) {
      if (!isListening()) {
        throw e;
      }
      LOG.log(Level.DEBUG, "the extension {0} hears of an event again: {1}", id, e.reason());
      return false;
    }
  }

  private void keep() {
    if (heard == kept) {
      return;
    }
    try {
      long number = heard;
      database.write(tables -> {
        tables
            .extensions()
            .find(id)
            .map(row -> row.heard(number))
            .ifPresent(row -> tables.extensions().put(row));
        return number;
      });
      kept = number;
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "how far " + id + " has listened is not kept", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (!thread.isAlive()) {
      return;
    }
    thread.interrupt();
    try {
      boolean _ = thread.join(CLOSE_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
