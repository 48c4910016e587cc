package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Borrows a connection for each transaction, so that a restart of the server ends no more than
/// that. Used by one thread at a time.
final class PostgresLine implements GroupWriter.Line {
  /// Any number that nothing else in the database uses for a lock.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(4713265001)";

  private static final Logger LOG = System.getLogger(PostgresLine.class.getName());

  private final DataSource source;
  private @Nullable Session session;

  PostgresLine(DataSource source) {
    this.source = source;
  }

  @Override
  public Session begin() throws SQLException {
    var begun = new Session(source.getConnection(), Dialect.POSTGRESQL);
    session = begun;
    begun.first(LOCK, _ -> true);
    return begun;
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
