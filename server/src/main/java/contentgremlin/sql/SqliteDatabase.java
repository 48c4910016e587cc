package contentgremlin.sql;

import contentgremlin.store.Changes;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.store.Transferable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The database as one file. Thread-safe.
///
/// Calls into SQLite hold the thread that makes them, so they are made on threads of our own: one
/// writer, a few readers. Callers, virtual threads among them, only wait.
public final class SqliteDatabase implements Database, Transferable {
  /// The newest schema that this program knows.
  public static final int NEWEST_SCHEMA = Schema.NEWEST;

  private static final Duration OPENING_MAX = Duration.ofSeconds(10);
  private static final Duration OPENING_PAUSE = Duration.ofMillis(20);
  private static final int READERS_MIN = 2;
  private static final int READERS_MAX = 4;
  private static final int PROBLEMS_MAX = 100;

  private final GroupWriter writer;
  private final ReaderPool readers;
  private volatile Path file;

  /// The connections that are open, the one that is written on first. Guarded by this, as is what
  /// follows.
  private final List<Session> sessions;

  private SqliteLine line;

  private SqliteDatabase(
      Path file, SqliteLine line, GroupWriter writer, ReaderPool readers, List<Session> sessions) {
    this.file = file;
    this.line = line;
    this.writer = writer;
    this.readers = readers;
    this.sessions = sessions;
  }

  /// The tables that its schema makes, on any database.
  public static Set<String> tables() {
    return Schema.OURS.tables();
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
    return open(file, togetherMax, line -> applySchema(line, build, time));
  }

  private interface Preparation {
    void on(SqliteLine line) throws SQLException;
  }

  /// Of processes that make or change it at once, one does and the others wait: what SQLite waits
  /// for by itself is not all.
  private static SqliteDatabase open(Path file, int togetherMax, Preparation preparation) {
    createPrivate(file);
    long end = System.nanoTime() + OPENING_MAX.toNanos();
    while (true) {
      try {
        return openNow(file, togetherMax, preparation);
      } catch (StoreException e) {
        if (!Dialect.SQLITE.isPassing(e) || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(OPENING_PAUSE.toNanos());
      }
    }
  }

  private static SqliteDatabase openNow(Path file, int togetherMax, Preparation preparation) {
    var sessions = new ArrayList<Session>();
    try {
      var line = SqliteLine.open(file);
      sessions.add(line.session());
      preparation.on(line);
      for (int i = 0; i < readerCount(); i++) {
        sessions.add(SqliteLine.openReader(file));
      }
      return new SqliteDatabase(
          file,
          line,
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

  /// Opens the database of a home whose data is elsewhere: what it tells of who serves it has the
  /// same form in all schemas, so it keeps the one that it has.
  public static SqliteDatabase openRegister(Path file, String build, InstantSource time) {
    return SqliteUpgrade.schema(file) == 0
        ? open(file, build, time)
        : open(file, GroupWriter.TOGETHER_MAX, _ -> {});
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
  static void createPrivate(Path file) {
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
    return readers.read(work);
  }

  @Override
  public void afterCommit(Runnable listener) {
    writer.afterCommit(listener);
  }

  @Override
  public List<String> check() {
    try (var session = SqliteLine.openReader(file)) {
      var problems = check(session);
      session.connection().rollback();
      return problems;
    } catch (SQLException e) {
      throw new StoreException("The database could not be checked: " + e.getMessage(), e);
    }
  }

  static List<String> check(Session session) {
    var problems =
        new ArrayList<String>(
            session.list("PRAGMA integrity_check(" + PROBLEMS_MAX + ")", row -> row.getString(1)));
    problems.remove("ok");
    problems.addAll(
        session.list(
            "PRAGMA foreign_key_check",
            row ->
                "row %s of table %s refers to something in %s that is not there"
                    .formatted(row.getString(2), row.getString(1), row.getString(3))));
    return List.copyOf(problems);
  }

  @Override
  public synchronized void noteChanges() {
    writer.hold();
    try {
      ChangeNotes.begin(line.session());
    } finally {
      writer.release(line);
    }
  }

  @Override
  public synchronized Changes takeChanges() {
    writer.hold();
    try {
      return ChangeNotes.take(line.session());
    } finally {
      writer.release(line);
    }
  }

  @Override
  public synchronized void forgetChanges() {
    writer.hold();
    try {
      ChangeNotes.end(line.session());
    } finally {
      writer.release(line);
    }
  }

  @Override
  public synchronized Changes freeze() {
    writer.hold();
    readers.hold();
    try {
      var changes = ChangeNotes.take(line.session());
      closeReaders();
      line.endLog();
      closeAll(sessions, null);
      openReaders(SqliteLine::openFrozen);
      readers.release(sessions);
      return changes;
    } catch (SQLException | RuntimeException e) {
      closeAll(sessions, e);
      reopen();
      throw e instanceof StoreException known
          ? known
          : new StoreException("The database could not be made read-only: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void thaw() {
    readers.hold();
    closeAll(sessions, null);
    reopen();
  }

  @Override
  public void leave() {
    writer.refuse(StoreException.Moved::new);
  }

  /// Lets all wait while the file comes to lie elsewhere, then goes on there.
  ///
  /// @param move is run while nothing is open here; if it throws, this database is of no more use
  public synchronized void relocate(Path place, Runnable move) {
    writer.hold();
    readers.hold();
    closeAll(sessions, null);
    move.run();
    file = place;
    reopen();
  }

  /// While all is held: opens what is needed and goes on.
  private void reopen() {
    try {
      line = SqliteLine.open(file);
      sessions.add(line.session());
      openReaders(SqliteLine::openReader);
    } catch (SQLException e) {
      closeAll(sessions, e);
      throw new StoreException(
          "The database %s could not be opened again: %s".formatted(file, e.getMessage()), e);
    }
    readers.release(sessions.subList(1, sessions.size()));
    writer.release(line);
  }

  private interface Opening {
    Session open(Path file) throws SQLException;
  }

  private void openReaders(Opening opening) throws SQLException {
    for (int i = 0; i < readers.size(); i++) {
      sessions.add(opening.open(file));
    }
  }

  private void closeReaders() {
    closeAll(sessions.subList(1, sessions.size()), null);
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    synchronized (this) {
      closeAll(sessions, null);
    }
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
