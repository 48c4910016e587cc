package contentgremlin.engine.install;

import contentgremlin.install.InstallStore.Turn;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// Lets one process at a time install, of all that use the same database. Thread-safe.
///
/// Steps bear to be done twice at once, so this is a courtesy to them and not what holds them
/// together: whoever does not get a turn for long goes without.
final class Turns {
  private static final System.Logger LOG = System.getLogger(Turns.class.getName());

  /// So long a process is waited for that says nothing any more.
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration BEAT = Duration.ofSeconds(4);
  private static final Duration LOOK = Duration.ofMillis(100);

  /// Longer than all steps take that do not hang.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Database database;
  private final String node;
  private final String holder;
  private final Predicate<String> isAlive;
  private final InstantSource time;

  /// @param holder this process, in a text that no other ever has
  /// @param isAlive whether a holder of the same node lives; those of others can't be told
  Turns(
      Database database,
      String node,
      String holder,
      Predicate<String> isAlive,
      InstantSource time) {
    this.database = database;
    this.node = node;
    this.holder = holder;
    this.isAlive = isAlive;
    this.time = time;
  }

  /// A turn that lasts until it is closed.
  final class Held implements AutoCloseable {
    private final Thread beating = Thread.ofVirtual().name("install turn").start(this::beat);

    private boolean isOver;

    private void beat() {
      try {
        do {
          Thread.sleep(BEAT);
        } while (keep());
      } catch (InterruptedException _) {
        // the run is over
      }
    }

    /// Never while it ends: a turn that is taken then would be waited for by everybody.
    ///
    /// @return whether it is still wanted
    private synchronized boolean keep() {
      if (isOver) {
        return false;
      }
      try {
        take();
      } catch (StoreException e) {
        LOG.log(Level.DEBUG, "the turn could not be kept", e);
      }
      return true;
    }

    @Override
    public synchronized void close() {
      isOver = true;
      beating.interrupt();
      try {
        database.write(tables -> {
          tables.install().endTurn(holder);
          return holder;
        });
      } catch (StoreException e) {
        LOG.log(Level.DEBUG, "the turn is left to end by itself", e);
      }
    }
  }

  /// Waits until it is our turn.
  Held await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!take() && System.nanoTime() < end) {
      clearAfterDeath();
      Thread.sleep(LOOK);
    }
    return new Held();
  }

  private boolean take() {
    var now = time.instant();
    return database.write(
        tables -> tables.install().takeTurn(new Turn(node, holder, now.plus(LEASE)), now));
  }

  /// One home is served by one process, so a predecessor that is gone is not waited for.
  private void clearAfterDeath() {
    Optional<Turn> turn = database.read(tables -> tables.install().turn());
    turn.filter(it -> it.node().equals(node) && !isAlive.test(it.holder()))
        .ifPresent(dead ->
            database.write(tables -> {
              tables.install().endTurn(dead.holder());
              return dead;
            }));
  }
}
