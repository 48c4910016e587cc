package contentgremlin.job;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import contentgremlin.job.Job.State;
import contentgremlin.store.OpenDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public abstract class JobStoreContract extends OpenDatabase {
  private static final ItemId FILM = new ItemId("film");
  private static final Instant LEASE = NOON_KEPT.plusSeconds(30);
  private static final ProcessIdentity PROCESS = new ProcessIdentity("boot", 4_000_000, 123L << 32);

  @BeforeEach
  void addItem() {
    change(tables -> tables.items().add(item("film")));
  }

  private static NewJob job(String kind, int stage, boolean blocking) {
    return new NewJob(
        kind, FILM, null, Lane.LIGHT, stage, blocking, Priority.of(100), Map.of("a", "b=c&d"));
  }

  private static NewJob owned(String kind, long owner, int urgency) {
    return new NewJob(
        kind,
        null,
        owner == 0 ? null : new AccountId(owner),
        Lane.PROCESSOR,
        0,
        false,
        Priority.of(urgency),
        Map.of());
  }

  private Job add(NewJob job) {
    return write(tables -> tables.jobs().add(job, NOON));
  }

  private boolean replace(Job before, Job after) {
    return write(tables -> tables.jobs().replace(before, after, NOON));
  }

  private Job find(Job job) {
    return read(tables -> tables.jobs().find(job.id())).orElseThrow();
  }

  /// What became of the job, through claim and start.
  private Job finish(Job job, Ending ending) {
    var claimed = find(job).claim("run", LEASE);
    assertThat(replace(find(job), claimed)).isTrue();
    var running = claimed.start(null, NOON_KEPT);
    assertThat(replace(claimed, running)).isTrue();
    var settled =
        running.settle(ending, new RetryPolicy(1, Duration.ZERO, Duration.ZERO), NOON_KEPT);
    assertThat(replace(running, settled)).isTrue();
    return settled;
  }

  @Test
  void a_job_is_read_as_it_was_written_in_every_state() {
    var queued = add(job("probe", 0, true));
    assertThat(queued.state()).isEqualTo(new State.Queued(NOON_KEPT, ""));
    assertThat(find(queued)).isEqualTo(queued);
    var waiting = add(job("transcode", 1, true));
    assertThat(waiting.state()).isEqualTo(new State.Waiting());
    assertThat(find(waiting)).isEqualTo(waiting);

    var claimed = queued.claim("run-1", LEASE).placed("local", "rendition/film/hls-1");
    var running = claimed.start(PROCESS, NOON_KEPT);
    var inside = claimed.start(null, NOON_KEPT);
    var adopted = running.adopt("run-2", LEASE.plusSeconds(1));
    var again = adopted.settle(new Ending.Failed("“no”"), RetryPolicy.DEFAULT, NOON_KEPT);
    var parked = claimed.settle(new Ending.NoHandler(), RetryPolicy.DEFAULT, NOON_KEPT);
    var failed = claimed.settle(new Ending.Hopeless("bad"), RetryPolicy.DEFAULT, NOON_KEPT);
    var succeeded = running.settle(new Ending.Done(), RetryPolicy.DEFAULT, NOON_KEPT);
    var before = queued;
    for (var next :
        List.of(
            claimed,
            running,
            adopted,
            inside,
            again,
            parked,
            failed,
            succeeded,
            queued.cancel(NOON_KEPT))) {
      assertThat(replace(before, next)).isTrue();
      assertThat(find(queued)).isEqualTo(next);
      before = next;
    }
  }

  @Test
  void of_two_who_replace_the_same_job_one_wins() throws Exception {
    var job = add(job("probe", 0, true));
    try (var runners = Executors.newVirtualThreadPerTaskExecutor()) {
      var claims =
          IntStream.range(0, 64)
              .<Callable<Boolean>>mapToObj(i -> () -> replace(job, job.claim("run-" + i, LEASE)))
              .toList();
      int won = 0;
      for (var claim : runners.invokeAll(claims)) {
        won += claim.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    }
  }

  @Test
  void a_job_that_another_runner_adopted_is_no_longer_ours() {
    var job = add(job("probe", 0, true));
    var claimed = job.claim("run-1", LEASE);
    var running = claimed.start(PROCESS, NOON_KEPT);
    replace(job, claimed);
    replace(claimed, running);
    var adopted = running.adopt("run-2", LEASE);

    assertThat(replace(running, adopted)).isTrue();
    assertThat(replace(running, running.adopt("run-3", LEASE))).isFalse();
    assertThat(find(job)).isEqualTo(adopted);
  }

  @Test
  void a_demand_that_comes_while_a_job_is_worked_on_is_not_undone() {
    var job = add(job("probe", 0, true));
    replace(job, job.demanded(7));

    assertThat(replace(job, job.claim("run", LEASE))).isTrue();

    assertThat(find(job).priority()).isEqualTo(new Priority(100, 7));
  }

  @Test
  void stages_follow_one_another() {
    var probe = add(job("probe", 0, true));
    var keep = add(job("keep", 2, false));
    // The probe adds the next stage while it still runs.
    var video = add(job("transcode", 1, true));
    var poster = add(job("poster", 1, true));

    finish(probe, new Ending.Done());
    assertThat(states(video, poster, keep)).containsExactly("queued", "queued", "waiting");
    finish(video, new Ending.Done());
    assertThat(states(keep)).containsExactly("waiting");
    finish(poster, new Ending.Done());
    assertThat(states(keep)).containsExactly("queued");
    assertThat(find(keep).state()).isEqualTo(new State.Queued(NOON_KEPT, ""));
  }

  @Test
  void a_failed_blocking_job_holds_the_next_stage_until_it_was_made_up_for() {
    var probe = add(job("probe", 0, true));
    var keep = add(job("keep", 1, false));
    var failed = finish(probe, new Ending.Hopeless("no"));
    assertThat(states(keep)).containsExactly("waiting");

    replace(failed, failed.retry(NOON_KEPT));
    finish(probe, new Ending.Done());

    assertThat(states(keep)).containsExactly("queued");
  }

  @Test
  void a_failed_job_that_blocks_nothing_holds_nobody() {
    var sprites = add(job("sprites", 0, false));
    var keep = add(job("keep", 1, false));

    finish(sprites, new Ending.Hopeless("no"));

    assertThat(states(keep)).containsExactly("queued");
  }

  @Test
  void a_failure_of_an_earlier_round_holds_nobody() {
    finish(add(job("probe", 0, true)), new Ending.Done());
    finish(add(job("transcode", 1, true)), new Ending.Hopeless("no"));
    var later = NOON.plusSeconds(60);
    var probe = write(tables -> tables.jobs().add(job("probe", 0, true), later));
    var keep = write(tables -> tables.jobs().add(job("keep", 2, false), later));

    finish(probe, new Ending.Done());

    assertThat(states(keep)).containsExactly("queued");
  }

  private List<String> states(Job... jobs) {
    var states = new ArrayList<String>();
    for (var job : jobs) {
      states.add(find(job).state().word());
    }
    return states;
  }

  @Test
  void claims_go_by_demand_then_urgency_then_age() {
    var old = add(owned("old", 1, 100));
    add(owned("young", 1, 100));
    add(owned("urgent", 1, 200));
    var wanted = add(owned("wanted", 1, 0));
    var wantedMore = add(owned("wanted more", 1, 0));
    replace(wanted, wanted.demanded(1));
    replace(wantedMore, wantedMore.demanded(2));

    assertThat(kinds(claimable(10)))
        .containsExactly("wanted more", "wanted", "urgent", "old", "young");
    assertThat(kinds(claimable(2))).containsExactly("wanted more", "wanted");
    var light = read(tables -> tables.jobs().claimable(Lane.LIGHT, NOON, 10));
    assertThat(light).isEmpty();
    replace(old, old.claim("run", LEASE));
    assertThat(kinds(claimable(10))).doesNotContain("old");
  }

  @Test
  void kinds_that_have_enough_places_are_left_out_but_for_demanded_ones() {
    add(owned("slow", 1, 100));
    var wanted = add(owned("slow", 1, 100));
    add(owned("other", 1, 0));
    replace(wanted, wanted.demanded(1));

    var found = read(tables -> tables.jobs().claimable(Lane.PROCESSOR, NOON, Set.of("slow"), 10));

    assertThat(found.stream().map(Job::kind)).containsExactly("slow", "other");
    assertThat(found.getFirst().id()).isEqualTo(wanted.id());
  }

  @Test
  void jobs_that_stand_apart_wait_for_none_and_none_waits_for_them() {
    var apart = add(job("parse", NewJob.APART, false));
    var keep = add(job("keep", 2, false));
    var probe = add(job("probe", 0, true));
    var later = add(job("ending", NewJob.APART, false));

    assertThat(states(apart, keep, probe, later))
        .containsExactly("queued", "queued", "queued", "queued");
    long open = read(tables -> tables.jobs().countOpen("parse", 10));
    assertThat(open).isOne();
  }

  @Test
  void what_stood_apart_is_forgotten_some_time_after_it_has_ended() {
    var parse = finish(add(job("parse", NewJob.APART, false)), new Ending.Done());
    var open = add(job("ending", NewJob.APART, false));
    var probe = finish(add(job("probe", 0, true)), new Ending.Done());

    int early = write(tables -> tables.jobs().forgetApart(NOON_KEPT, 10));
    int late = write(tables -> tables.jobs().forgetApart(NOON.plusSeconds(60), 10));

    assertThat(List.of(early, late)).containsExactly(0, 1);
    boolean isGone = read(tables -> tables.jobs().find(parse.id()).isEmpty());
    assertThat(isGone).isTrue();
    assertThat(states(open, probe)).containsExactly("queued", "succeeded");
  }

  @Test
  void equally_urgent_owners_take_turns_whoever_queued_more() {
    for (int i = 0; i < 50; i++) {
      add(owned("greedy", 1, 100));
    }
    for (int i = 0; i < 5; i++) {
      claimNext();
    }
    for (int i = 0; i < 3; i++) {
      add(owned("modest", 2, 100));
    }
    add(owned("operator", 0, 100));

    var next = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      next.add(claimNext().kind());
    }

    assertThat(next.subList(0, 3)).containsExactlyInAnyOrder("greedy", "modest", "operator");
    assertThat(next.subList(0, 7).stream().filter("modest"::equals)).hasSize(3);
    assertThat(next.subList(7, 10)).containsOnly("greedy");
  }

  @Test
  void who_withdraws_a_long_queue_is_not_punished_for_it() {
    for (int i = 0; i < 50; i++) {
      var job = add(owned("withdrawn", 1, 100));
      replace(job, job.cancel(NOON_KEPT));
    }
    for (int i = 0; i < 5; i++) {
      add(owned("other", 2, 100));
    }
    add(owned("back", 1, 100));

    var next = List.of(claimNext().kind(), claimNext().kind());

    assertThat(next).contains("back");
  }

  private Job claimNext() {
    return write(tables -> {
      var job = tables.jobs().claimable(Lane.PROCESSOR, NOON, 1).getFirst();
      assertThat(tables.jobs().replace(job, job.claim("run", LEASE), NOON)).isTrue();
      return job;
    });
  }

  private List<Job> claimable(int limit) {
    return read(tables -> tables.jobs().claimable(Lane.PROCESSOR, NOON, limit));
  }

  private static List<String> kinds(List<Job> jobs) {
    return jobs.stream().map(Job::kind).toList();
  }

  @Test
  void a_delayed_job_is_claimable_when_its_time_has_come_and_no_earlier() {
    var again = delayed("again", NOON_KEPT.plusSeconds(10));
    delayed("later", NOON_KEPT.plusSeconds(20));
    add(owned("plain", 1, 0));

    var due = read(tables -> tables.jobs().nextDue(NOON));
    assertThat(due).contains(NOON_KEPT.plusSeconds(10));
    assertThat(kinds(claimable(10))).containsExactly("plain");
    var then = NOON_KEPT.plusSeconds(10);
    var claimable = read(tables -> tables.jobs().claimable(Lane.PROCESSOR, then, 10));
    assertThat(kinds(claimable)).containsExactly("again", "plain");
    var next = read(tables -> tables.jobs().nextDue(then));
    assertThat(next).contains(NOON_KEPT.plusSeconds(20));

    // Claiming one moves those that became due into the line; nothing is lost or twice there.
    change(tables ->
        tables.jobs().replace(find(tables, again), find(tables, again).claim("r", LEASE), then));
    var after =
        read(tables -> tables.jobs().claimable(Lane.PROCESSOR, NOON_KEPT.plusSeconds(20), 10));
    assertThat(kinds(after)).containsExactly("later", "plain");
    var none = read(tables -> tables.jobs().nextDue(NOON_KEPT.plusSeconds(20)));
    assertThat(none).isEmpty();
  }

  private static Job find(contentgremlin.store.Database.Tables tables, Job job) {
    return tables.jobs().find(job.id()).orElseThrow();
  }

  private Job delayed(String kind, Instant until) {
    var job = add(owned(kind, 1, 100));
    var claimed = job.claim("run", LEASE);
    var wait = Duration.between(NOON_KEPT, until);
    var again = claimed.settle(new Ending.Failed("no"), new RetryPolicy(3, wait, wait), NOON_KEPT);
    assertThat(replace(job, claimed)).isTrue();
    assertThat(replace(claimed, again)).isTrue();
    return again;
  }

  @Test
  void started_jobs_are_found_after_a_crash() {
    var claimed = add(owned("claimed", 1, 0));
    var running = add(owned("running", 1, 0));
    add(owned("queued", 1, 0));
    replace(claimed, claimed.claim("run", LEASE));
    replace(running, running.claim("run", LEASE));
    replace(running.claim("run", LEASE), running.claim("run", LEASE).start(PROCESS, NOON_KEPT));

    var started = read(tables -> tables.jobs().started());

    assertThat(kinds(started)).containsExactly("claimed", "running");
  }

  @Test
  void jobs_are_listed_newest_first_by_state_and_item() {
    var first = add(job("probe", 0, true));
    var second = add(owned("second", 1, 0));
    var third = add(job("keep", 1, false));
    var fourth = add(owned("fourth", 1, 0));
    replace(second, second.cancel(NOON_KEPT));

    assertThat(list(null, null, null, 10)).containsExactly("fourth", "keep", "second", "probe");
    assertThat(list(null, null, fourth.id(), 2)).containsExactly("keep", "second");
    assertThat(list("open", null, null, 10)).containsExactly("fourth", "keep", "probe");
    assertThat(list("open", null, third.id(), 10)).containsExactly("probe");
    assertThat(list("cancelled", null, null, 10)).containsExactly("second");
    assertThat(list("waiting", FILM, null, 10)).containsExactly("keep");
    assertThat(list("open", FILM, null, 10)).containsExactly("keep", "probe");
    assertThat(list(null, FILM, third.id(), 10)).containsExactly("probe");
    assertThat(list("nonsense", null, null, 10)).isEmpty();
    var of = read(tables -> tables.jobs().of(FILM));
    assertThat(of).containsExactly(first, third);
  }

  private List<String> list(
      @Nullable String state, @Nullable ItemId item, @Nullable JobId before, int limit) {
    return kinds(read(tables -> tables.jobs().list(new JobQuery(state, item, before, limit))));
  }

  @Test
  void jobs_are_counted_by_state() {
    add(owned("a", 1, 0));
    var b = add(owned("b", 1, 0));
    add(owned("c", 1, 0));
    replace(b, b.cancel(NOON_KEPT));

    var counts = read(tables -> tables.jobs().countByState());

    assertThat(counts).isEqualTo(Map.of("queued", 2L, "cancelled", 1L));
  }

  @Test
  void demand_numbers_grow() {
    long first = write(tables -> tables.jobs().nextDemand());
    long second = write(tables -> tables.jobs().nextDemand());

    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void parked_jobs_go_on_when_their_handler_is_back() {
    var one = add(owned("raw", 1, 0));
    var other = add(owned("cad", 1, 0));
    for (var job : List.of(one, other)) {
      var claimed = job.claim("run", LEASE);
      replace(job, claimed);
      replace(claimed, claimed.settle(new Ending.NoHandler(), RetryPolicy.DEFAULT, NOON_KEPT));
    }

    int released = write(tables -> tables.jobs().unpark("raw", NOON));

    assertThat(released).isEqualTo(1);
    assertThat(states(one, other)).containsExactly("queued", "parked");
    assertThat(kinds(claimable(10))).containsExactly("raw");
  }

  @Test
  void the_number_of_a_removed_job_is_never_given_again() {
    var last = add(job("probe", 0, true));
    change(tables -> tables.items().remove(FILM));

    assertThat(add(owned("next", 1, 0)).id()).isGreaterThan(last.id());
  }
}
