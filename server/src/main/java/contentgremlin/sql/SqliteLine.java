package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The connection that SQLite is written on. Used by one thread at a time.
final class SqliteLine implements GroupWriter.Line {
  /// Somebody else's transaction is waited for so long.
  private static final Duration BUSY_LIMIT = Duration.ofSeconds(10);

  /// Pages in the log (4 KiB each) that make a commit copy them to the database file.
  private static final int CHECKPOINT_PAGES = 4_000;

  /// A log that grew beyond this, since some reader was always at work, is cut by waiting for them.
  private static final long LOG_BYTES_MAX = 64L << 20;

  private static final Duration CUT_LIMIT = Duration.ofMillis(200);

  /// How long others may take to close the file before a handover.
  private static final Duration ALONE_LIMIT = Duration.ofMillis(500);

  private static final Duration ALONE_PAUSE = Duration.ofMillis(2);

  /// With less room than this, an I/O error is taken for a full disk.
  private static final long ROOM_MIN = 1L << 20;

  private static final int WRITER_CACHE_KIB = 16 << 10;
  private static final int READER_CACHE_KIB = 4 << 10;
  private static final Logger LOG = System.getLogger(SqliteLine.class.getName());

  private final Path file;
  private final Path log;
  private final Session session;

  private SqliteLine(Path file, Session session) {
    this.file = file;
    this.log = file.resolveSibling(file.getFileName() + "-wal");
    this.session = session;
  }

  static SqliteLine open(Path file) throws SQLException {
    return new SqliteLine(
        file,
        connect(
            file,
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES,
            "PRAGMA journal_size_limit = " + LOG_BYTES_MAX,
            // Notes of changes: nothing of them may ever touch the disk.
            "PRAGMA temp_store = MEMORY",
            "PRAGMA cache_size = -" + WRITER_CACHE_KIB));
  }

  static Session openReader(Path file) throws SQLException {
    return connect(file, "PRAGMA query_only = ON", "PRAGMA cache_size = -" + READER_CACHE_KIB);
  }

  /// For reading all of it into another file.
  static Session openCopier(Path file) throws SQLException {
    return connect(file, "PRAGMA cache_size = -" + READER_CACHE_KIB);
  }

  /// For a file that nobody writes: takes no lock, looks at no other file, and could not write.
  /// What happens to the file's name meanwhile does not matter.
  static Session openFrozen(Path file) throws SQLException {
    return connect(uri(file, "mode=ro&immutable=1"), "PRAGMA cache_size = -" + READER_CACHE_KIB);
  }

  /// A file name as SQLite's own form of URI has it.
  static String uri(Path file, String options) {
    return file.toAbsolutePath().toUri() + "?" + options;
  }

  private static Session connect(Path file, String... settings) throws SQLException {
    return connect(file.toAbsolutePath().toString(), settings);
  }

  private static Session connect(String file, String... settings) throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_LIMIT.toMillis());
      statement.execute("PRAGMA foreign_keys = ON");
      for (var setting : settings) {
        statement.execute(setting);
      }
      connection.setAutoCommit(false);
      return new Session(connection, Dialect.SQLITE);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Session session() {
    return session;
  }

  /// The driver has begun a transaction already: with the one before's end.
  @Override
  public Session begin() throws SQLException {
    if (connection().getAutoCommit()) {
      connection().setAutoCommit(false); // cutting the log did not come to its end
    }
    return session;
  }

  @Override
  public void commit() throws SQLException {
    connection().commit();
    if (logSize() > LOG_BYTES_MAX) {
      cutLog();
    }
  }

  @Override
  public void rollback() {
    try {
      connection().rollback();
    } catch (SQLException e) {
      beginAgain(e);
    }
  }

  /// Some errors (a full disk) end the transaction by themselves; then there is nothing to roll
  /// back, and the driver must be made to begin another one.
  private void beginAgain(SQLException problem) {
    try (var statement = connection().createStatement()) {
      statement.execute("BEGIN");
      LOG.log(Level.DEBUG, "the transaction was gone already", problem);
    } catch (SQLException e) {
      e.addSuppressed(problem);
      LOG.log(Level.ERROR, "no transaction can be begun on the database", e);
    }
  }

  /// Folds the log into the database file and works without one from now on. That some other
  /// program has the file open would keep it from doing so, and is waited for a little.
  void endLog() throws SQLException {
    connection().commit();
    connection().setAutoCommit(true);
    try (var statement = connection().createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + ALONE_LIMIT.toMillis());
      long end = System.nanoTime() + ALONE_LIMIT.toNanos();
      while (!isWithoutLog(statement)) {
        if (System.nanoTime() - end > 0) {
          statement.execute("PRAGMA busy_timeout = " + BUSY_LIMIT.toMillis());
          connection().setAutoCommit(false);
          throw new StoreException(
              "Some other program has the database %s open; end it first.".formatted(file));
        }
        LockSupport.parkNanos(ALONE_PAUSE.toNanos());
      }
    }
  }

  private static boolean isWithoutLog(Statement statement) throws SQLException {
    try (var mode = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
      return mode.next() && mode.getString(1).equals("delete");
    } catch (SQLException e) {
      if (Dialect.SQLITE.isPassing(e)) {
        return false;
      }
      throw e;
    }
  }

  private long logSize() {
    return log.toFile().length();
  }

  /// Never throws: what was committed is committed.
  private void cutLog() {
    try (var statement = connection().createStatement()) {
      connection().setAutoCommit(true);
      statement.execute("PRAGMA busy_timeout = " + CUT_LIMIT.toMillis());
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the log could not be cut this time", e);
    }
    try (var statement = connection().createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_LIMIT.toMillis());
      connection().setAutoCommit(false);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "the database is not as it was before its log was cut", e);
    }
  }

  @Override
  public StoreException explain(StoreException problem) {
    if (!(problem.getCause() instanceof SQLException cause)) {
      return problem;
    }
    boolean full =
        Dialect.SQLITE.isFull(cause) || (Dialect.SQLITE.isMaybeFull(cause) && isWithoutRoom());
    return full ? new StoreException.Full(cause) : problem;
  }

  private boolean isWithoutRoom() {
    var folder = file.toAbsolutePath().getParent();
    return folder != null
        && Files.isDirectory(folder)
        && folder.toFile().getUsableSpace() < ROOM_MIN;
  }

  private Connection connection() {
    return session.connection();
  }
}
