package contentgremlin.sql;

import contentgremlin.sql.PostgresPlaces.Node;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells the other servers of a database from time to time that this one uses it. Thread-safe.
final class NodeBeat implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Logger LOG = System.getLogger(NodeBeat.class.getName());

  private final PostgresAddress address;
  private final String id;
  private final Runnable look;
  private @Nullable Node node;
  private @Nullable Thread thread;

  /// @param look is called each time
  NodeBeat(PostgresAddress address, String id, Runnable look) {
    this.address = address;
    this.id = id;
    this.look = look;
  }

  synchronized void start(String place, Instance instance) {
    node =
        new Node(id, place, instance.version(), instance.address(), instance.process().toString());
    if (thread == null) {
      thread = Thread.ofPlatform().name("database-node").daemon().start(this::run);
    }
  }

  synchronized void moved(String place) {
    var before = node;
    if (before != null) {
      node = new Node(id, place, before.version(), before.address(), before.process());
    }
  }

  private void run() {
    try {
      while (true) {
        try {
          see();
          look.run();
        } catch (StoreException e) {
          LOG.log(Level.DEBUG, "the database can't be told that this server lives", e);
        }
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException _) {
      // over
    }
  }

  private synchronized void see() {
    var now = node;
    if (now != null) {
      address.locked((places, session) -> {
        places.see(session, now);
        return now;
      });
    }
  }

  /// Whoever comes after us in the same home tells of himself.
  synchronized void stop() {
    node = null;
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  @Override
  public void close() {
    var last = node;
    stop();
    if (last != null) {
      try {
        address.locked((places, session) -> {
          places.leave(session, last);
          return last;
        });
      } catch (StoreException e) {
        LOG.log(Level.DEBUG, "the database can't be told that this server has ended", e);
      }
    }
  }
}
