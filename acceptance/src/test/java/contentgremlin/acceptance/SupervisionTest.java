package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Hung, slow and mistaken transcoders, seen from outside.
class SupervisionTest {
  private static final Duration MAX = Duration.ofMinutes(4);

  /// A tool that makes no progress for so long is taken for one that hangs.
  private static final Duration LIMIT = Duration.ofSeconds(4);

  /// For a tool that does make progress, and is on a machine with much else to do.
  private static final Duration LONG_LIMIT = Duration.ofSeconds(12);

  /// Encoding it takes much longer than finding its process.
  private static final int FILM_SECONDS = 60;

  private static final String TOOL = Gremlin.packaged() + "/programs/ffmpeg/ffmpeg";

  @TempDir private Path folder;
  private Gremlin gremlin;
  private Api api;
  private String item = ""; // once it was added

  @BeforeEach
  void serve() {
    gremlin = new Gremlin(folder.resolve("home")).serve();
    api = new Api(gremlin);
  }

  private void addFilm(Duration limit) {
    var film = new Samples(folder).film("film.mp4", FILM_SECONDS, 640, 360);
    gremlin.must("set", "stall-limit", limit.toString());
    item = gremlin.must("add", "--json", film.toString()).json().get(0).get("id").asString();
  }

  @AfterEach
  void stop() {
    gremlin.close();
  }

  /// PeerTube 5683, 6950; Tdarr 418: encoders that hang, and nobody notices.
  @Test
  void a_stopped_transcoder_is_ended_and_its_film_published_by_the_next_one() {
    addFilm(LIMIT);
    long tool = stoppedTool();

    long began = System.nanoTime();
    Await.untilTrue("the stopped process to be ended", MAX, () -> !isAlive(tool));
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

    awaitPublished();
    assertThat(failures()).as("counted failures").isEqualTo(1);
    Profile.report(
        "stopped transcoder: ended after %d s at a limit of %d s"
            .formatted(seconds, LIMIT.toSeconds()));
  }

  @Test
  void a_transcoder_with_a_twentieth_of_a_core_is_slow_and_left_alone() throws Exception {
    var group = Path.of("/sys/fs/cgroup/cpu/gremlin-test-" + ProcessHandle.current().pid());
    var complaint = Mounts.tried("mkdir", group.toString());
    assumeTrue(
        complaint.isEmpty(),
        () -> Profile.skipped("a processor quota, since no cgroup can be made: " + complaint));
    try {
      addFilm(LONG_LIMIT);
      Files.writeString(group.resolve("cpu.cfs_period_us"), "100000");
      Files.writeString(group.resolve("cpu.cfs_quota_us"), "5000");
      long tool = stoppedTool(); // or it could be through before it is made slow
      Files.writeString(group.resolve("cgroup.procs"), "" + tool);
      assertThat(Mounts.tried("sh", "-c", "kill -CONT " + tool)).isEmpty();
      long began = System.nanoTime();
      Await.untilTrue(
          "twice the limit to pass",
          MAX,
          () -> System.nanoTime() - began > 2 * LONG_LIMIT.toNanos() || !isAlive(tool));
      assertThat(isAlive(tool)).as("the slow transcoder lives").isTrue();
      Files.writeString(group.resolve("cpu.cfs_quota_us"), "-1");
      awaitPublished();
      assertThat(failures()).as("counted failures").isZero();
    } finally {
      Await.untilTrue(
          "the cgroup to go", MAX, () -> Mounts.tried("rmdir", group.toString()).isEmpty());
    }
  }

  @Test
  void an_innocent_process_with_a_recorded_pid_is_never_signalled() throws Exception {
    addFilm(LIMIT);
    var job = awaitTool();
    long id = job.get("id").asLong();
    gremlin.kill();
    gremlin.endTools();
    var innocent = new ProcessBuilder("setsid", "sleep", "600").start();
    try {
      takePid(id, job.get("attempt").asInt(), innocent.pid());

      gremlin.serve();
      awaitPublished();

      assertThat(innocent.isAlive()).as("the innocent process").isTrue();
      assertThat(failures()).as("counted failures").isZero();
    } finally {
      innocent.destroyForcibly();
    }
  }

  /// As if the system had given the wrapper's and the tool's numbers to somebody else.
  private void takePid(long job, int attempt, long pid) throws IOException {
    var file = gremlin.home().resolve("content/job/" + job + "/attempt-" + attempt + "/process");
    var lines = Files.readAllLines(file);
    var text = new StringBuilder();
    for (var line : lines) {
      var words = line.split(" ", -1);
      text.append(words[0]).append(' ').append(pid).append(' ').append(words[2]).append('\n');
    }
    Files.writeString(file, text);
    try (var database = HomeDatabase.open(gremlin.home())) {
      database.change("UPDATE job SET pid = " + pid + " WHERE id = " + job);
    }
  }

  private long stoppedTool() {
    return Await.until(
        "a tool to be stopped",
        MAX,
        () -> {
          long pid = awaitTool().get("process").get("pid").asLong();
          // It may have just ended: then the next one.
          return Mounts.tried("sh", "-c", "kill -STOP " + pid).isEmpty() ? pid : null;
        });
  }

  /// The transcode, once its tool itself is known.
  private JsonNode awaitTool() {
    return Await.until(
        "the transcoder to run",
        MAX,
        () -> {
          var job = api.job(item, "transcode");
          return job != null && job.has("process") && isEncoding(job) ? job : null;
        });
  }

  /// The wrapper is no tool, and what checks the result has nothing to do for long.
  private static boolean isEncoding(JsonNode job) throws IOException {
    try {
      var process = Path.of("/proc", job.get("process").get("pid").asString());
      return Files.readString(process.resolve("cmdline")).startsWith(TOOL)
          && Files.readString(process.resolve("cmdline")).contains("libx264");
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private void awaitPublished() {
    Await.untilTrue("the film to be published", MAX, () -> api.state(item).equals("published"));
  }

  private long failures() {
    try (var database = HomeDatabase.open(gremlin.home())) {
      return database.number(
          "SELECT failures FROM job WHERE kind = 'transcode' AND item = '" + item + "'");
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
