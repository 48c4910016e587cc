package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The installation as people run it: again and again, at once, killed anywhere, from the command
/// line and in a browser. It always comes to the same.
class InstallTest {
  /// Those that every installation has; extensions have more.
  private static final List<String> STEPS =
      List.of(
          "database",
          "machine",
          "encoders",
          "administrator",
          "settings",
          "machine-import",
          "library-suggestions");

  private static final Duration INSTALL_MAX = Duration.ofSeconds(90);
  private static final Pattern CODE = Pattern.compile("/setup\\?code=(\\S+)");
  private static final int KILLS = 8;

  /// Installs by itself a second after it has started.
  private static final List<String> SERVE = List.of("serve", "--listen", "127.0.0.1:0");

  @TempDir private Path folder;

  private static Map<String, String> outcomes(JsonNode report) {
    var outcomes = new TreeMap<String, String>();
    for (var step : report.path("steps")) {
      outcomes.put(step.path("step").asString(), step.path("outcome").asString());
    }
    return outcomes;
  }

  /// Of the link, which comes after the address.
  private static String code(Gremlin gremlin) {
    return Await.until(
        "the one-time link",
        INSTALL_MAX,
        () -> {
          var found = CODE.matcher(gremlin.log());
          return found.find() ? found.group(1) : null;
        });
  }

  /// What an installation leaves, without times.
  private static List<List<String>> left(Path home) {
    try (var database = HomeDatabase.open(home)) {
      var rows = new ArrayList<List<String>>();
      for (var query :
          List.of(
              "SELECT id, kind, name, state, adopted, processors, memory, mark FROM machine",
              "SELECT machine, kind, position, name, works FROM machine_ability ORDER BY 1, 2, 3",
              """
              SELECT name, value FROM setting
              WHERE name IN ('installed-schema', 'site-name', 'base-url', 'registration',
                'default-visibility', 'upload-size-max', 'quota-default')
              ORDER BY name
              """,
              "SELECT step, position FROM install_line ORDER BY position",
              "SELECT node, path FROM library_suggestion ORDER BY 1, 2",
              "SELECT count(*) FROM account")) {
        rows.addAll(database.rows(query));
      }
      return rows;
    }
  }

  @Test
  void five_in_a_row_with_nobody_serving_come_to_the_same() {
    try (var gremlin = new Gremlin(folder.resolve("home"))) {
      var first = gremlin.must("install", "--json").json();
      var after = left(gremlin.home());
      assertThat(outcomes(first))
          .containsKeys(STEPS.toArray(String[]::new))
          .containsEntry("machine", "done");
      for (int i = 0; i < 4; i++) {
        var again = gremlin.must("install", "--json").json();
        assertThat(outcomes(again))
            .doesNotContainValue("done")
            .doesNotContainValue("failed")
            .containsEntry("encoders", "already-done");
        assertThat(left(gremlin.home())).isEqualTo(after);
      }
      // Nobody holds the home: a server starts, and people are told how to begin.
      gremlin.serve();
      assertThat(code(gremlin)).isNotBlank();
    }
  }

  @Test
  void five_at_once_come_to_the_same_with_and_without_a_server() throws Exception {
    var gremlin = new Gremlin(folder.resolve("home"));
    try (gremlin;
        var threads = Executors.newFixedThreadPool(5)) {
      for (boolean serving : List.of(false, true)) {
        if (serving) {
          gremlin.serve();
        }
        var runs = new ArrayList<Future<JsonNode>>();
        for (int i = 0; i < 5; i++) {
          runs.add(threads.submit(() -> gremlin.must("install", "--json").json()));
        }
        int did = 0;
        for (var run : runs) {
          var outcomes = outcomes(run.get());
          assertThat(outcomes)
              .containsKeys(STEPS.toArray(String[]::new))
              .doesNotContainValue("failed");
          did += "done".equals(outcomes.get("encoders")) ? 1 : 0;
        }
        assertThat(did).as("those that tried the encoders").isEqualTo(serving ? 0 : 1);
      }
    }
  }

  @Test
  void a_server_that_starts_waits_for_an_installation_that_is_under_way() throws Exception {
    try (var gremlin = new Gremlin(folder.resolve("home"));
        var threads = Executors.newFixedThreadPool(1)) {
      var installed = threads.submit(() -> gremlin.must("install", "--json").json());
      gremlin.serve();
      assertThat(outcomes(installed.get()))
          .containsKeys(STEPS.toArray(String[]::new))
          .doesNotContainValue("failed");
    }
  }

  @Test
  void killed_anywhere_the_next_run_finishes_it() throws Exception {
    var random = new Random(Profile.seed());
    var whole = folder.resolve("whole");
    long millis;
    try (var gremlin = new Gremlin(whole)) {
      long begun = System.nanoTime();
      gremlin.must("install");
      millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
    var killed = new ArrayList<Long>();
    for (int i = 0; i < Profile.kills(KILLS); i++) {
      var home = folder.resolve("killed-" + i);
      long after = random.nextLong(millis);
      kill(home, after, i % 2 == 0 ? List.of("install") : SERVE);
      killed.add(after);
      try (var gremlin = new Gremlin(home)) {
        var report = gremlin.must("install", "--json").json();
        assertThat(outcomes(report))
            .as("killed after %d ms", after)
            .containsKeys(STEPS.toArray(String[]::new))
            .doesNotContainValue("failed");
        assertThat(left(home)).as("killed after %d ms", after).isEqualTo(left(whole));
      }
    }
    Profile.report("installations killed after " + killed + " ms of " + millis);
  }

  private static void kill(Path home, long afterMillis, List<String> words)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Gremlin.packaged().resolve("bin/gremlin").toString());
    command.addAll(words);
    command.addAll(List.of("--home", home.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of("/dev/null").toFile())
            .start();
    if (!process.waitFor(afterMillis, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_server_installs_by_itself_and_the_one_time_link_shows_what_came_of_it() throws Exception {
    try (var gremlin = new Gremlin(folder.resolve("home")).serve();
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var code = code(gremlin);
      var page = gremlin.address() + "/install?code=" + code;
      Await.untilTrue(
          "the first installation to end",
          INSTALL_MAX,
          () -> get(client, page).body().contains("Nothing failed"));
      assertThat(get(client, page).body()).contains("This machine", "libx264");
      assertThat(get(client, gremlin.address() + "/install").statusCode()).isEqualTo(401);

      var posted =
          client.send(
              HttpRequest.newBuilder(URI.create(gremlin.address() + "/install"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("code=" + code))
                  .build(),
              BodyHandlers.ofString());
      assertThat(posted.statusCode()).isEqualTo(303);
      assertThat(get(client, page).body()).contains("Already done");

      var machines = gremlin.must("machine", "list", "--json").json();
      assertThat(machines).hasSize(1);
      var machine = machines.get(0);
      assertThat(machine.path("id").asString()).isEqualTo("local");
      assertThat(machine.path("processors").asInt())
          .isEqualTo(Runtime.getRuntime().availableProcessors());
      var works = new TreeMap<String, Boolean>();
      for (var encoder : machine.path("encoders")) {
        works.put(encoder.path("name").asString(), encoder.path("works").asBoolean());
        assertThat(encoder.path("detail").asString()).isNotBlank();
      }
      assertThat(works).containsEntry("libx264", true).containsKey("h264_vaapi");
      assertThat(Files.isDirectory(gremlin.home().resolve("content"))).isTrue();

      gremlin.must("user", "add", "ada", "--role", "administrator");
      assertThat(get(client, page).statusCode()).isEqualTo(401);
      assertThat(outcomes(gremlin.must("install", "--json").json()))
          .containsEntry("administrator", "already-done");
    }
  }

  private static HttpResponse<String> get(HttpClient client, String address)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html").build(),
        BodyHandlers.ofString());
  }
}
