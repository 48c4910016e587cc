package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Borrows a connection for each transaction, so that a restart of the server ends no more than
/// that. Each looks first whether its schema still is the current one, and waits while somebody
/// holds it. Used by one thread at a time.
final class PostgresLine implements GroupWriter.Line {
  /// A hold ends by itself before that.
  private static final Duration WAIT_MAX = PostgresPlaces.HOLD.plusSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Logger LOG = System.getLogger(PostgresLine.class.getName());

  /// What there is to write on.
  ///
  /// @param place the schema of its connections
  record Target(DataSource source, PostgresPlaces places, String place) {}

  /// Finds where to go on when another schema has become the current one.
  interface Guide {
    /// @throws StoreException if this program can't go on there
    Target follow();
  }

  private final Guide guide;
  private volatile Target target;
  private @Nullable Session session;

  PostgresLine(Target target, Guide guide) {
    this.target = target;
    this.guide = guide;
  }

  Target target() {
    return target;
  }

  void retarget(Target next) {
    target = next;
  }

  @Override
  public Session begin() throws SQLException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      var there = target;
      var begun = new Session(there.source().getConnection(), Dialect.POSTGRESQL);
      session = begun;
      switch (look(begun, there)) {
        case "open" -> {
          return begun;
        }
        case "held" -> {
          rollback();
          pause(end);
        }
        default -> {
          rollback();
          target = guide.follow();
        }
      }
    }
  }

  /// Takes the lock and looks, in one go; but as two statements, since one sees things as they were
  /// before it waited.
  private static String look(Session session, Target target) throws SQLException {
    var sql =
        "SELECT pg_advisory_xact_lock("
            + PostgresPlaces.LOCK
            + ");"
            + PostgresPlaces.look(target.places());
    try (var statement = session.connection().prepareStatement(sql)) {
      statement.setString(1, target.place());
      statement.execute();
      statement.getMoreResults();
      try (var rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "left";
      }
    }
  }

  private static void pause(long end) {
    if (System.nanoTime() - end > 0) {
      throw new StoreException("The database is being handed over for too long; try again soon.");
    }
    LockSupport.parkNanos(LOOK.toNanos());
  }

  @Override
  public void commit() throws SQLException {
    if (session != null) {
      session.connection().commit();
    }
    giveBack();
  }

  @Override
  public void rollback() {
    if (session == null) {
      return;
    }
    try {
      session.connection().rollback();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the connection broke before it could roll back", e);
    }
    giveBack();
  }

  private void giveBack() {
    if (session == null) {
      return;
    }
    try {
      session.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a connection was not given back as it should be", e);
    }
    session = null;
  }

  @Override
  public StoreException explain(StoreException problem) {
    return problem.getCause() instanceof SQLException cause && Dialect.POSTGRESQL.isFull(cause)
        ? new StoreException.Full(cause)
        : problem;
  }
}
