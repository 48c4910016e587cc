package contentgremlin.engine.extend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.Refusal;
import contentgremlin.extension.Tables.Sql;
import contentgremlin.sql.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose fault it is that a call of an extension comes to nothing.
class GuardTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final Guard guard = new Guard("one", (_, why) -> broken.add(why));
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("db"), "test", InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private OwnTables tables() {
    return new OwnTables("one", database, guard);
  }

  private Fault fault(Duration limit, Guard.Work<Object> work) {
    return catchThrowableOfType(
        Fault.class, () -> guard.call("work", limit, Blame.EXTENSION, work));
  }

  private Object insert() {
    return tables().write(List.of(Sql.of("INSERT INTO x_one_a (id) VALUES (1)")));
  }

  @Test
  void a_database_that_can_not_be_written_is_not_its_fault() {
    database.freeze();
    database.leave();

    var fault = fault(LONG, _ -> insert());

    assertThat(fault.isPassing()).isTrue();
    assertThat(fault.reason()).contains("taken over");
    assertThat(guard.isOpen()).isTrue();
    assertThat(broken).isEmpty();
  }

  @Test
  void a_statement_that_is_wrong_is() {
    var fault = fault(LONG, _ -> insert());

    assertThat(fault.isPassing()).isFalse();
    assertThat(guard.isOpen()).isFalse();
    assertThat(broken).singleElement().asString().contains("x_one_a");
  }

  @Test
  void waiting_for_others_who_write_does_not_count() throws Exception {
    database.write(tables -> {
      tables.extensions().apply("one", "CREATE TABLE x_one_a (id {identity});");
      return true;
    });
    var limit = Duration.ofSeconds(4); // more than a busy machine takes for one statement
    var begun = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    var neighbour =
        Thread.ofPlatform()
            .start(() ->
                database.write(_ -> {
                  begun.countDown();
                  return keepFor(limit.plusSeconds(1), asked);
                }));
    begun.await();

    Object changed =
        guard.call(
            "work",
            limit,
            Blame.EXTENSION,
            _ -> {
              asked.countDown();
              return insert();
            });

    assertThat(changed).isEqualTo(List.of(1));
    neighbour.join();
    assertThat(guard.isOpen()).isTrue();
  }

  private static boolean keepFor(Duration time, CountDownLatch since) {
    try {
      since.await();
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_is_broken_asks_the_database_for_nothing_more() {
    assertThat(
            fault(
                    LONG,
                    _ -> {
                      throw new IllegalStateException("ouch");
                    })
                .isPassing())
        .isFalse();

    assertThatThrownBy(this::insert)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("switched off");
  }

  @Test
  void that_all_places_are_taken_passes() throws Exception {
    var busy = new CountDownLatch(Guard.CALLS_MAX);
    var end = new CountDownLatch(1);
    for (int i = 0; i < Guard.CALLS_MAX; i++) {
      Thread.ofVirtual()
          .start(() ->
              fault(
                  LONG,
                  _ -> {
                    busy.countDown();
                    end.await();
                    return true;
                  }));
    }
    busy.await();

    var fault = fault(SHORT, _ -> true);

    assertThat(fault.isPassing()).isTrue();
    assertThat(guard.isOpen()).isTrue();
    end.countDown();
  }
}
