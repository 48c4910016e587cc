package contentgremlin.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.Lending.Answer;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.Lane;
import contentgremlin.job.Progress;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.Wish;
import contentgremlin.store.Setting;
import contentgremlin.worker.Lease;
import contentgremlin.worker.OutputList;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkResult;
import contentgremlin.worker.WorkerInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What workers get and give, and what is kept of it whatever happens in between.
class LendingTest {
  private static final WorkerInfo ANN = worker("ann");
  private static final WorkerInfo BEN = worker("ben");
  private static final long SPACE = 1 << 20;

  @TempDir private Path home;

  private Shop shop;
  private LentHandler handler;
  private Runner runner;

  @BeforeEach
  void open() {
    shop = new Shop(home);
    handler = new LentHandler(shop.vault);
    set(Setting.ENCODER_PLACES, "0");
    runner = shop.run(handler);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  private static WorkerInfo worker(String name) {
    return new WorkerInfo(name, "1.2.3", 4, 1 << 30, List.of(), WorkerInfo.Place.UNKNOWN);
  }

  private void set(Setting setting, String value) {
    shop.database.write(tables -> {
      tables.settings().put(setting.word(), value);
      return value;
    });
  }

  private Job add(Item item) {
    return shop.addJob(item, LentHandler.KIND, Lane.PROCESSOR, Pipeline.STAGE_PROBE, true);
  }

  private Optional<WorkOrder> ask(WorkerInfo who) throws InterruptedException {
    return runner.lending().lease(who, SPACE, Duration.ZERO);
  }

  private WorkOrder get(WorkerInfo who) throws InterruptedException {
    return ask(who).orElseThrow();
  }

  private static OutputList list(String copy) {
    return new OutputList(
        List.of(
            new OutputList.Entry("note", 4, Shop.digest("end\n")),
            new OutputList.Entry("out/copy", copy.length(), Shop.digest(copy)),
            new OutputList.Entry("out/deep/empty", 0, Shop.digest(""))));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private void send(Lease lease, String copy) throws IOException {
    assertThat(runner.lending().announce(lease, list(copy))).isInstanceOf(Answer.Granted.class);
    assertThat(runner.lending().append(lease, 0, bytes("end\n" + copy)))
        .isEqualTo(new Answer.Granted<>(new Lending.Reached(4 + copy.length(), 4 + copy.length())));
  }

  private Answer<Boolean> done(Lease lease) throws IOException {
    return runner.lending().end(lease, new WorkResult.Done());
  }

  private static boolean isOver(Answer<?> answer) {
    return answer instanceof Answer.Over<?>;
  }

  @Test
  void a_worker_gets_what_its_job_needs_and_the_server_publishes_what_comes_back()
      throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    handler.wanted = "the bytes";

    var order = get(ANN);

    assertThat(order.tools()).hasSize(1);
    assertThat(order.tools().getFirst().arguments().toString())
        .contains("../input/original")
        .doesNotContain(home.toString());
    assertThat(order.folders()).containsExactly("out", "out/deep");
    assertThat(order.input().digest()).isEqualTo(Shop.digest("the bytes"));
    assertThat(shop.job(job).machine()).isEqualTo("worker:ann");
    assertThat(shop.job(job).state()).isInstanceOf(State.Running.class);
    if (runner.lending().original(order.lease()) instanceof Answer.Granted<LentInput.Original> it) {
      assertThat(it.value().path()).hasContent("the bytes");
    } else {
      throw new AssertionError("no input");
    }

    send(order.lease(), "the bytes");
    assertThat(done(order.lease())).isEqualTo(new Answer.Granted<>(true));

    shop.await(item, "published");
    assertThat(handler.plans).hasValue(1);
    assertThat(shop.job(job).attempt()).isEqualTo(1);
    assertThat(shop.job(job).machine()).isEqualTo("worker:ann");
    Shop.await("left something", () -> !Files.exists(shop.vault.attempt(job.id(), 1)));
    assertThat(isOver(runner.lending().renew(order.lease(), Progress.UNKNOWN))).isTrue();
    assertThat(isOver(runner.lending().original(order.lease()))).isTrue();
  }

  @Test
  void a_worker_that_only_works_is_not_silent() throws Exception {
    add(shop.addItem());
    var lease = get(ANN).lease();
    for (int times = 0; times < 20; times++) {
      shop.clock.move(Duration.ofSeconds(20));
      assertThat(runner.lending().renew(lease, Progress.UNKNOWN))
          .isInstanceOf(Answer.Granted.class);
    }

    runner.lending().lookForSilentWorkers();

    assertThat(machine("ann").state()).isEqualTo(Machine.State.RUNNING);
  }

  @Test
  void workers_are_machines_that_are_told_from_silent_ones() throws Exception {
    ask(ANN);
    shop.clock.move(Duration.ofMinutes(2));
    ask(BEN);
    shop.clock.move(Duration.ofMinutes(2));
    runner.wake();
    Shop.await("ann still runs", () -> machine("ann").state() == Machine.State.UNREACHABLE);
    assertThat(machine("ben").state()).isEqualTo(Machine.State.RUNNING);
    assertThat(machine("ben").capacity().processors()).isEqualTo(4);
    ask(ANN);
    assertThat(machine("ann").state()).isEqualTo(Machine.State.RUNNING);
  }

  private Machine machine(String name) {
    var id = MachineId.of("worker", name);
    return shop.database.read(tables -> tables.machines().find(id)).orElseThrow();
  }

  @Test
  void workers_that_stay_away_are_forgotten_after_a_month() throws Exception {
    ask(ANN);
    shop.clock.move(Duration.ofDays(29));
    ask(BEN);
    runner.lending().lookForSilentWorkers();
    assertThat(machine("ann").state()).isEqualTo(Machine.State.UNREACHABLE);
    shop.clock.move(Duration.ofDays(2));
    runner.lending().lookForSilentWorkers();
    var left = shop.database.read(tables -> tables.machines().list(null, 9));
    assertThat(left).extracting(Machine::name).containsExactly("ben");
  }

  private MachineId guest(String key, String name) {
    var id = MachineId.of("hyper", key);
    var guest =
        new Machine(
            id,
            Machine.Kind.VIRTUAL,
            "hyper",
            name,
            Machine.State.RUNNING,
            null,
            true,
            Capacity.UNKNOWN,
            List.of(),
            "",
            shop.clock.instant());
    shop.database.write(tables -> {
      tables.machines().put(guest);
      return id;
    });
    return id;
  }

  private @Nullable MachineId hostOf(String worker, String machine, String uuid, String host)
      throws InterruptedException {
    var place = new WorkerInfo.Place(machine, uuid, host);
    ask(new WorkerInfo(worker, "1", 1, 0, List.of(), place));
    return machine(worker).host();
  }

  @Test
  void a_worker_is_known_to_run_on_its_machine() throws Exception {
    var uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f";
    var web = guest(uuid, "web");
    var mail = guest("u2", "mail");
    guest("u3", "same");
    guest("u4", "same");

    assertThat(hostOf("w1", "", uuid, "mail")).isEqualTo(web);
    assertThat(hostOf("w2", "hyper:u2", uuid, "web")).isEqualTo(mail);
    assertThat(hostOf("w3", "", "", "mail")).isEqualTo(mail);
    assertThat(hostOf("w4", "", "", "same")).isNull();
    assertThat(hostOf("w5", "hyper:none", uuid, "web")).isNull();
    assertThat(hostOf("w6", "worker:w1", "", "")).isNull();
    assertThat(hostOf("w7", "", "", "")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFF", "SUSPENDED", "RUNNING"})
  void a_worker_gets_nothing_more_when_its_machine_is_to_end(String target) throws Exception {
    var web = guest("u1", "web");
    add(shop.addItem());
    var wish = Wish.forWork(Wish.Target.valueOf(target), shop.clock.instant());
    shop.database.write(tables -> tables.machines().keep(web, Care.NONE.with(wish)));
    var place = new WorkerInfo.Place("hyper:u1", "", "");

    var order = ask(new WorkerInfo("ann", "1", 1, 0, List.of(), place));

    assertThat(order.isPresent()).isEqualTo(target.equals("RUNNING"));
    assertThat(ask(BEN).isPresent()).isNotEqualTo(order.isPresent());
  }

  @Test
  void work_that_can_be_lent_waits_since_it_may_be_done() throws Exception {
    assertThat(waiting()).isEmpty();
    var job = add(shop.addItem());
    assertThat(waiting()).containsExactly(shop.job(job).created());
    ask(ANN);
    assertThat(waiting()).isEmpty();
    set(Setting.WORKER_JOBS, "never");
    add(shop.addItem());
    assertThat(waiting()).isEmpty();
  }

  private List<java.time.Instant> waiting() {
    return shop.database.read(tables -> runner.lending().waiting(tables));
  }

  @Test
  void no_two_workers_get_the_same_job() throws Exception {
    add(shop.addItem());
    assertThat(ask(ANN)).isPresent();
    assertThat(ask(BEN)).isEmpty();
  }

  @Test
  void whoever_waits_for_work_gets_it_as_soon_as_there_is_some() throws Exception {
    var waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return runner.lending().lease(ANN, SPACE, Shop.WAIT_MAX);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    add(shop.addItem());
    assertThat(waiting.get()).isPresent();
  }

  @Test
  void a_worker_that_vanishes_costs_one_lease_and_what_it_sends_later_changes_nothing()
      throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    handler.wanted = "the bytes";
    var lost = get(ANN).lease();
    assertThat(runner.lending().announce(lost, list("the bytes")))
        .isInstanceOf(Answer.Granted.class);
    runner.lending().append(lost, 0, bytes("end\nthe"));

    vanish();
    var again = shop.awaitAgain(job, 1);
    assertThat(again.reason()).contains("ann");
    assertThat(shop.job(job).failures()).isZero();
    var sent = shop.vault.attempt(job.id(), 1).resolve("sent");
    Shop.await("half an upload stays", () -> !Files.exists(sent));

    assertThat(isOver(runner.lending().renew(lost, Progress.UNKNOWN))).isTrue();
    var second = get(BEN).lease();
    assertThat(isOver(runner.lending().append(lost, 7, bytes(" bytes")))).isTrue();
    assertThat(isOver(runner.lending().announce(lost, list("evil bytes")))).isTrue();
    assertThat(isOver(done(lost))).isTrue();
    assertThat(isOver(runner.lending().giveBack(lost, "no", false))).isTrue();
    send(second, "the bytes");
    assertThat(done(second)).isEqualTo(new Answer.Granted<>(true));

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(2);
  }

  private void vanish() {
    shop.clock.move(Lease.TIME.plusSeconds(30));
    runner.wake();
  }

  @Test
  void a_lease_that_is_renewed_holds() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    for (int i = 0; i < 12; i++) {
      shop.clock.move(Lease.TIME.dividedBy(2)); // the other half is for slow machines
      var reached = new Progress(i / 20.0, Duration.ofSeconds(i), 1, null);
      assertThat(runner.lending().renew(lease, reached))
          .isEqualTo(new Answer.Granted<>(Lease.TIME));
      runner.wake();
    }
    assertThat(shop.jobs(runner).progress(job.id()).orElseThrow().fraction()).isEqualTo(0.55);
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void nobody_may_renew_for_ever() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    runner.stop(false); // nobody here ends the lease while the clock is moved
    for (int hours = 0; hours < 12; hours++) {
      shop.clock.move(Duration.ofHours(1));
      assertThat(runner.lending().renew(lease, Progress.UNKNOWN))
          .isInstanceOf(Answer.Granted.class);
    }
    shop.clock.move(Duration.ofMinutes(6));
    assertThat(isOver(runner.lending().renew(lease, Progress.UNKNOWN))).isTrue();
    runner = shop.run(handler);
    assertThat(shop.awaitAgain(job, 1).reason()).contains("longer than this kind of work");
    assertThat(shop.job(job).failures()).isEqualTo(1);
  }

  @Test
  void the_lease_and_what_was_sent_outlast_a_restart_of_the_server() throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    handler.wanted = "the bytes";
    var lease = get(ANN).lease();
    runner.lending().announce(lease, list("the bytes"));
    runner.lending().append(lease, 0, bytes("end\nthe"));

    runner.stop(false);
    assertThat(ask(BEN)).isEmpty();
    shop.clock.move(Lease.TIME.multipliedBy(3));
    runner = shop.run(handler);

    assertThat(shop.job(job).state()).isInstanceOf(State.Running.class);
    assertThat(runner.lending().renew(lease, Progress.UNKNOWN)).isInstanceOf(Answer.Granted.class);
    assertThat(runner.lending().reached(lease))
        .isEqualTo(new Answer.Granted<>(new Lending.Reached(7, 13)));
    runner.lending().append(lease, 7, bytes(" bytes"));
    assertThat(done(lease)).isEqualTo(new Answer.Granted<>(true));

    shop.await(item, "published");
    assertThat(handler.plans).hasValue(1);
  }

  @Test
  void what_came_whole_just_before_the_server_stopped_is_published_by_the_next() throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    var lease = get(ANN).lease();
    send(lease, "the bytes");
    handler.check = "test -s out/copy";
    runner.leaveOff(false, false);
    assertThat(done(lease)).isEqualTo(new Answer.Granted<>(true));
    runner.stop(false);
    assertThat(shop.job(job).state()).isInstanceOf(State.Running.class);

    runner = shop.run(handler);

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void tools_that_check_are_not_started_again_by_the_next_server() throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    var checks = home.resolve("checks");
    handler.check = "echo once >>'%s'; test -s out/copy".formatted(checks);
    var lease = get(ANN).lease();
    send(lease, "the bytes");
    runner.leaveOff(false, false);
    assertThat(done(lease)).isEqualTo(new Answer.Granted<>(true));
    runner.stop(false);
    // What the last server did just before it died.
    var folder = shop.vault.attempt(job.id(), 1);
    Files.createFile(folder.resolve("checking"));
    shop.supervisor().start(folder, LentPlan.read(folder).rest(), PlanNote.read(folder).limits());
    // Whoever looks for a process before it has said who it is keeps it from beginning at all.
    var begun = folder.resolve("process");
    Shop.await("has not begun", () -> Files.exists(begun) && Files.size(begun) > 0);

    runner = shop.run(handler);

    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(1);
    assertThat(checks).hasContent("once");
  }

  @Test
  void what_was_taken_just_before_the_server_died_is_not_sent_once_more() throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    handler.wanted = "the bytes";
    var lease = get(ANN).lease();
    send(lease, "the bytes");
    new Delivery(shop.vault.attempt(job.id(), 1)).accept(new WorkResult.Done());

    assertThat(done(lease)).isEqualTo(new Answer.Granted<>(true));
    shop.await(item, "published");
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void neither_is_what_it_had_put_in_place_already() throws Exception {
    var item = shop.addItem("the bytes", false);
    var job = add(item);
    handler.wanted = "the bytes";
    var lease = get(ANN).lease();
    send(lease, "the bytes");
    var folder = shop.vault.attempt(job.id(), 1);
    Files.move(folder.resolve("sent/note"), folder.resolve("note"));
    Files.move(folder.resolve("sent/out/copy"), folder.resolve("out/copy"));

    assertThat(runner.lending().reached(lease))
        .isEqualTo(new Answer.Granted<>(new Lending.Reached(13, 13)));
    assertThat(done(lease)).isEqualTo(new Answer.Granted<>(true));
    shop.await(item, "published");
  }

  @Test
  void an_input_that_is_gone_or_another_one_ends_the_lease_at_once() throws Exception {
    shop.clock.hold(); // the first job is not due again when the second is asked for
    var gone = shop.addItem("the bytes", false);
    var job = add(gone);
    var lease = get(ANN).lease();
    Files.delete(shop.vault.original(gone));

    assertThat(isOver(runner.lending().original(lease))).isTrue();
    shop.awaitAgain(job, 1);
    assertThat(shop.job(job).failures()).isEqualTo(1);
    assertThat(isOver(runner.lending().renew(lease, Progress.UNKNOWN))).isTrue();

    var changed = shop.addItem("the bytes", false);
    var other = add(changed);
    var second = get(ANN).lease();
    Files.writeString(shop.vault.original(changed), "other bytes");
    assertThat(isOver(runner.lending().original(second))).isTrue();
    assertThat(shop.awaitAgain(other, 1).reason()).contains("changed");
  }

  @Test
  void a_lease_that_is_over_says_nothing_of_how_far_the_next_one_is() throws Exception {
    var job = add(shop.addItem());
    var lost = get(ANN).lease();
    vanish();
    shop.awaitAgain(job, 1);
    var second = get(BEN).lease();
    runner.lending().renew(second, new Progress(0.5, Duration.ofSeconds(1), 1, null));

    assertThat(isOver(runner.lending().renew(lost, Progress.UNKNOWN))).isTrue();

    assertThat(runner.lending().progress(job.id()).orElseThrow().fraction()).isEqualTo(0.5);
  }

  @Test
  void what_no_worker_can_do_waits_for_a_place_here_and_is_offered_once() throws Exception {
    handler.lendable = 0;
    var job = add(shop.addItem());

    assertThat(ask(ANN)).isEmpty();
    assertThat(ask(BEN)).isEmpty();

    assertThat(shop.job(job).state()).isInstanceOf(State.Queued.class);
    assertThat(shop.job(job).failures()).isZero();
    assertThat(handler.plans).hasValue(1);
  }

  @Test
  void what_the_worker_says_of_its_own_work_is_checked_here() throws Exception {
    handler.check = "cat out/copy; grep -q good out/copy";
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    send(lease, "bad");
    done(lease);

    assertThat(shop.awaitAgain(job, 1).reason()).isEqualTo("tool 1 ended with 1: bad");
    assertThat(shop.job(job).failures()).isEqualTo(1);
    assertThat(handler.conclusions).hasValue(0);
  }

  @Test
  void outputs_that_were_damaged_on_their_way_are_asked_for_once_more() throws Exception {
    var item = shop.addItem();
    add(item);
    handler.wanted = "good";
    var lease = get(ANN).lease();
    runner.lending().announce(lease, list("good"));
    runner.lending().append(lease, 0, bytes("end\ngo0d"));

    assertThat(done(lease)).isInstanceOf(Answer.Later.class);
    assertThat(runner.lending().reached(lease))
        .isEqualTo(new Answer.Granted<>(new Lending.Reached(4, 8)));
    runner.lending().append(lease, 4, bytes("good"));
    assertThat(done(lease)).isEqualTo(new Answer.Granted<>(true));

    shop.await(item, "published");
  }

  @Test
  void what_is_not_whole_can_not_be_the_end() throws Exception {
    add(shop.addItem());
    var lease = get(ANN).lease();
    assertThat(done(lease)).isInstanceOf(Answer.Later.class);
    runner.lending().announce(lease, list("good"));
    runner.lending().append(lease, 0, bytes("end\n"));
    assertThat(done(lease)).isInstanceOf(Answer.Later.class);
    assertThat(runner.lending().append(lease, 3, bytes("good"))).isInstanceOf(Answer.Later.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"junk", "lent", "log", "process", "outer/x", "sent.list"})
  void nothing_is_taken_that_the_job_does_not_yield(String path) throws Exception {
    add(shop.addItem());
    var lease = get(ANN).lease();
    var list = new OutputList(List.of(new OutputList.Entry(path, 1, Shop.digest("x"))));
    assertThat(runner.lending().announce(lease, list)).isInstanceOf(Answer.Wrong.class);
  }

  @Test
  void no_more_is_taken_than_the_job_may_write() throws Exception {
    handler.writtenBytes = 10;
    add(shop.addItem());
    var lease = get(ANN).lease();
    assertThat(runner.lending().announce(lease, list("0123456789")))
        .isInstanceOf(Answer.Wrong.class);
  }

  @Test
  void a_tool_that_fails_there_is_judged_as_if_it_had_failed_here() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    runner.lending().end(lease, new WorkResult.Failed(0, 3, "no good\n"));

    assertThat(shop.awaitAgain(job, 1).reason()).isEqualTo("tool 0 ended with 3: no good");
    assertThat(shop.job(job).failures()).isEqualTo(1);
    assertThat(shop.jobs(runner).logTail(job.id())).isEqualTo("no good\n");
  }

  @Test
  void what_hangs_there_is_judged_as_if_it_hung_here() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    runner.lending().end(lease, new WorkResult.Stalled(Duration.ofMinutes(2), "..."));
    assertThat(shop.awaitAgain(job, 1).reason()).contains("nothing moved for 120 s");
    assertThat(shop.job(job).failures()).isEqualTo(1);
  }

  @Test
  void a_worker_that_stops_gives_its_job_back_at_once() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    assertThat(runner.lending().giveBack(lease, "it stops", false))
        .isEqualTo(new Answer.Granted<>(true));
    assertThat(shop.job(job).failures()).isZero();
    assertThat(ask(BEN)).isPresent();
    assertThat(shop.job(job).attempt()).isEqualTo(2);
  }

  @Test
  void a_worker_without_room_does_not_get_the_same_job_again_at_once() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    runner.lending().giveBack(lease, "its disk is full", true);
    assertThat(ask(ANN)).isEmpty();
    assertThat(shop.job(job).failures()).isZero();
    shop.clock.move(Duration.ofMinutes(11));
    assertThat(ask(ANN)).isPresent();
  }

  @Test
  void a_job_that_is_cancelled_ends_the_lease() throws Exception {
    var job = add(shop.addItem());
    var lease = get(ANN).lease();
    shop.jobs(runner).cancel(job.id());
    assertThat(runner.lending().renew(lease, Progress.UNKNOWN))
        .isEqualTo(new Answer.Over<>("The job was cancelled."));
    assertThat(shop.vault.attempt(job.id(), 1)).doesNotExist();
  }

  @Test
  void the_job_of_what_is_in_the_trash_is_lent_to_nobody_and_taken_away() throws Exception {
    var item = shop.addItem();
    var job = add(item);
    var lease = get(ANN).lease();
    trash(item);
    assertThat(isOver(runner.lending().renew(lease, Progress.UNKNOWN))).isTrue();
    assertThat(shop.job(job).state()).isInstanceOf(State.Cancelled.class);

    var other = shop.addItem();
    trash(other);
    add(other);
    assertThat(ask(ANN)).isEmpty();
  }

  private void trash(Item item) {
    shop.database.write(tables -> {
      var state = new Item.State.Trashed(shop.clock.instant(), item.state());
      tables.items().update(item.becoming(state));
      return item;
    });
  }

  @Test
  void workers_get_only_what_finds_no_place_here_unless_they_are_to_get_all() throws Exception {
    set(Setting.ENCODER_PLACES, "1");
    handler.before = "while [ ! -e enough ]; do sleep 0.05; done";
    var first = add(shop.addItem());
    shop.await(first, State.Running.class);
    assertThat(shop.job(first).machine()).isEqualTo(Job.MACHINE_LOCAL);
    var second = add(shop.addItem());
    assertThat(ask(ANN)).isPresent();
    assertThat(shop.job(second).machine()).isEqualTo("worker:ann");

    set(Setting.WORKER_JOBS, "never");
    add(shop.addItem());
    assertThat(ask(ANN)).isEmpty();
    set(Setting.WORKER_JOBS, "always");
    assertThat(ask(ANN)).isPresent();
    Files.createFile(shop.vault.attempt(first.id(), 1).resolve("enough"));
    shop.await(first, State.Succeeded.class);
  }

  @Test
  void nobody_gets_an_input_that_it_has_no_room_for() throws Exception {
    add(shop.addItem("0123456789", false));
    assertThat(runner.lending().lease(ANN, 9, Duration.ZERO)).isEmpty();
    assertThat(runner.lending().lease(ANN, 10, Duration.ZERO)).isPresent();
  }

  @Test
  void what_somebody_demands_is_lent_first() throws Exception {
    add(shop.addItem());
    var wanted = add(shop.addItem());
    shop.database.write(tables -> {
      var demanded = wanted.demanded(tables.jobs().nextDemand());
      return tables.jobs().replace(wanted, demanded, shop.clock.instant());
    });
    assertThat(get(ANN).lease().job()).isEqualTo(wanted.id());
  }

  @Test
  void what_yields_nothing_that_could_be_sent_is_done_here() throws Exception {
    shop.close();
    shop = new Shop(home);
    set(Setting.ENCODER_PLACES, "0");
    runner = shop.run(new ScriptHandler("local", "true"));
    shop.addJob(shop.addItem(), "local", Lane.PROCESSOR, Pipeline.STAGE_PROBE, true);
    assertThat(ask(ANN)).isEmpty();
  }

  @Test
  void a_job_with_nothing_to_run_is_done_here_when_a_worker_asks() throws Exception {
    shop.close();
    shop = new Shop(home);
    set(Setting.ENCODER_PLACES, "0");
    var nothing = new NothingToRun();
    runner = shop.run(nothing);
    var item = shop.addItem();
    shop.addJob(item, "nothing", Lane.PROCESSOR, Pipeline.STAGE_PROBE, true);
    assertThat(ask(ANN)).isEmpty();
    shop.await(item, "published");
  }

  private static final class NothingToRun extends ScriptHandler {
    NothingToRun() {
      super("nothing", "");
    }

    @Override
    public List<String> yields() {
      return List.of("out");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "/etc/passwd", "a/../b", ".hidden", "a//b", "a/", "a\\b", "a b", "å"})
  void a_list_names_no_file_outside(String path) {
    @Nullable String complaint = null;
    try {
      OutputList.parse("%064x 1 %s%n".formatted(1, path));
    } catch (IllegalArgumentException e) {
      complaint = e.getMessage();
    }
    assertThat(complaint).isEqualTo("line 1 names no good file");
  }
}
