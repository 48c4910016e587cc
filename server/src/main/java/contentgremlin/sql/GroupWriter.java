package contentgremlin.sql;

import contentgremlin.store.Database.Work;
import contentgremlin.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs transactions on one thread, and commits those that wait together: one force of the disk for
/// all of them. Thread-safe.
///
/// It hopes for the best: all work runs back to back in one transaction. Only if something in it
/// fails is the whole rolled back and each piece run again in a transaction of its own, so that
/// nobody suffers for a neighbour.
final class GroupWriter implements AutoCloseable {
  /// Callers beyond these are held up before they are let in.
  static final int WAITING_MAX = 4_096;

  /// More in one commit would make the first one wait long, and save next to nothing.
  static final int TOGETHER_MAX = 512;

  private static final int TRIES_MAX = 12;

  /// Twice as long each time, so two seconds in all.
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

  private static final Logger LOG = System.getLogger(GroupWriter.class.getName());

  /// The connection that is written on, by the writer's thread alone.
  interface Line {
    Session begin() throws SQLException;

    void commit() throws SQLException;

    /// Also when there is nothing to roll back, or the connection broke. Never throws.
    void rollback();

    /// What the problem means to the caller.
    StoreException explain(StoreException problem);
  }

  private final Inbox<Request<?>> inbox = new Inbox<>(WAITING_MAX, 1);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Line line;
  private final Dialect dialect;
  private final int togetherMax;
  private final Thread thread;

  private GroupWriter(Line line, Dialect dialect, int togetherMax) {
    this.line = line;
    this.dialect = dialect;
    this.togetherMax = togetherMax;
    this.thread = Thread.ofPlatform().name("database-writer").daemon().unstarted(this::serve);
  }

  static GroupWriter start(Line line, Dialect dialect, int togetherMax) {
    var writer = new GroupWriter(line, dialect, togetherMax);
    writer.thread.start();
    return writer;
  }

  <T extends @Nullable Object> T write(Work<T> work) {
    if (Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("work of one transaction started another one");
    }
    var request = new Request<>(work);
    inbox.put(request);
    return request.await();
  }

  void afterCommit(Runnable listener) {
    listeners.add(listener);
  }

  /// Lets what runs end, and what comes wait. Then the line is nobody's, until [#release].
  void hold() {
    inbox.hold();
  }

  /// Goes on, on this line.
  void release(Line next) {
    line = next;
    inbox.release();
  }

  /// While it is held: ends for good. What waits fails, and so does what comes.
  void refuse(Supplier<StoreException> reason) {
    for (var request : inbox.refuse(reason)) {
      request.fail(reason.get());
      request.answer();
    }
  }

  private void serve() {
    for (var batch = inbox.take(togetherMax); !batch.isEmpty(); batch = inbox.take(togetherMax)) {
      if (batch.size() == 1 || !runTogether(batch)) {
        batch.forEach(this::runAlone);
      }
    }
  }

  /// @return whether all are kept and answered; if not, nothing of it was kept
  private boolean runTogether(List<Request<?>> batch) {
    boolean changed;
    try {
      changed = transact(batch);
    } catch (SQLException | RuntimeException | Error e) {
      line.rollback();
      LOG.log(Level.DEBUG, "each of {0} transactions is tried alone, as {1}", batch.size(), e);
      return false;
    }
    finish(batch, changed);
    return true;
  }

  private void runAlone(Request<?> request) {
    if (request.isSettled()) {
      request.answer();
      return;
    }
    var batch = List.<Request<?>>of(request);
    boolean changed = false;
    for (int tries = 1; ; tries++) {
      try {
        changed = transact(batch);
        break;
      } catch (SQLException | RuntimeException | Error e) {
        line.rollback();
        if (!dialect.isPassing(e) || tries == TRIES_MAX) {
          request.fail(explain(e));
          break;
        }
        giveWay(tries);
      }
    }
    finish(batch, changed);
  }

  /// Another process holds a lock, for as long as its disk takes: asking again at once, a dozen
  /// times in a millisecond, would get the same answer.
  private static void giveWay(int tries) {
    LockSupport.parkNanos(SHORTEST_PAUSE.toNanos() << (tries - 1));
  }

  private boolean transact(List<Request<?>> batch) throws SQLException {
    var session = line.begin();
    var tables = new SqlTables(session);
    long before = session.writes();
    for (var request : batch) {
      run(request, session, tables);
    }
    line.commit();
    return session.writes() > before;
  }

  /// Work that refuses before it has changed anything spoils nothing: its neighbours go on.
  private static void run(Request<?> request, Session session, SqlTables tables) {
    long before = session.writes();
    try {
      request.run(tables);
    } catch (StoreException.TooLong e) {
      request.failForGood(e);
      throw e;
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (session.writes() > before) {
        throw e;
      }
      request.fail(e);
    }
  }

  private void finish(List<Request<?>> batch, boolean changed) {
    batch.forEach(Request::answer);
    if (changed) {
      listeners.forEach(GroupWriter::tell);
    }
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a listener failed after a commit", e);
    }
  }

  private Throwable explain(Throwable problem) {
    return switch (problem) {
      case StoreException known -> line.explain(known);
      case SQLException cause -> {
        var words = "The database could not commit: " + cause.getMessage();
        yield line.explain(
            dialect.isAskersFault(cause)
                ? new StoreException.Unfit(words, cause)
                : new StoreException(words, cause));
      }
      default -> problem;
    };
  }

  /// Finishes what was let in, then ends.
  @Override
  public void close() {
    inbox.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true; // what was let in must still be kept
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
