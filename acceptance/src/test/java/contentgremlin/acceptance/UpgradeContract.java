package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// One version takes the place of another while it serves; and whatever dies on the way, one of
/// them serves afterwards, with everything. Wherever the database is.
abstract class UpgradeContract {
  static final Duration WAIT_MAX = Duration.ofMinutes(2);
  private static final Duration UPGRADE_MAX = Duration.ofMinutes(2);

  /// How long a rehearsed step stands still, for the kill to come into it.
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /// The same for a process that is killed itself, and so does not wait for its end.
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

  @TempDir private static Path versions;
  static Path next;

  @TempDir Path folder;
  Gremlin old;
  Api api;

  /// What `serve` is told of where the database is.
  abstract List<String> place();

  /// Copies of the database that are kept to go back to, by the version of their program.
  abstract List<String> kept();

  private String[] serving(String... more) {
    var words = new ArrayList<>(List.of(more));
    words.addAll(place());
    return words.toArray(String[]::new);
  }

  @BeforeAll
  static void makeNext() {
    next = NextVersion.make(versions);
  }

  @BeforeEach
  void serve() {
    old = new Gremlin(folder.resolve("home")).serve(serving());
    api = new Api(old);
  }

  @AfterEach
  void stop() {
    next("stop", "--now", "--end-work");
    old.close();
  }

  Gremlin.Ran next(String... arguments) {
    var command = new ArrayList<>(List.of(next.resolve("bin/gremlin").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", old.home().toString()));
    return old.run(command, UPGRADE_MAX);
  }

  /// One that must go well.
  final void upgrade(String... more) {
    var words = new ArrayList<>(List.of("upgrade"));
    words.addAll(List.of(more));
    var ran = next(words.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.out() + ran.error()).isZero();
  }

  @Test
  void nobody_notices_an_upgrade_under_load() throws Exception {
    var film = new Samples(folder).film("film.mp4", 120, 1280, 720);
    var id = old.must("add", "--json", film.toString()).json().get(0).get("id").asString();
    var before = Await.until("the transcode to run", WAIT_MAX, this::transcoder);
    var watch = new UpgradeLoad(old.address(), secret(), folder);
    watch.start();
    watch.awaitWarm();

    var upgraded = next("upgrade");
    assertThat(upgraded.exit()).as(upgraded.out() + upgraded.error()).isZero();
    var after = transcoder();
    watch.finish();

    Profile.report("upgrade under load: " + watch.report());
    assertThat(watch.failures()).as("requests that failed").isEmpty();
    assertThat(after).as("the transcoder, as both servers saw it").isEqualTo(before);
    assertThat(status().get("version").asString()).isEqualTo(NextVersion.VERSION);
    assertThat(watch.lost()).as("acknowledged changes that are gone").isEmpty();
    assertThat(kept()).containsExactly(version());
    Await.untilTrue("the old process to end", WAIT_MAX, () -> !old.isAlive());
    Await.untilTrue(
        "the film to be published",
        Duration.ofMinutes(5),
        () -> old.item(id).get("state").asString().equals("published"));
    Await.untilTrue(
        "the upload that went on through it to be published",
        WAIT_MAX,
        () -> old.item(watch.uploaded()).get("state").asString().equals("published"));
    assertThat(api.bytes("/media/" + watch.uploaded() + "/original")).isEqualTo(watch.sent());
  }

  private @Nullable JsonNode transcoder() throws IOException {
    for (var job : Api.must(api.get("/api/v1/jobs?state=running")).json().get("jobs")) {
      if (job.get("kind").asString().equals("transcode")
          && job.has("process")
          && Encoder.is(job.get("process").get("pid").asLong())) {
        return job.get("process");
      }
    }
    return null;
  }

  JsonNode status() throws IOException {
    return Api.must(api.get("/api/v1/status")).json();
  }

  static String version() {
    var name = Gremlin.packaged().getFileName().toString();
    return name.split("-", -1)[1];
  }

  String secret() throws IOException {
    return Files.readString(old.home().resolve("operator.secret")).strip();
  }

  @Test
  void checks_come_first_and_change_nothing() throws Exception {
    var same = old.run("upgrade", "--check");
    assertThat(same.exit()).isEqualTo(1);
    assertThat(same.out()).contains("FAILED version");

    var newer = next("upgrade", "--check");
    assertThat(newer.exit()).as(newer.out() + newer.error()).isZero();
    assertThat(status().get("version").asString()).isEqualTo(version());
    assertThat(kept()).isEmpty();
  }

  @Test
  void a_home_that_is_served_is_refused_with_a_hint() {
    var ran = next(serving("serve", "--listen", "127.0.0.1:0"));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.error()).contains("served already", Long.toString(old.pid()), "gremlin upgrade");
  }

  @Test
  void going_back_leaves_nothing_behind_that_cannot_be_added_again() throws Exception {
    var first = add("first.txt", "before the upgrade");
    upgrade();
    var second = add("second.txt", "after it");
    Await.untilTrue("both to be published", WAIT_MAX, () -> api.openJobs() == 0);

    var back = next("revert", "--yes");

    assertThat(back.exit()).as(back.out() + back.error()).isZero();
    assertThat(back.out()).contains(second).doesNotContain(first);
    assertThat(status().get("version").asString()).isEqualTo(version());
    assertThat(api.get("/api/v1/items/" + first).status()).isEqualTo(200);
    assertThat(api.get("/api/v1/items/" + second).status()).isEqualTo(404);
    assertThat(kept()).containsExactly(NextVersion.VERSION);
    try (var saved = Files.list(old.home().resolve("since_" + version()))) {
      assertThat(saved.map(UpgradeContract::text)).containsExactly("after it");
    }
    var older = next(serving("serve", "--listen", "127.0.0.1:0"));
    assertThat(older.error()).contains("served already");
    upgrade();
  }

  @Test
  void the_older_program_refuses_the_newer_database_in_words() {
    upgrade();
    assertThat(next("stop").exit()).isZero();

    var refused = old.run(serving("serve", "--listen", "127.0.0.1:0"));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.error()).contains("newer version", "gremlin revert");
  }

  String add(String name, String text) {
    var file = new Samples(folder).text(name, text);
    return old.must("add", "--json", file.toString()).json().get(0).get("id").asString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<Arguments> deaths() {
    var few = List.of("copy", "freeze", "complete");
    var all =
        List.of(
            "begin",
            "copy",
            "catch-up",
            "prepare",
            "quiet",
            "freeze",
            "carry",
            "move",
            "complete",
            "serve");
    var steps = Profile.isSoak() ? all : few;
    return steps.stream()
        .flatMap(step -> Stream.of(Arguments.of(step, "old"), Arguments.of(step, "new")));
  }

  @ParameterizedTest(name = "the {1} process is killed at: {0}")
  @MethodSource("deaths")
  void whatever_is_killed_one_version_serves_with_everything(String step, String which)
      throws Exception {
    var item = add("kept.txt", "acknowledged before");
    put("before");
    var process = upgradeWithPause(step, which.equals("old") ? PAUSE : LONG_PAUSE);
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      awaitPause(output, step);
      if (which.equals("old")) {
        old.kill();
      } else {
        successor().destroyForcibly();
      }
      output.lines().forEach(_ -> {});
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    if (which.equals("new") && step.equals("serve")) {
      return; // it alone served: nobody is there to take its place, but the next start
    }
    awaitServer(which, step);
    assertThat(api.get("/api/v1/items/" + item).status()).isEqualTo(200);
    assertThat(value()).isEqualTo("before");
    put("after");
    assertThat(value()).isEqualTo("after");
    if (!status().get("version").asString().equals(NextVersion.VERSION)) {
      var again = next("upgrade");
      assertThat(again.exit()).as(again.out() + again.error()).isZero();
      assertThat(status().get("version").asString()).isEqualTo(NextVersion.VERSION);
      assertThat(value()).isEqualTo("after");
    }
  }

  void awaitServer(String which, String step) {
    Await.untilTrue(
        "one version to serve after the " + which + " one was killed at " + step,
        WAIT_MAX,
        () -> {
          try {
            return api.get("/health/ready").status() == 200;
          } catch (IOException _) {
            return false;
          }
        });
  }

  @Test
  void a_server_that_took_over_itself_goes_on_when_its_own_successor_dies() throws Exception {
    upgrade();
    var item = add("kept.txt", "acknowledged by the second");
    put("second");

    var process = upgradeWithPause("complete", LONG_PAUSE, "--again");
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      awaitPause(output, "complete");
      latestSuccessor().destroyForcibly();
      output.lines().forEach(_ -> {});
    }
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    awaitServer("new", "complete");
    assertThat(api.get("/api/v1/items/" + item).status()).isEqualTo(200);
    assertThat(value()).isEqualTo("second");
    put("still the second");
    upgrade("--again");
    assertThat(value()).isEqualTo("still the second");
  }

  Process upgradeWithPause(String step) throws IOException {
    return upgradeWithPause(step, PAUSE);
  }

  private Process upgradeWithPause(String step, Duration pause, String... more) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                next.resolve("bin/gremlin").toString(),
                "upgrade",
                "--home",
                old.home().toString()));
    command.addAll(List.of(more));
    var upgrade = new ProcessBuilder(command).redirectErrorStream(true);
    upgrade
        .environment()
        .put(
            "GREMLIN_JAVA_OPTIONS",
            "-Dcontentgremlin.upgrade.pause=%s:%d".formatted(step, pause.toMillis()));
    return upgrade.start();
  }

  static void awaitPause(BufferedReader output, String step) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("pausing at " + step)) {
        return;
      }
    }
    throw new AssertionError("the upgrade ended before " + step);
  }

  private static ProcessHandle successor() {
    return successors().findFirst().orElseThrow();
  }

  /// The one that serves was a successor once, too.
  private static ProcessHandle latestSuccessor() {
    return successors()
        .max(java.util.Comparator.comparing(it -> it.info().startInstant().orElseThrow()))
        .orElseThrow();
  }

  private static Stream<ProcessHandle> successors() {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process
                .info()
                .commandLine()
                .filter(line -> line.contains(next + "/runtime") && line.contains("take-over"))
                .isPresent());
  }

  void put(String value) throws IOException {
    Api.must(api.sendJson("PUT", "/api/v1/settings/site-name", Map.of("value", value)));
  }

  String value() throws IOException {
    return Api.must(api.get("/api/v1/settings/site-name")).json().get("value").asString();
  }
}
