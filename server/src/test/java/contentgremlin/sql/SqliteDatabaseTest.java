package contentgremlin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.store.Database;
import contentgremlin.store.DatabaseContract;
import contentgremlin.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
  private static final long LOG_BYTES_MAX = 80L << 20;

  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(file(), "test", InstantSource.system());
  }

  private Path file() {
    return folder.resolve("db.sqlite");
  }

  @Test
  void only_its_owner_may_read_the_file() throws Exception {
    change(tables -> {
      tables.settings().put("a", "b");
    });

    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSize(3)
          .allSatisfy(path ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void a_reading_within_a_reading_is_refused_instead_of_waiting_for_ever() {
    assertThatThrownBy(() -> read(_ -> read(_ -> 1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_full_disk_refuses_the_change_and_is_forgotten_once_there_is_room() {
    limitPages(1);
    assertThatThrownBy(this::fill).isInstanceOf(StoreException.Full.class);
    assertThatThrownBy(this::fill).isInstanceOf(StoreException.Full.class);
    var refused = read(tables -> tables.settings().all());
    assertThat(refused).isEmpty();

    limitPages(1_000_000);
    fill();

    var kept = read(tables -> tables.settings().all());
    assertThat(kept).hasSize(1);
    assertThat(database.check()).isEmpty();
  }

  /// SQLite answers the same way when the disk is full.
  private void limitPages(int pages) {
    write(tables -> ((SqlTables) tables).session().number("PRAGMA max_page_count = " + pages));
  }

  private void fill() {
    change(tables -> {
      tables.settings().put("long", "x".repeat(1 << 20));
    });
  }

  @Test
  void the_log_stays_bounded_while_someone_always_reads() throws Exception {
    var text = "x".repeat(1 << 20);
    for (int i = 0; i < 150; i++) {
      var name = "n" + i % 10;
      change(tables -> {
        tables.settings().put(name, text);
      });
      read(tables -> tables.settings().find("n0"));
    }

    assertThat(Files.size(folder.resolve("db.sqlite-wal"))).isLessThan(LOG_BYTES_MAX);
  }

  @Test
  void a_file_that_is_no_database_is_refused_by_name() throws Exception {
    var other = folder.resolve("letter.txt");
    Files.writeString(other, "Dear database, ".repeat(1_000));

    assertThatThrownBy(() -> SqliteDatabase.open(other, "test", InstantSource.system()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("letter.txt");
  }

  @Test
  void several_that_make_and_change_one_file_at_once_wait_for_one_another() throws Exception {
    var shared = folder.resolve("shared.sqlite");
    try (var threads = Executors.newFixedThreadPool(5)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 5; i++) {
        all.add(threads.submit(() -> countUp(shared, 10)));
      }
      for (var one : all) {
        one.get();
      }
    }
    try (var one = SqliteDatabase.open(shared, "test", InstantSource.system())) {
      String counted = one.read(tables -> tables.settings().find("count")).orElseThrow();
      assertThat(counted).isEqualTo("50");
    }
  }

  /// What was read is built upon: so none may come in between.
  private static void countUp(Path file, int times) {
    try (var one = SqliteDatabase.open(file, "test", InstantSource.system())) {
      for (int i = 0; i < times; i++) {
        one.write(tables -> {
          int before = Integer.parseInt(tables.settings().find("count").orElse("0"));
          tables.settings().put("count", Integer.toString(before + 1));
          return before;
        });
      }
    }
  }

  @Test
  void a_newer_schema_is_refused_and_left_as_it_is() {
    write(tables ->
        ((SqlTables) tables)
            .session()
            .update("INSERT INTO schema_version (version, applied_at, build) VALUES (99, 0, 'x')"));
    database.close();

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("schema 99")
        .hasMessageContaining("newer");
  }

  @Test
  void the_schema_says_when_and_by_which_build_it_was_applied() {
    var build =
        read(tables ->
            ((SqlTables) tables)
                .session()
                .first(
                    "SELECT build FROM schema_version WHERE version = 1 AND applied_at > 0",
                    row -> row.getString(1)));

    assertThat(build).contains("test");
    var version = read(tables -> tables.instance().schemaVersion());
    assertThat(version).isEqualTo(Schema.NEWEST);
  }
}
