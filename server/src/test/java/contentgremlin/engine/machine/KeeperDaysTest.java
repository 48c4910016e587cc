package contentgremlin.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.JobId;
import contentgremlin.machine.Machine.State;
import contentgremlin.machine.Run;
import contentgremlin.store.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Machines that are started because work waits, through hours and days that pass by hand.
class KeeperDaysTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private MachineRoom room;

  @BeforeEach
  void open() throws Exception {
    room = new MachineRoom(folder);
    for (var key : List.of("a", "b", "c", "other")) {
      room.hypervisor.has(key, "machine " + key, State.OFF);
    }
    for (var key : List.of("a", "b", "c")) {
      room.adopt(key);
    }
  }

  @AfterEach
  void close() {
    room.close();
  }

  private void waits(Duration since) {
    room.waiting.add(room.instant().minus(since));
  }

  private List<String> calls() {
    return room.hypervisor.calls();
  }

  @Test
  void work_has_to_wait_before_anything_is_started_and_idle_machines_are_stopped()
      throws Exception {
    waits(Duration.ZERO);
    room.live(Duration.ofSeconds(110), Duration.ofSeconds(10));
    assertThat(calls()).isEmpty();
    room.live(MINUTE, Duration.ofSeconds(10));
    assertThat(calls()).containsExactly("START a");

    room.workerAsks("a");
    var job = room.lend("a");
    room.waiting.clear();
    room.live(Duration.ofHours(3), MINUTE);
    assertThat(calls()).containsExactly("START a");

    room.done(job.id());
    room.live(Duration.ofMinutes(9), MINUTE);
    assertThat(calls()).containsExactly("START a");
    room.live(Duration.ofMinutes(5), MINUTE);
    assertThat(calls()).containsExactly("START a", "STOP a");
    assertThat(room.run("a")).isEmpty();
    assertThat(room.care("a").problem()).isEmpty();
  }

  @Test
  void no_more_machines_than_jobs_and_no_more_than_the_limit_are_started() throws Exception {
    waits(Duration.ofHours(1));
    room.live(Duration.ofMinutes(5), MINUTE);
    assertThat(calls()).containsExactly("START a");
    for (int i = 0; i < 9; i++) {
      waits(Duration.ofHours(1));
    }
    room.live(Duration.ofMinutes(5), MINUTE);
    assertThat(calls()).containsExactly("START a", "START b");
  }

  @Test
  void with_a_limit_of_none_nothing_is_started() throws Exception {
    room.set(Setting.MACHINE_LIMIT, "0");
    waits(Duration.ofHours(1));
    room.live(Duration.ofHours(1), MINUTE);
    assertThat(calls()).isEmpty();
  }

  @Test
  void one_whose_worker_never_asks_is_stopped_and_left_alone_for_hours() throws Exception {
    room.set(Setting.MACHINE_LIMIT, "1");
    waits(Duration.ofHours(1));
    room.live(Duration.ofMinutes(14), MINUTE);

    assertThat(calls()).startsWith("START a", "STOP a", "START b");
    assertThat(room.care("a").problem()).contains("no worker on it has asked for work");
    room.live(Duration.ofHours(3), MINUTE);
    assertThat(calls().stream().filter("START a"::equals)).hasSize(1);
    room.live(Duration.ofHours(2), MINUTE);
    assertThat(calls().stream().filter("START a"::equals)).hasSize(2);
  }

  @Test
  void one_that_does_not_start_is_given_up_for_hours_and_another_one_taken() throws Exception {
    room.hypervisor.dead.add("a");
    waits(Duration.ofHours(1));
    room.live(Duration.ofMinutes(8), Duration.ofSeconds(10));

    assertThat(calls().stream().filter("START a"::equals)).hasSize(4);
    assertThat(calls()).endsWith("START b");
    assertThat(room.care("a").problem()).contains("does not start");
    assertThat(room.run("a")).isEmpty();
  }

  @Test
  void one_that_goes_off_by_itself_again_and_again_is_not_started_each_time() throws Exception {
    room.set(Setting.MACHINE_LIMIT, "1");
    waits(Duration.ofHours(1));
    for (var left = Duration.ofHours(4);
        left.isPositive();
        left = left.minus(MINUTE.multipliedBy(4))) {
      room.live(MINUTE.multipliedBy(4), MINUTE);
      for (var key : List.of("a", "b", "c")) {
        room.hypervisor.becomes(key, State.OFF);
      }
    }
    assertThat(calls()).containsExactly("START a", "START b", "START c");
    assertThat(room.care("a").problem()).contains("went off by itself");
  }

  @Test
  void one_that_somebody_suspends_or_had_running_is_not_ours_to_stop() throws Exception {
    room.hypervisor.becomes("b", State.RUNNING);
    waits(Duration.ofHours(1));
    room.live(Duration.ofMinutes(2), MINUTE);
    assertThat(calls()).containsExactly("START a");
    room.hypervisor.becomes("a", State.SUSPENDED);
    room.waiting.clear();
    room.live(MINUTE, MINUTE);
    room.hypervisor.becomes("a", State.RUNNING);
    room.live(Duration.ofHours(5), MINUTE);
    assertThat(calls()).containsExactly("START a");
  }

  @Test
  void what_is_lent_is_finished_before_quiet_hours_stop_a_machine() throws Exception {
    room.set(Setting.MACHINE_QUIET_HOURS, "14:00-15:00");
    room.set(Setting.MACHINE_LIMIT, "1");
    waits(Duration.ofHours(1));
    room.live(Duration.ofMinutes(3), MINUTE);
    room.workerAsks("a");
    var job = room.lend("a");
    room.live(Duration.ofMinutes(150), MINUTE); // it is 14:33
    assertThat(calls()).containsExactly("START a");
    assertThat(room.wish("a")).isNotNull();
    room.done(job.id());
    room.live(Duration.ofMinutes(5), MINUTE);
    assertThat(calls()).containsExactly("START a", "STOP a");
    room.live(Duration.ofMinutes(20), MINUTE);
    assertThat(calls()).hasSize(2);
    room.live(Duration.ofMinutes(10), MINUTE);
    assertThat(calls()).containsExactly("START a", "STOP a", "START a");
  }

  @Test
  void a_quota_that_is_used_up_ends_the_day_and_the_next_one_begins_anew() throws Exception {
    room.set(Setting.MACHINE_QUOTA, "1");
    room.set(Setting.MACHINE_LIMIT, "1");
    waits(Duration.ofHours(1));
    room.live(Duration.ofMinutes(3), MINUTE);
    room.workerAsks("a");
    var job = room.lend("a");
    room.live(Duration.ofMinutes(65), MINUTE);
    assertThat(calls()).containsExactly("START a");
    assertThat(room.wish("a")).isNotNull();

    room.done(job.id());
    room.live(Duration.ofHours(10), MINUTE); // it is 23:08
    assertThat(calls()).containsExactly("START a", "STOP a");
    room.live(MINUTE.multipliedBy(55), MINUTE);
    assertThat(calls()).containsExactly("START a", "STOP a", "START a");
  }

  @Test
  void days_of_work_with_failures_and_crashes_keep_to_all_limits() throws Exception {
    room.set(Setting.MACHINE_QUIET_HOURS, "22:00-07:00");
    room.set(Setting.MACHINE_QUOTA, "9");
    var days = new Days(new Random(7));
    for (int minute = 0; minute < 3 * 24 * 60; minute++) {
      days.minute();
    }
    room.waiting.clear();
    room.hypervisor.refusal = null;
    for (int minute = 0; minute < 90; minute++) {
      days.minuteWithoutNews();
    }

    assertThat(days.done).isGreaterThan(40);
    assertThat(days.starts).isGreaterThan(6);
    assertThat(List.of("a", "b", "c")).allMatch(key -> room.hypervisor.state(key) == State.OFF);
    assertThat(calls()).noneMatch(call -> call.endsWith("other"));
    assertThat(calls()).noneMatch(call -> call.startsWith("END"));
  }

  /// What happens outside: people bring work, workers do it, hypervisors fail, servers die.
  private final class Days {
    private final Random random;
    private final Map<String, JobId> working = new HashMap<>();
    private final Map<String, Instant> until = new HashMap<>();
    private final Map<String, Instant> up = new HashMap<>();
    private int done;
    private int starts;

    Days(Random random) {
      this.random = random;
    }

    void minute() throws Exception {
      if (random.nextInt(20) == 0) {
        waits(Duration.ZERO);
      }
      room.hypervisor.refusal = random.nextInt(6) == 0 ? "the hypervisor is in a bad mood" : null;
      if (random.nextInt(40) == 0) {
        room.crash();
      }
      minuteWithoutNews();
    }

    void minuteWithoutNews() throws Exception {
      int before = calls().size();
      var usedBefore = used();
      room.live(MINUTE, MINUTE);
      check(calls().subList(before, calls().size()), usedBefore);
      work();
    }

    private void check(List<String> news, Duration usedBefore) {
      for (var call : news) {
        if (call.startsWith("START")) {
          starts++;
          var clock = LocalTime.ofInstant(room.instant(), ZoneOffset.UTC);
          assertThat(clock).isBetween(LocalTime.of(7, 0), LocalTime.of(22, 0));
          assertThat(usedBefore).isLessThanOrEqualTo(Duration.ofHours(9));
        } else {
          assertThat(working).doesNotContainKey(call.substring(call.length() - 1));
        }
      }
      List<Run> open =
          room.database.read(tables -> tables.machines().runs(room.instant())).stream()
              .filter(Run::isOpen)
              .toList();
      assertThat(open).hasSizeLessThanOrEqualTo(2);
    }

    private Duration used() {
      var now = room.instant();
      var from = now.truncatedTo(ChronoUnit.DAYS);
      List<Run> runs = room.database.read(tables -> tables.machines().runs(from));
      return runs.stream()
          .map(run -> {
            var first = run.began().isAfter(from) ? run.began() : from;
            var ended = run.ended();
            return Duration.between(first, ended == null ? now : ended);
          })
          .reduce(Duration.ZERO, Duration::plus);
    }

    /// Workers ask two minutes after their machine is up, and get what waits, unless their machine
    /// is to be stopped.
    private void work() {
      for (var key : List.of("a", "b", "c")) {
        if (room.hypervisor.state(key) != State.RUNNING) {
          up.remove(key);
          continue;
        }
        var since = up.computeIfAbsent(key, _ -> room.instant());
        var end = until.get(key);
        if (end != null && !room.instant().isBefore(end)) {
          room.done(Objects.requireNonNull(working.remove(key)));
          until.remove(key);
          done++;
        }
        if (!since.plus(Duration.ofMinutes(2)).isAfter(room.instant())) {
          room.workerAsks(key);
          if (!working.containsKey(key) && !room.waiting.isEmpty() && room.wish(key) == null) {
            room.waiting.removeFirst();
            working.put(key, room.lend(key).id());
            until.put(key, room.instant().plus(Duration.ofMinutes(5 + random.nextInt(40))));
          }
        }
      }
    }
  }
}
