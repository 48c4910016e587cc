package contentgremlin.sql;

import contentgremlin.store.Database.Work;
import contentgremlin.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A few threads that read, each on its own connection and, per request, on one state of the
/// database. Thread-safe.
final class ReaderPool implements AutoCloseable {
  /// Callers beyond these are held up before they are let in.
  private static final int WAITING_MAX = 4_096;

  private final Inbox<Request<?>> inbox;
  private final List<Thread> threads;

  /// One for each thread.
  private volatile List<Session> sessions;

  private ReaderPool(List<Session> sessions) {
    this.sessions = List.copyOf(sessions);
    this.inbox = new Inbox<>(WAITING_MAX, sessions.size());
    this.threads =
        IntStream.range(0, sessions.size())
            .mapToObj(number ->
                Thread.ofPlatform().name("database-reader").daemon().unstarted(() -> serve(number)))
            .toList();
  }

  /// @param sessions one for each thread
  static ReaderPool start(List<Session> sessions) {
    var pool = new ReaderPool(sessions);
    pool.threads.forEach(Thread::start);
    return pool;
  }

  <T extends @Nullable Object> T read(Work<T> work) {
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException("work of one transaction started another one");
    }
    var request = new Request<>(work);
    inbox.put(request);
    return request.await();
  }

  int size() {
    return threads.size();
  }

  /// Lets what runs end, and what comes wait. Then the sessions are nobody's, until [#release].
  void hold() {
    inbox.hold();
  }

  /// Goes on, on these sessions: as many as there were.
  void release(List<Session> next) {
    sessions = List.copyOf(next);
    inbox.release();
  }

  private void serve(int number) {
    for (var next = inbox.take(1); !next.isEmpty(); next = inbox.take(1)) {
      var request = next.getFirst();
      run(request, sessions.get(number));
      request.answer();
    }
  }

  private static void run(Request<?> request, Session session) {
    try {
      request.run(new SqlTables(session));
    } catch (RuntimeException | Error e) {
      request.fail(e);
    }
    try {
      session.connection().rollback();
    } catch (SQLException e) {
      request.fail(new StoreException("The database could not end a reading.", e));
    }
  }

  @Override
  public void close() {
    inbox.close();
    boolean interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true; // its connection must not be closed under it
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
