package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The database as one file. Thread-safe.
///
/// Calls into SQLite hold the thread that makes them, so they are made on threads of our own: one
/// writer, a few readers. Callers, virtual threads among them, only wait.
public final class SqliteDatabase implements Database {
  /// The newest schema that this program knows.
  public static final int NEWEST_SCHEMA = Schema.NEWEST;

  private static final int READERS_MIN = 2;
  private static final int READERS_MAX = 4;
  private static final int PROBLEMS_MAX = 100;

  private final Path file;
  private final GroupWriter writer;
  private final ReaderPool readers;
  private final List<Session> sessions;

  private SqliteDatabase(
      Path file, GroupWriter writer, ReaderPool readers, List<Session> sessions) {
    this.file = file;
    this.writer = writer;
    this.readers = readers;
    this.sessions = sessions;
  }

  /// Opens the database, or makes a new one that only its owner can read; brings its schema up to
  /// date.
  ///
  /// @param build of the program, for the record: "0.1.0 (1a2b3c4)"
  /// @throws StoreException if it is not a database, is damaged, or is of a newer program
  public static SqliteDatabase open(Path file, String build, InstantSource time) {
    return open(file, build, time, GroupWriter.TOGETHER_MAX);
  }

  /// @param togetherMax how many transactions may share one commit; 1 shows what that is worth
  public static SqliteDatabase open(Path file, String build, InstantSource time, int togetherMax) {
    createPrivate(file);
    var sessions = new ArrayList<Session>();
    try {
      var line = SqliteLine.open(file);
      sessions.add(line.session());
      applySchema(line, build, time);
      for (int i = 0; i < readerCount(); i++) {
        sessions.add(SqliteLine.openReader(file));
      }
      return new SqliteDatabase(
          file,
          GroupWriter.start(line, Dialect.SQLITE, togetherMax),
          ReaderPool.start(sessions.subList(1, sessions.size())),
          sessions);
    } catch (SQLException | RuntimeException e) {
      closeAll(sessions, e);
      throw e instanceof StoreException known
          ? known
          : new StoreException(
              "The database %s could not be opened: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// Who serves, or served, the home of this database; changes nothing.
  public static Optional<Instance> instance(Path file) {
    try (var session = SqliteLine.openReader(file);
        var connection = session.connection()) {
      var instance =
          Schema.version(session) == 0
              ? Optional.<Instance>empty()
              : new SqlInstanceStore(session).current();
      connection.rollback();
      return instance;
    } catch (SQLException e) {
      throw new StoreException("%s could not be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static int readerCount() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), READERS_MIN, READERS_MAX);
  }

  /// SQLite gives its other files the mode of this one.
  private static void createPrivate(Path file) {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, ownerOnly);
    } catch (FileAlreadyExistsException _) {
      // It keeps the mode that it has.
    } catch (IOException e) {
      throw new StoreException("The database %s could not be made: %s".formatted(file, e), e);
    }
  }

  private static void applySchema(SqliteLine line, String build, InstantSource time)
      throws SQLException {
    try {
      Schema.apply(line.begin(), build, time.instant());
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
    return readers.read(work);
  }

  @Override
  public void afterCommit(Runnable listener) {
    writer.afterCommit(listener);
  }

  @Override
  public List<String> check() {
    try (var session = SqliteLine.openReader(file)) {
      var problems =
          new ArrayList<String>(
              session.list(
                  "PRAGMA integrity_check(" + PROBLEMS_MAX + ")", row -> row.getString(1)));
      problems.remove("ok");
      problems.addAll(
          session.list(
              "PRAGMA foreign_key_check",
              row ->
                  "row %s of table %s refers to something in %s that is not there"
                      .formatted(row.getString(2), row.getString(1), row.getString(3))));
      session.connection().rollback();
      return List.copyOf(problems);
    } catch (SQLException e) {
      throw new StoreException("The database could not be checked: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    closeAll(sessions, null);
  }

  /// The writer's comes last: closing it folds the log into the file.
  private static void closeAll(List<Session> sessions, @Nullable Exception because) {
    for (var session : sessions.reversed()) {
      try (session) {
        session.connection().rollback();
      } catch (SQLException e) {
        if (because != null) {
          because.addSuppressed(e);
        }
      }
    }
    sessions.clear();
  }
}
