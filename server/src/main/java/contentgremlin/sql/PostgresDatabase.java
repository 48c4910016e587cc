package contentgremlin.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database on a PostgreSQL server, in the connection's current schema. Thread-safe.
///
/// Writes go through one thread, as with SQLite: waiting ones share a commit. Between processes
/// that use the same database, an advisory lock lets one write at a time, so that events become
/// visible in the order of their numbers. Reads run on their callers' threads.
public final class PostgresDatabase implements Database {
  private static final int CONNECTIONS_MAX = 8;
  private static final int TRIES_MAX = 5;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private static final String BROKEN =
      """
      SELECT 'the rule ' || conname || ' was never checked' FROM pg_constraint
      WHERE NOT convalidated AND connamespace = CAST(current_schema() AS regnamespace)
      UNION ALL
      SELECT 'the index ' || relname || ' is not usable' FROM pg_index
      JOIN pg_class ON pg_class.oid = pg_index.indexrelid
      WHERE NOT indisvalid AND relnamespace = CAST(current_schema() AS regnamespace)
      """;

  private final HikariDataSource source;
  private final GroupWriter writer;

  private PostgresDatabase(HikariDataSource source, GroupWriter writer) {
    this.source = source;
    this.writer = writer;
  }

  /// @param url see [PostgresAddress]
  /// @param build of the program, for the record: "0.1.0 (1a2b3c4)"
  /// @throws StoreException if it can't be reached, or is of a newer program
  public static PostgresDatabase open(String url, String build, InstantSource time) {
    var source = connect(url);
    try {
      var line = new PostgresLine(source);
      applySchema(line, build, time);
      return new PostgresDatabase(
          source, GroupWriter.start(line, Dialect.POSTGRESQL, GroupWriter.TOGETHER_MAX));
    } catch (SQLException | RuntimeException e) {
      source.close();
      throw e instanceof StoreException known
          ? known
          : new StoreException("The database could not be opened: " + e.getMessage(), e);
    }
  }

  private static HikariDataSource connect(String url) {
    var address = PostgresAddress.of(url);
    var config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(address.jdbcUrl());
    if (!address.user().isEmpty()) {
      config.setUsername(address.user());
      config.setPassword(address.password());
    }
    config.setAutoCommit(false);
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new StoreException("The database server could not be reached: " + e.getMessage(), e);
    }
  }

  private static void applySchema(PostgresLine line, String build, InstantSource time)
      throws SQLException {
    try {
      Schema.OURS.apply(line.begin(), build, time.instant());
      line.commit();
    } catch (SQLException | RuntimeException e) {
      line.rollback();
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return writer.write(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    if (source.isClosed()) {
      throw new IllegalStateException("The database is closed.");
    }
    for (int tries = 1; ; tries++) {
      try (var session = new Session(source.getConnection(), Dialect.POSTGRESQL)) {
        return readOn(session, work);
      } catch (SQLException e) {
        if (!Dialect.POSTGRESQL.isPassing(e) || tries == TRIES_MAX) {
          throw new StoreException("The database could not be read: " + e.getMessage(), e);
        }
      }
    }
  }

  /// The pool ends the transaction when it gets the connection back.
  private static <T extends @Nullable Object> T readOn(Session session, Work<T> work)
      throws SQLException {
    session.connection().setReadOnly(true);
    session.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return work.in(new SqlTables(session));
  }

  @Override
  public void afterCommit(Runnable listener) {
    writer.afterCommit(listener);
  }

  /// The server keeps its own order; what it can be asked is whether rules and indexes are whole.
  @Override
  public List<String> check() {
    return read(tables -> ((SqlTables) tables).session().list(BROKEN, row -> row.getString(1)));
  }

  @Override
  public void close() {
    writer.close();
    source.close();
  }
}
