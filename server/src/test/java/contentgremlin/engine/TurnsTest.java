package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.store.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who goes first when there is one place and much to do.
class TurnsTest {
  private static final long GREEDY = 1;
  private static final long MODEST = 2;
  private static final int MANY = 200;

  @TempDir private Path home;

  private Shop shop;
  private Item item;
  private final ScriptHandler gate =
      new ScriptHandler("gate", "while [ ! -e open ]; do sleep 0.02; done");

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(home);
    places(1);
    item = shop.addItem();
  }

  private void places(int count) {
    shop.database.write(tables -> {
      tables.settings().put(Setting.LIGHT_PLACES.word(), "" + count);
      return "";
    });
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void one_job_of_somebody_else_goes_before_two_hundred_of_a_greedy_one() throws Exception {
    var first = add("gate", GREEDY, Priority.PUBLISHING);
    addMany(GREEDY, Priority.PUBLISHING);
    shop.run(gate, new ScriptHandler("quick", ""));
    shop.await(first, State.Running.class);

    var modest = add("quick", MODEST, Priority.PUBLISHING);
    open(first);

    shop.await(modest, State.Succeeded.class);
    // Who comes new starts where the others are: at most one of theirs has the same turn.
    assertThat(started().indexOf(modest.id())).isBetween(1, 2);
  }

  @Test
  void what_is_demanded_overtakes_everybody() throws Exception {
    var first = add("gate", GREEDY, Priority.PUBLISHING);
    addMany(MODEST, Priority.PUBLISHING);
    var demanded = add("quick", GREEDY, Priority.BACKGROUND);
    shop.run(gate, new ScriptHandler("quick", ""));
    shop.await(first, State.Running.class);

    demand(demanded);
    open(first);

    shop.await(demanded, State.Succeeded.class);
    assertThat(started()).startsWith(first.id(), demanded.id());
  }

  @Test
  void what_nobody_waits_for_starts_once_what_somebody_waits_for_has_ended() throws Exception {
    places(3);
    var background = add("quick", MODEST, Priority.BACKGROUND);
    var first = demand(add("gate", GREEDY, Priority.BACKGROUND));
    shop.run(gate, new ScriptHandler("quick", ""));
    shop.await(first, State.Running.class);

    var improving = add("quick", MODEST, Priority.IMPROVING);
    shop.await(improving, State.Succeeded.class);
    open(first);

    shop.await(background, State.Succeeded.class);
    assertThat(started()).containsExactly(first.id(), improving.id(), background.id());
  }

  @Test
  void what_stands_in_the_way_of_publishing_goes_before_what_only_improves() throws Exception {
    var first = add("gate", GREEDY, Priority.PUBLISHING);
    addMany(MODEST, Priority.IMPROVING);
    shop.run(gate, new ScriptHandler("quick", ""));
    shop.await(first, State.Running.class);

    var publishing = add("quick", GREEDY, Priority.PUBLISHING);
    open(first);

    shop.await(publishing, State.Succeeded.class);
    assertThat(started()).startsWith(first.id(), publishing.id());
  }

  @Test
  void whoever_waits_for_the_next_attempt_holds_no_place() throws Exception {
    var poison = add("poison", MODEST, Priority.PUBLISHING);
    var quick = add("quick", GREEDY, Priority.BACKGROUND);
    shop.clock.hold(); // the next attempt is due when we say so
    var runner = shop.run(new ScriptHandler("poison", "exit 3"), new ScriptHandler("quick", ""));

    shop.awaitAgain(poison, 1);
    shop.await(quick, State.Succeeded.class);
    assertThat(shop.job(poison).attempt()).isEqualTo(1);

    shop.clock.move(Duration.ofMinutes(1));
    runner.wake();
    shop.awaitAgain(poison, 2);
  }

  private Job demand(Job job) {
    shop.database.write(tables -> {
      var demanded = job.demanded(tables.jobs().nextDemand());
      return tables.jobs().replace(job, demanded, shop.clock.instant());
    });
    return job;
  }

  private void addMany(long owner, int urgency) {
    shop.database.write(tables -> {
      for (int i = 0; i < MANY; i++) {
        tables.jobs().add(wanted("quick", owner, urgency), shop.clock.instant());
      }
      return "";
    });
  }

  private Job add(String kind, long owner, int urgency) {
    return shop.database.write(
        tables -> tables.jobs().add(wanted(kind, owner, urgency), shop.clock.instant()));
  }

  private NewJob wanted(String kind, long owner, int urgency) {
    return new NewJob(
        kind,
        item.id(),
        new AccountId(owner),
        Lane.LIGHT,
        0,
        false,
        Priority.of(urgency),
        Map.of());
  }

  private void open(Job job) throws Exception {
    Files.createFile(shop.vault.attempt(job.id(), 1).resolve("open"));
  }

  private List<JobId> started() {
    return shop.events().stream()
        .filter(Fact.JobStarted.class::isInstance)
        .map(fact -> ((Fact.JobStarted) fact).job())
        .toList();
  }
}
