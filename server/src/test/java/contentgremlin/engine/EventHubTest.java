package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.engine.EventStream.Message;
import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import contentgremlin.job.Progress;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.DatabaseTesting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventHubTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration NOT_AT_ALL = Duration.ofMillis(1);
  private static final Instant NOON = DatabaseTesting.NOON_KEPT;

  @TempDir private Path folder;
  private Database database;
  private EventHub hub;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
    append(3, NOON);
    hub = new EventHub(database).start();
  }

  @AfterEach
  void close() {
    hub.close();
    database.close();
  }

  private void append(int count, Instant at) {
    database.write(tables -> {
      for (int i = 0; i < count; i++) {
        tables.events().append(new Fact.ItemChanged(new ItemId("item")), at);
      }
      return count;
    });
  }

  private static List<Long> numbers(EventStream.Subscription subscription, int count)
      throws InterruptedException {
    var numbers = new ArrayList<Long>();
    while (numbers.size() < count) {
      if (!(subscription.next(PATIENCE) instanceof Message.Happened(var event))) {
        throw new AssertionError("only " + numbers + " came");
      }
      numbers.add(event.number());
    }
    return numbers;
  }

  @Test
  void tellsOnlyNewEventsToWhoWantsNoOldOnes() throws InterruptedException {
    try (var subscription = hub.subscribe(-1)) {
      append(2, NOON);

      assertThat(numbers(subscription, 2)).containsExactly(4L, 5L);
      assertThat(subscription.next(NOT_AT_ALL)).isNull();
    }
  }

  @Test
  void goesOnWhereAListenerWas() throws InterruptedException {
    append(2, NOON);
    try (var subscription = hub.subscribe(1)) {
      append(1, NOON);

      assertThat(numbers(subscription, 5)).containsExactly(2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void aListenerFarBehindReadsFromTheDatabaseWithoutAGap() throws InterruptedException {
    try (var subscription = hub.subscribe(0)) {
      int many = EventHub.RECENT_MAX + 3 * EventHub.PAGE;
      append(many, NOON);

      var numbers = numbers(subscription, many + 3);
      assertThat(numbers.getFirst()).isEqualTo(1);
      assertThat(numbers.getLast()).isEqualTo(many + 3);
      assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void aListenerWhoseEventsAreGoneStartsAfresh() throws InterruptedException {
    append(1, NOON.plusSeconds(10));
    database.write(tables -> tables.events().removeBefore(NOON.plusSeconds(1), 100));
    try (var subscription = hub.subscribe(1);
        var other = hub.subscribe(3)) {
      assertThat(subscription.next(PATIENCE)).isEqualTo(new Message.Resync(4));
      assertThat(numbers(other, 1)).containsExactly(4L);
      append(1, NOON);
      assertThat(numbers(subscription, 1)).containsExactly(5L);
    }
  }

  @Test
  void aNumberFromTheFutureStartsAfresh() throws InterruptedException {
    try (var subscription = hub.subscribe(1_000)) {
      assertThat(subscription.next(PATIENCE)).isEqualTo(new Message.Resync(3));
    }
  }

  @Test
  void progressOfOneJobIsToldOnceAsItIsNow() throws InterruptedException {
    try (var subscription = hub.subscribe(-1)) {
      for (int i = 1; i <= 100; i++) {
        hub.publishProgress(new JobId(7), null, "transcode", progress(i / 100.0));
      }
      hub.publishProgress(new JobId(8), null, "transcode", progress(0.5));

      assertThat(subscription.next(PATIENCE))
          .isEqualTo(new Message.Moved(new JobId(7), null, "transcode", progress(1)));
      assertThat(subscription.next(PATIENCE))
          .isEqualTo(new Message.Moved(new JobId(8), null, "transcode", progress(0.5)));
      assertThat(subscription.next(NOT_AT_ALL)).isNull();
    }
  }

  private static Progress progress(double fraction) {
    return new Progress(fraction, Duration.ZERO, 1, null);
  }

  @Test
  void aThousandListenersHearEverything() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var heard = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < 1000; i++) {
        heard.add(
            threads.submit(() -> {
              try (var subscription = hub.subscribe(3)) {
                return numbers(subscription, 50);
              }
            }));
      }
      for (int i = 0; i < 50; i++) {
        append(1, NOON);
      }
      for (var one : heard) {
        assertThat(one.get()).hasSize(50).isSorted().contains(4L, 53L);
      }
    }
  }

  @Test
  void closingEndsEverySubscription() {
    try (var subscription = hub.subscribe(-1)) {
      hub.close();

      assertThatThrownBy(() -> subscription.next(PATIENCE))
          .isInstanceOf(InterruptedException.class);
    }
  }
}
