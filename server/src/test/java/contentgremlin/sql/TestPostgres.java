package contentgremlin.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// One PostgreSQL server for all tests of this JVM, started when it is first needed; each test gets
/// a database of its own.
public final class TestPostgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /// Far more than it takes, also on a machine with much else to do.
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private TestPostgres() {}

  /// Makes an empty database.
  ///
  /// @return its address
  public static String create() {
    var name = "test_" + NUMBER.incrementAndGet();
    var server = Server.RUNNING;
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return server.getJdbcUrl("postgres", name);
  }

  /// Starting it takes seconds, so it is started at most once. It ends with the JVM.
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        // No forced writes: what is tested here is SQL, not the server's promise.
        return EmbeddedPostgres.builder()
            .setPGStartupWait(START_MAX)
            .setServerConfig("fsync", "off")
            .setServerConfig("synchronous_commit", "off")
            .start();
      } catch (IOException e) {
        throw new IllegalStateException("PostgreSQL could not be started for the tests", e);
      }
    }
  }
}
