package contentgremlin.sql;

import static contentgremlin.store.DatabaseTesting.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.store.Changes;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One database is taken over by another while it is in use.
class SqliteHandoverTest {
  private static final String NEXT_SCHEMA =
      """
      ALTER TABLE item ADD COLUMN sort_title TEXT NOT NULL DEFAULT '';
      UPDATE item SET sort_title = lower(title) WHERE {changed item};
      CREATE TABLE title_length (item TEXT NOT NULL PRIMARY KEY, length INTEGER NOT NULL);
      DELETE FROM title_length WHERE item NOT IN (SELECT id FROM item);
      INSERT INTO title_length (item, length) SELECT id, length(title) FROM item WHERE {changed item}
        ON CONFLICT (item) DO UPDATE SET length = excluded.length;
      """;

  @TempDir Path folder;
  private SqliteDatabase database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(file(), "old", InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Path file() {
    return folder.resolve("db.sqlite");
  }

  private Path copyFile() {
    return folder.resolve("db_new.sqlite");
  }

  private SqliteCopy copy(Schema schema) {
    return new SqliteCopy(file(), copyFile(), schema);
  }

  private static Schema next() {
    var texts = new ArrayList<>(Schema.OURS.texts());
    texts.add(NEXT_SCHEMA);
    return new Schema(texts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_copy_that_is_made_while_others_write_ends_up_equal(long seed) throws Exception {
    var random = new Random(seed);
    HandoverLoad.mutate(database, random, 300);
    var copy = copy(next());
    database.noteChanges();
    HandoverLoad.mutate(database, random, 50);

    var stop = new AtomicBoolean();
    var writing =
        CompletableFuture.runAsync(() -> {
          var others = new Random(seed + 100);
          while (!stop.get()) {
            HandoverLoad.mutate(database, others, 5);
          }
        });
    var problems = new ArrayList<>(copy.make("new", NOON));
    problems.addAll(copy.carry(database.takeChanges()));
    problems.addAll(copy.carry(database.takeChanges()));
    stop.set(true);
    writing.get(30, TimeUnit.SECONDS);
    problems.addAll(copy.carry(database.freeze()));

    assertThat(problems).isEmpty();
    assertSame();
    assertFilled();
  }

  /// Every row of every table, in both directions, and what a search finds.
  private void assertSame() throws Exception {
    try (var session = SqliteLine.openReader(copyFile())) {
      session.connection().setAutoCommit(true);
      session.execute("ATTACH '%s' AS old".formatted(SqliteLine.uri(file(), "mode=ro")));
      for (var table :
          List.of(
              "item",
              "item_tag",
              "tag",
              "job",
              "setting",
              "event",
              "counter",
              "turn",
              "rendition",
              "stored_file",
              "upload",
              "account",
              "sqlite_sequence")) {
        var columns =
            String.join(
                ", ",
                session.list(
                    "SELECT name FROM pragma_table_info(?, 'old')",
                    row -> ChangeNotes.quoted(row.getString(1)),
                    table));
        for (var sides : List.of(List.of("old", "main"), List.of("main", "old"))) {
          long missing =
              session.number(
                  "SELECT count(*) FROM (SELECT %s FROM %s.%s EXCEPT SELECT %s FROM %s.%s)"
                      .formatted(columns, sides.get(0), table, columns, sides.get(1), table));
          assertThat(missing).as("rows of %s only in %s", table, sides.get(0)).isZero();
        }
      }
      assertThat(SqliteDatabase.check(session)).isEmpty();
      for (var word : List.of("red", "green", "blue")) {
        var found = new SearchIndex(session).find(word, null, true, 0, 1_000);
        var expected = database.read(tables -> tables.items().search(word, null, true, 0, 1_000));
        assertThat(found).as(word).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private void assertFilled() throws Exception {
    try (var session = SqliteLine.openReader(copyFile())) {
      var unfilled =
          session.number("SELECT count(*) FROM item WHERE sort_title <> lower(title)")
              + session.number(
                  """
                  SELECT count(*) FROM item LEFT JOIN title_length ON title_length.item = item.id
                  WHERE title_length.length IS NULL OR title_length.length <> length(title)
                  """);
      assertThat(unfilled).isZero();
      assertThat(session.number("SELECT count(*) FROM item")).isPositive();
    }
  }

  @Test
  void tables_of_extensions_are_copied_and_carried_as_they_are_whoever_knows_them()
      throws Exception {
    database.write(tables -> {
      tables.extensions().put(ExtensionTables.ROW);
      tables.extensions().apply("gone", ExtensionTables.SCHEMA);
      return ExtensionTables.fill(tables, 1, 200);
    });
    var copy = copy(Schema.OURS);
    database.noteChanges();
    var problems = new ArrayList<>(copy.make("new", NOON));
    database.write(ExtensionTables::change);
    problems.addAll(copy.carry(database.takeChanges()));
    database.write(tables -> ExtensionTables.fill(tables, 301, 310));
    problems.addAll(copy.carry(database.freeze()));

    assertThat(problems).isEmpty();
    List<String> before = database.read(ExtensionTables::contents);
    assertThat(before).hasSizeGreaterThan(200);
    try (var heir = SqliteDatabase.open(copyFile(), "new", InstantSource.system())) {
      List<String> after = heir.read(ExtensionTables::contents);
      assertThat(after).isEqualTo(before);
      heir.write(tables -> ExtensionTables.fill(tables, 400, 401));
      List<String> left =
          heir.write(tables -> {
            tables.extensions().drop("gone");
            return tables.extensions().tables("gone");
          });
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_frozen_database_is_one_file_that_can_be_read_while_writers_wait() throws Exception {
    database.write(tables -> put(tables, "before"));

    database.freeze();
    var waiting =
        CompletableFuture.supplyAsync(() -> database.write(tables -> put(tables, "late")));

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
    var seen = database.read(tables -> tables.settings().all());
    assertThat(seen).containsOnlyKeys("before");
    assertThat(waiting).isNotDone();
    assertThatThrownBy(() -> database.read(tables -> put(tables, "never")))
        .isInstanceOf(StoreException.class);

    database.thaw();
    waiting.get(10, TimeUnit.SECONDS);
    var after = database.read(tables -> tables.settings().all());
    assertThat(after).containsOnlyKeys("before", "late");
    assertThat(database.check()).isEmpty();
  }

  private static boolean put(Database.Tables tables, String name) {
    tables.settings().put(name, "1");
    return true;
  }

  @Test
  void after_it_was_left_who_waits_to_write_hears_that_it_has_moved() {
    database.freeze();
    var waiting =
        CompletableFuture.supplyAsync(() -> database.write(tables -> put(tables, "late")));

    database.leave();

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreException.Moved.class);
    assertThatThrownBy(() -> database.write(tables -> put(tables, "later")))
        .isInstanceOf(StoreException.Moved.class);
    var seen = database.read(tables -> tables.settings().all());
    assertThat(seen).isEmpty();
  }

  @Test
  void what_happens_to_the_name_of_a_frozen_file_does_not_matter_to_its_readers() throws Exception {
    database.write(tables -> put(tables, "old"));
    database.freeze();
    Files.move(file(), folder.resolve("db_old.sqlite"));
    try (var other = SqliteDatabase.open(file(), "new", InstantSource.system())) {
      other.write(tables -> put(tables, "new"));

      var seen = database.read(tables -> tables.settings().all());
      assertThat(seen).containsOnlyKeys("old");
      database.leave();
      database.close();

      other.write(tables -> put(tables, "newer"));
      var kept = other.read(tables -> tables.settings().all());
      assertThat(kept).containsOnlyKeys("new", "newer");
      assertThat(other.check()).isEmpty();
    }
  }

  @Test
  void while_another_program_has_it_open_it_does_not_freeze_but_goes_on() throws Exception {
    try (var other = SqliteLine.openReader(file())) {
      other.number("SELECT count(*) FROM item");

      assertThatThrownBy(database::freeze)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("other program");
    }
    database.write(tables -> put(tables, "on"));
    var seen = database.read(tables -> tables.settings().all());
    assertThat(seen).containsOnlyKeys("on");
  }

  @Test
  void a_database_goes_on_where_it_was_moved_to() {
    database.write(tables -> put(tables, "before"));
    var place = folder.resolve("elsewhere.sqlite");

    database.relocate(
        place,
        () -> {
          try {
            Files.move(file(), place);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });

    database.write(tables -> put(tables, "after"));
    var seen = database.read(tables -> tables.settings().all());
    assertThat(seen).containsOnlyKeys("before", "after");
    assertThat(place).exists();
  }

  @Test
  void nothing_is_noted_of_what_was_rolled_back() {
    database.noteChanges();

    assertThatThrownBy(() ->
            database.write(tables -> {
              put(tables, "never");
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(database.takeChanges()).isEqualTo(Changes.NONE);

    database.write(tables -> put(tables, "kept"));
    assertThat(database.takeChanges().keys()).containsOnlyKeys("setting");
  }

  @Test
  void what_was_noted_can_be_forgotten_and_noted_again() {
    database.noteChanges();
    database.write(tables -> put(tables, "first"));

    database.forgetChanges();
    database.write(tables -> put(tables, "second"));
    assertThat(database.takeChanges()).isEqualTo(Changes.NONE);

    database.noteChanges();
    database.write(tables -> put(tables, "third"));
    assertThat(database.takeChanges().keys().get("setting")).containsExactly("[\"third\"]");
  }
}
