package contentgremlin.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.store.Database;
import contentgremlin.store.DatabaseContract;
import contentgremlin.store.StoreException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest extends DatabaseContract {
  private final String url = TestPostgres.create();

  @Override
  protected Database open() {
    return PostgresDatabase.open(url, "test", InstantSource.system());
  }

  @Test
  void a_server_that_is_not_there_is_reported() {
    assertThatThrownBy(() ->
            PostgresDatabase.open(
                "jdbc:postgresql://127.0.0.1:1/none", "test", InstantSource.system()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("could not be reached");
  }

  @Test
  void two_that_write_at_the_same_time_lose_nothing() throws Exception {
    try (var second = open()) {
      var other =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  second.write(tables -> tables.jobs().nextDemand());
                }
              });
      for (int i = 0; i < 200; i++) {
        write(tables -> tables.jobs().nextDemand());
      }
      other.join();
    }

    var next = write(tables -> tables.jobs().nextDemand());
    org.assertj.core.api.Assertions.assertThat(next).isEqualTo(401);
  }
}
