package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays of an attempt, and for how long.
class LeftoversTest {
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

  /// A tool that has made something and works on; what it made is noted.
  private static ScriptHandler film(String script) {
    var film = new ScriptHandler("film", "echo segment >made; " + script);
    film.checkpoint = LeftoversTest::note;
    return film;
  }

  private static boolean note(JobHandler.Task task) throws IOException {
    var ledger = task.folder().resolve(JobHandler.LEDGER);
    if (Files.exists(task.folder().resolve("made")) && !Files.exists(ledger)) {
      Files.writeString(ledger, "made");
    }
    return false;
  }

  private Path attempt(Job job, int number) {
    return shop.vault.attempt(job.id(), number);
  }

  private void awaitNote(Job job) throws InterruptedException {
    Shop.await("nothing is noted", () -> Files.exists(attempt(job, 1).resolve("ledger")));
  }

  /// One file after the other is removed.
  private void awaitTidied(Job job, int number) throws InterruptedException {
    var folder = attempt(job, number);
    Shop.await(
        "not tidied",
        () ->
            !Files.exists(folder.resolve("made"))
                && !Files.exists(folder.resolve(JobHandler.LEDGER)));
  }

  @Test
  void what_a_stop_cut_off_is_there_for_the_next_attempt_until_that_has_begun() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var runner = shop.run(film("exec sleep 600"));
    awaitNote(job);
    runner.stop(true);
    assertThat(shop.job(job).state()).isInstanceOf(State.Queued.class);
    assertThat(attempt(job, 1)).isDirectoryContaining("glob:**/made");

    shop.run(film("while [ ! -e enough ]; do sleep 0.05; done"));
    awaitTidied(job, 1);

    assertThat(attempt(job, 1)).isDirectoryContaining("glob:**/log");
    Files.createFile(attempt(job, 2).resolve("enough"));
    shop.await(job, State.Succeeded.class);
  }

  @Test
  void what_was_killed_under_our_eyes_or_told_to_end_is_there_as_well() throws Exception {
    for (String signal : new String[] {"kill", "term"}) {
      var job = shop.addJob(shop.addItem(), "film");
      var runner = shop.run(film("trap 'exit 255' TERM; while :; do sleep 0.05; done"));
      shop.awaitTool(shop.jobs(runner), job);
      awaitNote(job);
      var leader = ((State.Running) shop.job(job).state()).process();
      shop.supervisor()
          .signal(attempt(job, 1), Objects.requireNonNull(leader), signal.equals("kill"));

      shop.awaitAgain(job, 1);
      runner.stop(false);
      assertThat(attempt(job, 1)).as(signal).isDirectoryContaining("glob:**/made");
    }
  }

  @Test
  void what_failed_by_itself_leaves_nothing_to_go_on_from() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var runner = shop.run(film("while [ ! -e enough ]; do sleep 0.05; done; exit 3"));
    awaitNote(job);
    Files.createFile(attempt(job, 1).resolve("enough"));

    shop.awaitAgain(job, 1);
    runner.stop(false);
    assertThat(attempt(job, 1))
        .isDirectoryNotContaining("glob:**/ledger")
        .isDirectoryNotContaining("glob:**/made");
  }

  @Test
  void a_job_that_is_given_up_keeps_only_its_logs() throws Exception {
    shop.database.write(tables -> {
      tables.settings().put(Setting.ATTEMPTS_MAX.word(), "2");
      return "";
    });
    var job = shop.addJob(shop.addItem(), "film");
    var film = film("exec sleep 600");
    var runner = shop.run(film);
    for (int number = 1; number <= 2; number++) {
      int attempt = number;
      shop.awaitTool(shop.jobs(runner), job);
      Shop.await("no note", () -> Files.exists(attempt(job, attempt).resolve("ledger")));
      var leader = ((State.Running) shop.job(job).state()).process();
      shop.supervisor().signal(attempt(job, attempt), Objects.requireNonNull(leader), true);
      Shop.await("not settled", () -> !(shop.job(job).state() instanceof State.Running));
      shop.clock.move(Duration.ofHours(2));
      runner.wake();
    }
    shop.await(job, State.Failed.class);
    for (int number = 1; number <= 2; number++) {
      awaitTidied(job, number);
      assertThat(attempt(job, number)).isDirectoryContaining("glob:**/log");
    }
  }

  @Test
  void after_a_power_cut_nothing_more_is_noted() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var self = shop.supervisor().self();
    shop.database.write(tables -> {
      var now = shop.clock.instant();
      var claimed = job.claim("earlier", now.plusSeconds(60));
      var other = new ProcessIdentity("another boot", self.pid(), self.startTicks());
      assertThat(tables.jobs().replace(job, claimed, now)).isTrue();
      return tables.jobs().replace(claimed, claimed.start(other, now), now);
    });
    Files.writeString(shop.vault.createAttempt(job.id(), 1).resolve("made"), "maybe torn");
    var calls = new AtomicInteger();
    var film = film(":");
    film.checkpoint =
        task -> {
          calls.addAndGet(task.job().attempt() == 1 ? 1 : 0);
          return false;
        };

    shop.run(film);

    shop.await(job, State.Succeeded.class);
    assertThat(calls).hasValue(0);
  }

  @Test
  void that_nothing_can_be_noted_does_not_hurt() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var film = film("sleep 0.3");
    film.checkpoint =
        _ -> {
          throw new IOException("no room for notes");
        };
    shop.run(film);

    shop.await(job, State.Succeeded.class);
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }
}
