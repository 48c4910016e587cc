package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The database is on a PostgreSQL server.
class PostgresUpgradeTest extends UpgradeContract {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static EmbeddedPostgres server;

  private final String database = "home_" + NUMBER.incrementAndGet();
  private boolean isMade;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.builder().setPGStartupWait(WAIT_MAX).start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @Override
  List<String> place() {
    if (!isMade) {
      isMade = true;
      column("postgres", "CREATE DATABASE " + database);
    }
    return List.of(
        "--database", "postgresql://postgres@localhost:" + server.getPort() + "/" + database);
  }

  @Override
  List<String> kept() {
    return column(
        database, "SELECT version FROM gremlin_place WHERE state = 'kept' ORDER BY version");
  }

  /// Each row's first column, if there are any.
  private static List<String> column(String database, String sql) {
    try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", database));
        var statement = connection.createStatement()) {
      var found = new ArrayList<String>();
      if (statement.execute(sql)) {
        try (var rows = statement.getResultSet()) {
          while (rows.next()) {
            found.add(rows.getString(1));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Test
  void each_upgrade_makes_a_schema_with_the_next_number() {
    assertThat(current()).isEqualTo("gremlin_1");

    upgrade();
    assertThat(current()).isEqualTo("gremlin_2");
    upgrade("--again");

    assertThat(current()).isEqualTo("gremlin_3");
    assertThat(
            column(
                database, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^gremlin_[0-9]+$'"))
        .containsExactly("3");
  }

  private String current() {
    return column(database, "SELECT name FROM gremlin_place WHERE state = 'current'").getFirst();
  }

  @Test
  void two_servers_of_one_database_are_moved_one_after_the_other() throws Exception {
    var item = add("first.txt", "before");
    var content = old.home().resolve("content").toString();
    try (var second = new Gremlin(folder.resolve("second"))) {
      var words = new ArrayList<>(place());
      words.addAll(List.of("--content", content));
      second.serve(words.toArray(String[]::new));
      var there = new Api(second);
      put("before");
      assertThat(site(there)).isEqualTo("before");

      var check = next("upgrade", "--check");
      assertThat(check.out()).contains(second.address().replace("http://", ""));
      var upgraded = next("upgrade");
      assertThat(upgraded.exit()).as(upgraded.out() + upgraded.error()).isZero();
      put("after");

      // It is of the older version: what it showed is still there, and it changes nothing.
      assertThat(there.get("/api/v1/items/" + item).status()).isEqualTo(200);
      var refused = there.sendJson("PUT", "/api/v1/settings/site-name", Map.of("value", "never"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.json().get("detail").asString()).contains("gremlin upgrade");
      assertThat(value()).isEqualTo("after");

      var other =
          old.run(
              List.of(
                  next.resolve("bin/gremlin").toString(),
                  "upgrade",
                  "--home",
                  second.home().toString()),
              WAIT_MAX);
      assertThat(other.exit()).as(other.out() + other.error()).isZero();
      assertThat(current()).isEqualTo("gremlin_2");
      assertThat(site(there)).isEqualTo("after");
      Api.must(there.sendJson("PUT", "/api/v1/settings/site-name", Map.of("value", "second")));
      assertThat(value()).isEqualTo("second");
      old.run(
          List.of(
              next.resolve("bin/gremlin").toString(),
              "stop",
              "--now",
              "--home",
              second.home().toString()),
          WAIT_MAX);
    }
  }

  private static String site(Api api) throws IOException {
    return Api.must(api.get("/api/v1/settings/site-name")).json().get("value").asString();
  }

  @Test
  void a_database_that_dies_in_the_middle_leaves_the_old_version() throws Exception {
    put("before");
    var process = upgradeWithPause("catch-up");
    try (var output = process.inputReader()) {
      awaitPause(output, "catch-up");
      column(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + database
              + "'");
      output.lines().forEach(_ -> {});
    }
    process.waitFor();

    awaitServer("database", "catch-up");
    put("after");
    assertThat(value()).isEqualTo("after");
    if (!status().get("version").asString().equals(NextVersion.VERSION)) {
      var again = next("upgrade");
      assertThat(again.exit()).as(again.out() + again.error()).isZero();
    }
    assertThat(value()).isEqualTo("after");
  }
}
