package contentgremlin.store;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [Database] must keep to, apart from its stores.
public abstract class DatabaseContract extends OpenDatabase {
  private static final int CALLERS = 64;
  private static final int CALLS_EACH = 50;

  @Test
  void what_was_written_is_read() {
    change(tables -> {
      tables.settings().put("site-name", "Attic");
    });

    var kept = read(tables -> tables.settings().find("site-name"));
    assertThat(kept).contains("Attic");
  }

  @Test
  void work_that_throws_keeps_nothing_and_its_exception_arrives_as_it_is() {
    var problem = new IllegalArgumentException("no");

    assertThatThrownBy(() ->
            change(tables -> {
              tables.settings().put("site-name", "Attic");
              throw problem;
            }))
        .isSameAs(problem);

    var kept = read(tables -> tables.settings().all());
    assertThat(kept).isEmpty();
  }

  @Test
  void a_reader_cannot_write() {
    assertThatThrownBy(() ->
            read(tables -> {
              tables.settings().put("a", "b");
              return "";
            }))
        .isInstanceOf(StoreException.class);

    var kept = read(tables -> tables.settings().all());
    assertThat(kept).isEmpty();
  }

  @Test
  void a_reader_sees_one_state_throughout() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var counted = new CountDownLatch(1);
      var written = new CountDownLatch(1);
      Future<List<Long>> counts =
          callers.submit(() ->
              read(tables -> {
                long before = tables.accounts().count();
                counted.countDown();
                awaitOrFail(written);
                return List.of(before, tables.accounts().count());
              }));
      counted.await();
      write(tables -> tables.accounts().add("ada", contentgremlin.account.Role.VIEWER, -1, NOON));
      written.countDown();

      assertThat(counts.get()).containsExactly(0L, 0L);
    }
  }

  @Test
  void work_that_starts_another_transaction_is_refused_instead_of_waiting_for_ever() {
    assertThatThrownBy(() -> write(_ -> write(_ -> 1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void all_of_64_callers_are_kept_and_numbered_without_gaps_in_what_is_visible() throws Exception {
    all(caller ->
        () -> {
          for (int call = 0; call < CALLS_EACH; call++) {
            var fact = new Fact.ItemCreated(new ItemId(caller + "-" + call));
            change(tables -> {
              tables.events().append(fact, NOON);
            });
          }
          return null;
        });

    var events = read(tables -> tables.events().after(0, CALLERS * CALLS_EACH + 1));
    assertThat(events).hasSize(CALLERS * CALLS_EACH);
    assertThat(events).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    assertThat(events.stream().map(event -> event.fact().about())).doesNotHaveDuplicates();
  }

  @Test
  void a_failing_neighbour_takes_nobody_with_it() throws Exception {
    var failures = new AtomicInteger();
    all(caller ->
        () -> {
          for (int call = 0; call < CALLS_EACH; call++) {
            boolean bad = (caller + call) % 10 == 0;
            var name = caller + "-" + call;
            try {
              change(tables -> {
                tables.settings().put(name, "kept");
                if (bad) {
                  tables.items().add(item("twice"));
                  tables.items().add(item("twice"));
                }
              });
            } catch (StoreException _) {
              failures.incrementAndGet();
            }
          }
          return null;
        });

    int bad = 0;
    for (int caller = 0; caller < CALLERS; caller++) {
      for (int call = 0; call < CALLS_EACH; call++) {
        bad += (caller + call) % 10 == 0 ? 1 : 0;
      }
    }
    assertThat(failures).hasValue(bad);
    var kept = read(tables -> tables.settings().all());
    assertThat(kept).hasSize(CALLERS * CALLS_EACH - bad);
    var twice = read(tables -> tables.items().find(new ItemId("twice")));
    assertThat(twice).isEmpty();
  }

  @Test
  void an_interrupted_caller_still_learns_that_its_change_was_kept() throws Exception {
    Thread.currentThread().interrupt();

    var answer =
        write(tables -> {
          tables.settings().put("site-name", "Attic");
          return "kept";
        });

    assertThat(answer).isEqualTo("kept");
    assertThat(Thread.interrupted()).isTrue();
    var kept = read(tables -> tables.settings().find("site-name"));
    assertThat(kept).contains("Attic");
  }

  @Test
  void listeners_hear_of_each_change_after_it_can_be_read() throws Exception {
    var heard = new CountDownLatch(1);
    database.afterCommit(heard::countDown);
    database.afterCommit(() -> {
      throw new IllegalStateException("a bad listener");
    });

    change(tables -> tables.settings().put("site-name", "Attic"));
    assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    var seen = read(tables -> tables.settings().find("site-name"));

    assertThat(seen).contains("Attic");
  }

  @Test
  void what_was_acknowledged_is_there_after_opening_again() throws Exception {
    change(tables -> {
      tables.items().add(item("first"));
      tables.events().append(new Fact.ItemCreated(new ItemId("first")), NOON);
    });
    database.close();
    database = open();

    var kept = read(tables -> tables.items().find(new ItemId("first")));
    assertThat(kept).contains(item("first"));
    var newest = read(tables -> tables.events().newest());
    assertThat(newest).isEqualTo(1);
  }

  @Test
  void a_closed_database_says_so() {
    database.close();

    assertThatThrownBy(() -> write(_ -> 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> read(_ -> 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_sound_database_has_nothing_wrong_with_it() {
    change(tables -> {
      tables.items().add(item("first"));
    });

    assertThat(database.check()).isEmpty();
  }

  private interface Caller {
    Callable<Void> number(int caller);
  }

  private static void all(Caller caller) throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<Void>>();
      for (int number = 0; number < CALLERS; number++) {
        calls.add(caller.number(number));
      }
      for (var outcome : callers.invokeAll(calls)) {
        outcome.get();
      }
    }
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
