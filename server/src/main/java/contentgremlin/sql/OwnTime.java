package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/// The time that an extension's statements in one transaction have, all together: while they run,
/// others wait, for ever if a condition of a join was forgotten. Used by one thread.
///
/// SQLite asks now and then whether it is to go on. PostgreSQL is told, before a statement, how
/// long that may take.
final class OwnTime implements AutoCloseable {
  /// Steps of SQLite's machine between two looks at the clock: a few milliseconds at most.
  private static final int STEPS = 20_000;

  private static final long NANOS_PER_MS = 1_000_000;

  /// PostgreSQL is told anew only if it matters: each time costs a trip to the server.
  private static final long STALE_MS = 250;

  private final Session session;
  private final Duration most;
  private final long end;
  private long told = Long.MAX_VALUE;
  private boolean isBroken;

  private OwnTime(Session session, Duration most) {
    this.session = session;
    this.most = most;
    this.end = System.nanoTime() + most.toNanos();
  }

  /// @param most all that the statements may take until it is closed
  static OwnTime begin(Session session, Duration most) throws SQLException {
    var time = new OwnTime(session, most);
    if (session.dialect() == Dialect.SQLITE) {
      ProgressHandler.setHandler(session.connection(), STEPS, new Look(time));
    }
    return time;
  }

  private static final class Look extends ProgressHandler {
    private final OwnTime time;

    Look(OwnTime time) {
      this.time = time;
    }

    @Override
    protected int progress() {
      return time.isOver() ? 1 : 0;
    }
  }

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /// Before each statement.
  ///
  /// @throws StoreException.TooLong if there is no time left
  void next() throws SQLException {
    if (isOver()) {
      isBroken = true;
      throw over(null);
    }
    if (session.dialect() == Dialect.POSTGRESQL) {
      long left = Math.max(0, (end - System.nanoTime()) / NANOS_PER_MS) + 1;
      if (told - left > STALE_MS) {
        set(Long.toString(left));
        told = left;
      }
    }
  }

  private void set(String limit) throws SQLException {
    try (var statement = session.connection().createStatement()) {
      statement.execute("SET LOCAL statement_timeout TO " + limit);
    }
  }

  /// What a failure of a statement means to who asked.
  ///
  /// @param what failed, as in "A query of an extension"
  StoreException failed(String what, SQLException cause) {
    isBroken = true;
    // The clock of a database server is not ours: it may be a little early.
    boolean isTime = System.nanoTime() - end >= -STALE_MS * NANOS_PER_MS;
    if (isTime && session.dialect().isEnded(cause)) {
      return over(cause);
    }
    var words = what + " failed: " + cause.getMessage();
    return session.dialect().isAskersFault(cause)
        ? new StoreException.Unfit(words, cause)
        : new StoreException(words, cause);
  }

  private StoreException over(@Nullable SQLException cause) {
    return new StoreException.TooLong(
        "The statements of an extension took longer than %d seconds in one transaction, and were ended."
            .formatted(most.toSeconds()),
        cause);
  }

  /// After a failure PostgreSQL does nothing more before the transaction is rolled back, and that
  /// takes the limit away, too.
  @Override
  public void close() throws SQLException {
    switch (session.dialect()) {
      case SQLITE -> ProgressHandler.clearHandler(session.connection());
      case POSTGRESQL -> {
        if (told != Long.MAX_VALUE && !isBroken) {
          set("DEFAULT");
        }
      }
    }
  }
}
