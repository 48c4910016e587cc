package contentgremlin.process;

import static contentgremlin.process.ShellPrograms.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSupervisorTest {
  private static final Limits LIMITS =
      new Limits(Duration.ofMinutes(1), Duration.ofSeconds(5), 1L << 30, 1L << 20);
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private Path folder;
  private ProcessSupervisor supervisor;
  private final List<ProcessIdentity> leaders = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(directory.resolve("it's an attempt"));
    supervisor = new ProcessSupervisor(ShellPrograms.in(directory.resolve("programs")));
  }

  @AfterEach
  void end_what_is_left() {
    leaders.forEach(leader -> supervisor.signal(folder, leader, true));
  }

  @Test
  void tools_run_one_after_the_other_and_their_status_stays() throws Exception {
    var leader =
        start(
            tool("echo one >order; echo complaint >&2"),
            new Tool(Tool.Program.FFPROBE, List.of("cat order; echo two"), "out put"));

    assertThat(end(leader)).isEqualTo(new Observation.Ended(1, 0));
    assertThat(folder.resolve("out put")).hasContent("one\ntwo\n");
    assertThat(supervisor.logTail(folder, 1_000)).isEqualTo("complaint\n");
    assertThat(folder.resolve("command")).content().contains("cat order; echo two");
  }

  @Test
  void the_first_tool_that_fails_is_the_last_one() throws Exception {
    var leader = start(tool("exit 7"), tool("touch never"));

    assertThat(end(leader)).isEqualTo(new Observation.Ended(0, 7));
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void a_signal_that_ends_a_tool_is_told() throws Exception {
    var leader = start(tool("kill -SEGV $$"));

    assertThat(end(leader)).isEqualTo(new Observation.Ended(0, 128 + 11));
  }

  @Test
  void the_process_that_is_shown_is_the_tool_itself() throws Exception {
    var leader = start(tool("echo $$ >pid; exec sleep 60"));

    var alive = awaitAlive(leader, seen -> !seen.process().equals(leader));

    await(() -> isSaid("pid"));
    assertThat(folder.resolve("pid"))
        .content()
        .isEqualToIgnoringNewLines("" + alive.process().pid());
    assertThat(supervisor.isAlive(alive.process())).isTrue();
    assertThat(ProcFs.stat(alive.process().pid()).orElseThrow().session()).isEqualTo(leader.pid());
    assertThat(ProcFs.stat(ProcessHandle.current().pid()).orElseThrow().session())
        .isNotEqualTo(leader.pid());
  }

  @Test
  void what_nobody_waits_for_gets_only_what_nobody_else_wants() throws Exception {
    var say =
        "nice >niceness; if command -v ionice >/dev/null; then ionice >class; fi; echo $$ >pid";
    var leader = supervisor.start(folder, List.of(tool(say)), LIMITS.idle());
    leaders.add(leader);

    assertThat(end(leader)).isEqualTo(new Observation.Ended(0, 0));
    assertThat(folder.resolve("niceness")).hasContent("19\n");
    if (Files.exists(folder.resolve("class"))) {
      assertThat(folder.resolve("class")).content().contains("idle");
    }
    var process = Files.readString(folder.resolve("process"));
    assertThat(process).contains("0 " + Files.readString(folder.resolve("pid")).strip() + " ");
  }

  @Test
  void another_supervisor_finds_what_was_started() throws Exception {
    var leader = startSleeping();

    var later = new ProcessSupervisor(ShellPrograms.in(directory.resolve("programs")));
    assertThat(later.started(folder)).contains(leader);
    assertThat(later.observe(folder, leader)).isInstanceOf(Observation.Alive.class);
    later.signal(folder, leader, false);
    later.await(folder, leader, WAIT_MAX);

    assertThat(later.observe(folder, leader)).isEqualTo(new Observation.Ended(0, 143));
  }

  @Test
  void a_folder_that_was_given_up_is_never_started_in() throws Exception {
    assertThat(supervisor.started(folder)).isEmpty();

    var leader = start(tool("touch never"));
    supervisor.await(folder, leader, WAIT_MAX);

    assertThat(folder.resolve("never")).doesNotExist();
    assertThat(supervisor.observe(folder, leader)).isEqualTo(new Observation.Gone());
  }

  @Test
  void a_stopped_tool_is_ended_by_term_and_a_deaf_one_by_kill() throws Exception {
    var stopped = startSleeping();
    var alive = awaitAlive(stopped, seen -> !seen.process().equals(stopped));
    run("kill", "-STOP", "" + alive.process().pid());
    supervisor.signal(folder, stopped, false);
    assertThat(end(stopped)).isEqualTo(new Observation.Ended(0, 143));

    folder = Files.createDirectory(directory.resolve("deaf"));
    var deaf = start(tool("trap '' TERM; touch deaf; while :; do sleep 1; done"));
    await(() -> Files.exists(folder.resolve("deaf")));
    supervisor.signal(folder, deaf, false);
    supervisor.await(folder, deaf, Duration.ofMillis(300));
    assertThat(supervisor.observe(folder, deaf)).isInstanceOf(Observation.Alive.class);
    supervisor.signal(folder, deaf, true);
    supervisor.await(folder, deaf, WAIT_MAX);
    assertThat(supervisor.observe(folder, deaf)).isEqualTo(new Observation.Gone());
  }

  @Test
  void a_stranger_with_our_pid_is_never_signalled() throws Exception {
    var stranger = new ProcessBuilder("setsid", "sleep", "60").start();
    try {
      var stat = ProcFs.stat(stranger.pid()).orElseThrow();
      var recorded = new ProcessIdentity(ProcFs.bootId(), stranger.pid(), stat.startTicks() - 1);
      var otherBoot = new ProcessIdentity("another boot", stranger.pid(), stat.startTicks());
      for (var identity : List.of(recorded, otherBoot)) {
        assertThat(supervisor.isAlive(identity)).isFalse();
        assertThat(supervisor.observe(folder, identity)).isEqualTo(new Observation.Gone());
        supervisor.signal(folder, identity, true);
      }
      assertThat(stranger.waitFor(Duration.ofMillis(300))).isFalse();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void tools_that_outlived_their_wrapper_are_still_ours_to_end() throws Exception {
    var leader = startSleeping();
    var tool = awaitAlive(leader, seen -> !seen.process().equals(leader)).process();
    run("kill", "-KILL", "" + leader.pid());
    await(() -> !supervisor.isAlive(leader));

    assertThat(supervisor.observe(folder, leader)).isEqualTo(new Observation.Gone());
    assertThat(supervisor.isAlive(tool)).isTrue();
    supervisor.signal(folder, leader, true);

    await(() -> !supervisor.isAlive(tool));
  }

  @Test
  void progress_output_and_processor_time_are_seen() throws Exception {
    var script =
        "printf 'out_time_us=1500000\\nspeed=2.5x\\nprogress=continue\\n' >progress;"
            + " printf 12345 >output; while :; do :; done";
    var leader = start(new Tool(Tool.Program.FFMPEG, List.of(script), ""));

    var alive = awaitAlive(leader, seen -> seen.processorTicks() > 5 && seen.bytes() >= 5);

    assertThat(alive.media()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(alive.speed()).isEqualTo(2.5);
    assertThat(alive.bytes()).isEqualTo(5);
  }

  @Test
  void a_tool_gets_neither_our_environment_nor_endless_files() throws Exception {
    var leader =
        start(
            new Tool(Tool.Program.FFPROBE, List.of("env"), "environment"),
            tool("exec head -c 3000000 /dev/zero >big"));

    assertThat(end(leader)).isEqualTo(new Observation.Ended(1, 128 + 25)); // SIGXFSZ
    assertThat(Files.size(folder.resolve("big"))).isLessThanOrEqualTo(LIMITS.fileBytes());
    assertThat(Files.readAllLines(folder.resolve("environment")))
        .map(line -> line.replaceAll("=.*", ""))
        .isSubsetOf("PATH", "HOME", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "_");
  }

  @Test
  void a_tool_that_complains_for_ever_fills_no_disk_and_its_last_words_are_kept() throws Exception {
    var leader = start(tool("head -c 40000000 /dev/zero | tr '\\0' x >&2; echo last >&2; exit 1"));

    assertThat(end(leader)).isEqualTo(new Observation.Ended(0, 1));
    assertThat(Files.size(folder.resolve("log"))).isLessThan(9_000_000);
    assertThat(supervisor.logTail(folder, 5)).isEqualTo("last\n");
  }

  @Test
  void a_job_that_ends_at_once_is_noticed_at_once() throws Exception {
    var leader = start(tool(":"));
    supervisor.await(folder, leader, WAIT_MAX);

    assertThat(supervisor.observe(folder, leader)).isEqualTo(new Observation.Ended(0, 0));
  }

  @Test
  void an_argument_with_nul_is_refused() {
    assertThatThrownBy(() -> start(tool("a\0b"))).hasMessageContaining("NUL");
  }

  private ProcessIdentity start(Tool... tools) throws IOException {
    var leader = supervisor.start(folder, List.of(tools), LIMITS);
    leaders.add(leader);
    return leader;
  }

  /// Until the tool itself is there, the wrapper's shell stands in its place, which drops TERM.
  private ProcessIdentity startSleeping() throws Exception {
    var leader = start(tool("echo >begun; exec sleep 60"));
    await(() -> isSaid("begun"));
    return leader;
  }

  /// Whether the tool has written its line there, and not only made the file.
  private boolean isSaid(String file) throws IOException {
    var path = folder.resolve(file);
    return Files.exists(path) && Files.readString(path).endsWith("\n");
  }

  private Observation end(ProcessIdentity leader) throws Exception {
    supervisor.await(folder, leader, WAIT_MAX);
    return supervisor.observe(folder, leader);
  }

  private Observation.Alive awaitAlive(
      ProcessIdentity leader, Predicate<Observation.Alive> condition) throws Exception {
    var found = new ArrayList<Observation.Alive>();
    await(() -> {
      if (supervisor.observe(folder, leader) instanceof Observation.Alive alive
          && condition.test(alive)) {
        found.add(alive);
      }
      return !found.isEmpty();
    });
    return found.getFirst();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
