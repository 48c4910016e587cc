package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.Limits;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.process.ShellPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      var real = identity(stranger);
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

  private static ProcessIdentity identity(Process process) throws Exception {
    var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessIdentity(boot, process.pid(), Long.parseLong(fields[19]));
  }
}
