package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.Limits;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.process.ShellPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a start finds after any sort of end. The earlier runs are rows and processes, made as those
/// runs would have made them.
class RecoveryTest {
  @TempDir private Path home;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(home);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void a_tool_that_runs_on_is_adopted_and_ends_as_if_nothing_had_been() throws Exception {
    var item = shop.addItem();
    var job = shop.addJob(item, "film");
    var film = new ScriptHandler("film", "while [ ! -e enough ]; do sleep 0.05; done");
    var first = shop.run(film);
    var tool = shop.awaitTool(shop.jobs(first), job);
    first.stop(false);
    assertThat(shop.supervisor().isAlive(tool)).isTrue();

    var second = shop.run(film);
    assertThat(shop.awaitTool(shop.jobs(second), job)).isEqualTo(tool);
    assertThat(second.running()).containsEntry(contentgremlin.job.Lane.LIGHT, 1);
    Files.createFile(shop.vault.attempt(job.id(), 1).resolve("enough"));

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(1);
    assertThat(film.plans).hasValue(1);
  }

  @Test
  void a_tool_that_ended_meanwhile_is_judged_by_what_it_left() throws Exception {
    var good = new ScriptHandler("good", "touch out; while [ ! -e enough ]; do sleep 0.05; done");
    var bad = new ScriptHandler("bad", "while [ ! -e enough ]; do sleep 0.05; done; exit 3");
    var goodJob = shop.addJob(shop.addItem(), "good");
    var badJob = shop.addJob(shop.addItem(), "bad");
    var first = shop.run(good, bad);
    shop.awaitTool(shop.jobs(first), goodJob);
    shop.awaitTool(shop.jobs(first), badJob);
    first.stop(false);
    for (var job : List.of(goodJob, badJob)) {
      var folder = shop.vault.attempt(job.id(), 1);
      Files.createFile(folder.resolve("enough"));
      Shop.await("no status", () -> Files.exists(folder.resolve("status")));
    }

    shop.run(good, bad);

    shop.await(goodJob, State.Succeeded.class);
    assertThat(shop.awaitAgain(badJob, 1).reason()).contains("code 3");
    assertThat(good.plans).hasValue(1);
    assertThat(shop.job(badJob).failures()).isEqualTo(1);
  }

  @Test
  void a_tool_that_is_gone_is_tried_again_without_counting() throws Exception {
    var item = shop.addItem();
    var film = new ScriptHandler("film", "exec sleep 600");
    var job = shop.addJob(item, "film");
    var first = shop.run(film);
    shop.awaitTool(shop.jobs(first), job);
    first.stop(false);
    var running = (State.Running) shop.job(job).state();
    var leader = Objects.requireNonNull(running.process());
    shop.supervisor().signal(shop.vault.attempt(job.id(), 1), leader, true);
    Shop.await("leader lives", () -> !shop.supervisor().isAlive(leader));

    film.script = ":";
    shop.run(film);

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(2);
    assertThat(shop.job(job).failures()).isZero();
  }

  @Test
  void a_crash_between_claim_and_start_costs_nothing() throws Exception {
    var item = shop.addItem();
    var job = claimedByAnEarlierRun(shop.addJob(item, "film"));

    shop.run(new ScriptHandler("film", ":"));

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(2);
    assertThat(shop.job(job).failures()).isZero();
  }

  @Test
  void a_crash_between_start_and_storing_it_loses_no_process() throws Exception {
    var item = shop.addItem();
    var job = claimedByAnEarlierRun(shop.addJob(item, "film"));
    var folder = shop.vault.createAttempt(job.id(), 1);
    var leader =
        shop.supervisor()
            .start(
                folder,
                List.of(ShellPrograms.tool("while [ ! -e enough ]; do sleep 0.05; done")),
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 0, 0));
    Shop.await("wrapper is silent", () -> Files.exists(folder.resolve("process")));

    shop.run(new ScriptHandler("film", "exit 1"));
    Shop.await(
        "not adopted",
        () ->
            shop.job(job).state() instanceof State.Running(_, _, var process, _)
                && leader.equals(process));
    Files.createFile(folder.resolve("enough"));

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void a_stranger_that_was_given_the_pid_is_left_alone() throws Exception {
    var stranger = new ProcessBuilder("setsid", "sleep", "600").start();
    try {
      var real = identity(stranger.toHandle());
      var item = shop.addItem();
      var job = claimedByAnEarlierRun(shop.addJob(item, "film"));
      shop.vault.createAttempt(job.id(), 1);
      running(job, new ProcessIdentity(real.bootId(), real.pid(), real.startTicks() - 100));

      shop.run(new ScriptHandler("film", ":"));

      shop.await(item, "published");
      assertThat(shop.job(job).attempt()).isEqualTo(2);
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void what_ran_before_a_reboot_is_gone() throws Exception {
    var item = shop.addItem();
    var job = claimedByAnEarlierRun(shop.addJob(item, "film"));
    Files.writeString(shop.vault.createAttempt(job.id(), 1).resolve("status"), "0 0\n");
    var self = shop.supervisor().self();
    running(job, new ProcessIdentity("another boot", self.pid(), self.startTicks()));
    var film = new ScriptHandler("film", ":");

    shop.run(film);

    shop.await(item, "published");
    assertThat(film.plans).as("outputs from before the power cut are not trusted").hasValue(1);
  }

  @Test
  void work_inside_the_server_is_begun_again() throws Exception {
    var item = shop.addItem();
    var job = claimedByAnEarlierRun(shop.addJob(item, "inside"));
    running(job, null);

    shop.run(new ScriptHandler("inside", ""));

    shop.await(item, "published");
    assertThat(shop.job(job).failures()).isZero();
  }

  @Test
  void a_stop_that_ends_tools_queues_their_jobs_again() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var runner = shop.run(new ScriptHandler("film", "exec sleep 600"));
    var tool = shop.awaitTool(shop.jobs(runner), job);

    runner.stop(true);

    assertThat(shop.job(job).state()).isInstanceOf(State.Queued.class);
    assertThat(shop.job(job).failures()).isZero();
    assertThat(shop.supervisor().isAlive(tool)).isFalse();
  }

  @Test
  void a_pid_that_was_really_given_to_a_stranger_is_left_alone() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var first = shop.run(new ScriptHandler("film", "exec sleep 600"));
    shop.awaitTool(shop.jobs(first), job);
    first.stop(false);
    var leader = leader(job);
    shop.supervisor().signal(shop.vault.attempt(job.id(), 1), leader, true);
    Shop.await("leader lives", () -> !Files.exists(Path.of("/proc", "" + leader.pid())));

    var stranger = Stranger.withPid(leader.pid());
    if (stranger.isEmpty()) {
      System.out.println("not run: pids can't be chosen here");
      return;
    }
    try (var innocent = stranger.get()) {
      assertThat(innocent.process().pid()).isEqualTo(leader.pid());
      shop.run(new ScriptHandler("film", ":"));

      shop.await(job, State.Succeeded.class);
      assertThat(shop.job(job).attempt()).isEqualTo(2);
      assertThat(innocent.process().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other start", "other boot"})
  void a_stranger_whom_the_folder_names_is_left_alone(String difference) throws Exception {
    try (var stranger = Stranger.start()) {
      var real = identity(stranger.process());
      var named =
          difference.equals("other boot")
              ? new ProcessIdentity(new UUID(1, 2).toString(), real.pid(), real.startTicks())
              : new ProcessIdentity(real.bootId(), real.pid(), real.startTicks() - 1);
      var job = claimedByAnEarlierRun(shop.addJob(shop.addItem(), "film"));
      var folder = shop.vault.createAttempt(job.id(), 1);
      Files.writeString(
          folder.resolve("process"),
          "%s %d %d\n0 %d %d\n"
              .formatted(
                  named.bootId(),
                  named.pid(),
                  named.startTicks(),
                  named.pid(),
                  named.startTicks()));

      shop.run(new ScriptHandler("film", ":"));

      shop.await(job, State.Succeeded.class);
      assertThat(shop.job(job).attempt()).isEqualTo(2);
      assertThat(shop.job(job).failures()).isZero();
      assertThat(stranger.process().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0 0", "\0\0\0\0", "garbage\n", "-1 0\n", "0 0\n0 0\n"})
  void a_status_that_is_torn_counts_as_none(String status) throws Exception {
    var job = claimedByAnEarlierRun(shop.addJob(shop.addItem(), "film"));
    Files.writeString(shop.vault.createAttempt(job.id(), 1).resolve("status"), status);
    var ended = new ProcessBuilder("sleep", "600").start();
    running(job, identity(ended.toHandle()));
    ended.destroyForcibly().waitFor();
    var film = new ScriptHandler("film", ":");

    shop.run(film);

    shop.await(job, State.Succeeded.class);
    assertThat(film.plans).as("it was made again").hasValue(1);
    assertThat(shop.job(job).attempt()).isEqualTo(2);
    assertThat(shop.job(job).failures()).isZero();
  }

  @Test
  void a_torn_plan_does_not_end_what_runs() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var film = new ScriptHandler("film", "while [ ! -e enough ]; do sleep 0.05; done");
    var first = shop.run(film);
    shop.awaitTool(shop.jobs(first), job);
    first.stop(false);
    var folder = shop.vault.attempt(job.id(), 1);
    Files.writeString(folder.resolve("plan"), "tools=FFPR");

    var second = shop.run(film);
    shop.awaitTool(shop.jobs(second), job);
    Files.createFile(folder.resolve("enough"));

    shop.await(job, State.Succeeded.class);
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void words_of_a_wrapper_that_were_lost_lose_no_process() throws Exception {
    var job = claimedByAnEarlierRun(shop.addJob(shop.addItem(), "film"));
    var folder = shop.vault.createAttempt(job.id(), 1);
    var leader =
        shop.supervisor()
            .start(
                folder,
                List.of(ShellPrograms.tool("while [ ! -e enough ]; do sleep 0.05; done")),
                new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 0, 0));
    Shop.await(
        "wrapper is silent",
        () -> {
          var words = folder.resolve("process");
          return Files.exists(words) && Files.size(words) > 0;
        });
    Files.writeString(folder.resolve("process"), "");

    shop.run(new ScriptHandler("film", "exit 1"));
    Shop.await(
        "not adopted",
        () ->
            shop.job(job).state() instanceof State.Running(_, _, var process, _)
                && leader.equals(process));
    Files.createFile(folder.resolve("enough"));

    shop.await(job, State.Succeeded.class);
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void a_wrapper_killed_alone_leaves_no_tool_beside_the_next_attempt() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var film = new ScriptHandler("film", "exec sleep 600");
    var runner = shop.run(film);
    var tool = shop.awaitTool(shop.jobs(runner), job);

    Shop.signal("KILL", leader(job));

    assertThat(shop.awaitAgain(job, 1).reason()).contains("killed");
    assertThat(shop.supervisor().isAlive(tool)).isFalse();
  }

  @Test
  void a_wrapper_killed_while_we_were_away_leaves_no_tool_beside_the_next_attempt()
      throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var film = new ScriptHandler("film", "exec sleep 600");
    var first = shop.run(film);
    var tool = shop.awaitTool(shop.jobs(first), job);
    first.stop(false);
    Shop.signal("KILL", leader(job));
    Shop.await("leader lives", () -> !shop.supervisor().isAlive(leader(job)));
    assertThat(shop.supervisor().isAlive(tool)).isTrue();

    var meeting = new AtomicBoolean();
    var again =
        new ScriptHandler("film", ":") {
          @Override
          public Plan plan(Task task) {
            meeting.set(shop.supervisor().isAlive(tool));
            return super.plan(task);
          }
        };
    shop.run(again);

    shop.await(job, State.Succeeded.class);
    assertThat(meeting).isFalse();
    assertThat(shop.job(job).attempt()).isEqualTo(2);
    assertThat(shop.job(job).failures()).isZero();
  }

  @Test
  void a_log_that_is_killed_costs_words_and_no_work() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var film =
        new ScriptHandler(
            "film", "while [ ! -e enough ]; do sleep 0.05; done; echo unheard >&2; touch made");
    var runner = shop.run(film);
    shop.awaitTool(shop.jobs(runner), job);
    for (var process : ProcessHandle.allProcesses().toList()) {
      if (process.info().command().filter(it -> it.endsWith("/dd")).isPresent()
          && isIn(process, leader(job))) {
        process.destroyForcibly();
      }
    }
    Files.createFile(shop.vault.attempt(job.id(), 1).resolve("enough"));

    shop.await(job, State.Succeeded.class);
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  private static boolean isIn(ProcessHandle process, ProcessIdentity group) {
    try {
      var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[2]) == group.pid();
    } catch (IOException _) {
      return false; // somebody else's, which has ended
    }
  }

  private ProcessIdentity leader(Job job) {
    return Objects.requireNonNull(((State.Running) shop.job(job).state()).process());
  }

  private Job claimedByAnEarlierRun(Job job) {
    return shop.database.write(tables -> {
      var now = shop.clock.instant();
      var claimed = job.claim("earlier", now.plusSeconds(60));
      assertThat(tables.jobs().replace(job, claimed, now)).isTrue();
      return claimed;
    });
  }

  private void running(Job job, @Nullable ProcessIdentity process) {
    boolean kept =
        shop.database.write(tables ->
            tables
                .jobs()
                .replace(job, job.start(process, shop.clock.instant()), shop.clock.instant()));
    assertThat(kept).isTrue();
  }

  private static ProcessIdentity identity(ProcessHandle process) throws Exception {
    var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessIdentity(boot, process.pid(), Long.parseLong(fields[19]));
  }
}
