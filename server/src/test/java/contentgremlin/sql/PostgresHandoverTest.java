package contentgremlin.sql;

import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.item.ItemId;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.store.Changes;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One schema takes the place of another while it is in use.
class PostgresHandoverTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final String NEXT_SCHEMA =
      """
      ALTER TABLE item ADD COLUMN sort_title TEXT NOT NULL DEFAULT '';
      UPDATE item SET sort_title = lower(title) WHERE {changed item};
      CREATE TABLE title_length (
        item TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
        length INTEGER NOT NULL);
      INSERT INTO title_length (item, length) SELECT id, length(title) FROM item WHERE {changed item}
        ON CONFLICT (item) DO UPDATE SET length = excluded.length;
      """;

  private final String url = TestPostgres.create();
  private PostgresDatabase database;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void open() {
    database = keep(PostgresDatabase.open(url, "a", "1.0 (test)", InstantSource.system()));
  }

  @AfterEach
  void close() throws Exception {
    for (var one : opened.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T keep(T one) {
    opened.add(one);
    return one;
  }

  private PostgresUpgrade upgrade(String node, Schema schema) {
    return keep(
        new PostgresUpgrade(
            PostgresAddress.of(url), node, "2.0 (test)", InstantSource.system(), schema));
  }

  private PostgresUpgrade upgrade() {
    return upgrade("a", Schema.OURS);
  }

  private static Schema next() {
    var texts = new ArrayList<>(Schema.OURS.texts());
    texts.add(NEXT_SCHEMA);
    return new Schema(texts);
  }

  private Session session() throws SQLException {
    return keep(new Session(DriverManager.getConnection(url), Dialect.POSTGRESQL));
  }

  private List<String> places() throws SQLException {
    return session()
        .list(
            "SELECT name || ' ' || state FROM gremlin_place ORDER BY name",
            row -> row.getString(1));
  }

  @Test
  void a_fresh_database_has_a_schema_of_ours() throws Exception {
    assertThat(places()).containsExactly("gremlin_1 current");
  }

  @Test
  void a_database_can_be_read_before_anything_was_written() throws Exception {
    database.noteChanges();
    assertThat(upgrade().make()).isEmpty();

    var heir = keep(PostgresDatabase.openMade(url, "a", "2.0 (test)", InstantSource.system()));

    assertThat(seen(heir)).isEmpty();
    assertThat(heir.place()).isEqualTo("gremlin_2");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_copy_that_is_made_while_others_write_ends_up_equal(long seed) throws Exception {
    var random = new Random(seed);
    HandoverLoad.mutate(database, random, 300);
    var upgrade = upgrade("a", next());
    database.noteChanges();
    HandoverLoad.mutate(database, random, 50);

    var stop = new AtomicBoolean();
    var other = keep(PostgresDatabase.open(url, "b", "1.0 (test)", InstantSource.system()));
    var writing =
        CompletableFuture.runAsync(() -> {
          var others = new Random(seed + 100);
          while (!stop.get()) {
            HandoverLoad.mutate(database, others, 5);
            HandoverLoad.mutate(other, others, 5);
          }
        });
    var problems = new ArrayList<>(upgrade.make());
    problems.addAll(upgrade.carry(database.takeChanges()));
    problems.addAll(upgrade.carry(database.takeChanges()));
    stop.set(true);
    writing.get(60, TimeUnit.SECONDS);
    var rest = database.freeze();
    problems.addAll(upgrade.carry(rest));

    assertThat(problems).isEmpty();
    assertThat(rest.noted()).isPositive();
    assertThat(database.takeChanges()).isEqualTo(Changes.NONE);
    upgrade.move("1.0");
    assertSame("gremlin_1", "gremlin_2");
  }

  private void assertSame(String from, String to) throws SQLException {
    var session = session();
    session.connection().setAutoCommit(false);
    var places = PostgresPlaces.in(session);
    for (var table : PostgresNotes.tables(session, places, from)) {
      if (table.equals("schema_version")) {
        continue;
      }
      var columns =
          String.join(", ", PostgresCopy.columns(session, PostgresNotes.name(from, table)));
      for (var sides : List.of(List.of(from, to), List.of(to, from))) {
        long missing =
            session.number(
                "SELECT count(*) FROM (SELECT %1$s FROM %2$s.%4$s EXCEPT SELECT %1$s FROM %3$s.%4$s) x"
                    .formatted(columns, sides.get(0), sides.get(1), table));
        assertThat(missing).as("rows of %s only in %s", table, sides.get(0)).isZero();
      }
    }
    assertThat(session.number("SELECT count(*) FROM " + to + ".item")).isPositive();
    assertThat(
            session.number(
                "SELECT count(*) FROM %1$s.item WHERE sort_title <> lower(title)".formatted(to)))
        .isZero();
    assertThat(
            session.number(
                "SELECT count(*) FROM %1$s.item LEFT JOIN %1$s.title_length ON item = id WHERE length IS NULL OR length <> length(title)"
                    .formatted(to)))
        .isZero();
    assertThat(constraints(session, to)).containsAll(constraints(session, from));
    session.execute("SET LOCAL search_path TO " + to);
    long next = session.number("INSERT INTO event (at, type) VALUES (0, 'x') RETURNING number");
    assertThat(next).isGreaterThan(session.number("SELECT max(number) FROM " + from + ".event"));
  }

  /// Rules and indexes, without the schema's name.
  private static List<String> constraints(Session session, String place) {
    return session.list(
        """
        SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = CAST(CAST(? AS text) AS regnamespace) AND convalidated
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = ?
        """,
        row -> row.getString(1).replace(place, "*"),
        place,
        place);
  }

  private static boolean put(PostgresDatabase database, String name) {
    return database.write(tables -> {
      tables.settings().put(name, "there");
      return true;
    });
  }

  private static List<String> seen(PostgresDatabase database) {
    return database.read(tables -> tables.settings().all().keySet().stream().sorted().toList());
  }

  private static CompletableFuture<Boolean> later(PostgresDatabase database, String name) {
    return CompletableFuture.supplyAsync(() -> put(database, name));
  }

  @Test
  void tables_of_extensions_are_copied_and_carried_as_they_are_whoever_knows_them()
      throws Exception {
    database.write(tables -> {
      tables.extensions().put(ExtensionTables.ROW);
      tables.extensions().apply("gone", ExtensionTables.SCHEMA);
      return ExtensionTables.fill(tables, 1, 200);
    });
    var upgrade = upgrade();
    database.noteChanges();
    var problems = new ArrayList<>(upgrade.make());
    database.write(ExtensionTables::change);
    problems.addAll(upgrade.carry(database.takeChanges()));
    database.write(tables -> ExtensionTables.fill(tables, 301, 310));
    problems.addAll(upgrade.carry(database.freeze()));

    assertThat(problems).isEmpty();
    List<String> before = database.read(ExtensionTables::contents);
    assertThat(before).hasSizeGreaterThan(200);
    upgrade.move("1.0");
    upgrade.release();
    try (var heir = PostgresDatabase.openMade(url, "a", "2.0 (test)", InstantSource.system())) {
      assertThat(heir.place()).isEqualTo("gremlin_2");
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
  void a_frozen_database_can_be_read_and_written_by_nobody() throws Exception {
    var other = keep(PostgresDatabase.open(url, "b", "1.0 (test)", InstantSource.system()));
    put(database, "before");
    database.noteChanges();

    database.freeze();
    var waiting = later(database, "late");
    var waitingElsewhere = later(other, "late elsewhere");

    assertThat(seen(database)).containsExactly("before");
    assertThat(seen(other)).containsExactly("before");
    assertThatThrownBy(() ->
            session()
                .execute("INSERT INTO gremlin_1.setting (name, value) VALUES ('never', 'there')"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("may not be written now");
    assertThat(waiting).isNotDone();
    assertThat(waitingElsewhere).isNotDone();

    database.thaw();
    waiting.get(20, TimeUnit.SECONDS);
    waitingElsewhere.get(20, TimeUnit.SECONDS);
    assertThat(seen(database)).containsExactly("before", "late", "late elsewhere");
    assertThat(database.check()).isEmpty();
    awaitNoTriggers();
  }

  private void awaitNoTriggers() throws Exception {
    var session = session();
    await(
        () -> session.number("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'gremlin%'") == 0);
  }

  @Test
  void another_server_of_the_same_schema_follows_and_its_held_writes_arrive() throws Exception {
    var other = keep(PostgresDatabase.open(url, "b", "1.0 (test)", InstantSource.system()));
    put(other, "before");
    database.noteChanges();
    var upgrade = upgrade();
    assertThat(upgrade.make()).isEmpty();
    var heir = keep(PostgresDatabase.openMade(url, "a", "2.0 (test)", InstantSource.system()));
    assertThat(upgrade.carry(database.freeze())).isEmpty();
    var held = later(other, "held");

    upgrade.move("1.0");
    assertThat(held).as("nobody writes before the new one serves").isNotDone();
    upgrade.release();

    held.get(20, TimeUnit.SECONDS);
    put(heir, "after");
    assertThat(seen(heir)).containsExactly("after", "before", "held");
    assertThat(seen(other)).containsExactly("after", "before", "held");
    assertThat(other.place()).isEqualTo("gremlin_2");
  }

  @Test
  void a_server_of_another_schema_still_reads_and_says_why_it_does_not_write() throws Exception {
    var other = keep(PostgresDatabase.open(url, "b", "1.0 (test)", InstantSource.system()));
    put(database, "before");
    database.noteChanges();
    var upgrade = upgrade("a", next());
    assertThat(upgrade.make()).isEmpty();
    assertThat(upgrade.carry(database.freeze())).isEmpty();
    upgrade.move("1.0");
    upgrade.release();

    assertThatThrownBy(() -> put(other, "never"))
        .isInstanceOf(StoreException.LeftBehind.class)
        .hasMessageContaining("gremlin upgrade");
    assertThat(seen(other)).containsExactly("before");
    assertThatThrownBy(() -> PostgresDatabase.open(url, "test", InstantSource.system()))
        .hasMessageContaining("newer version", "gremlin revert");

    // Its own upgrade finds the database where it has to be, and changes nothing about it.
    other.noteChanges();
    var second = upgrade("b", next());
    assertThat(second.make()).isEmpty();
    assertThat(second.carry(other.freeze())).isEmpty();
    second.move("1.0");
    second.release();
    assertThat(places()).containsExactly("gremlin_1 kept", "gremlin_2 current");
  }

  @Test
  void who_takes_the_database_back_before_the_move_keeps_it() throws Exception {
    var predecessor = upgrade();
    predecessor.remember();
    database.noteChanges();
    var successor = upgrade();
    assertThat(successor.make()).isEmpty();
    database.freeze();

    predecessor.revoke();
    database.thaw();

    assertThatThrownBy(() -> successor.move("1.0"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("taken the home back");
    put(database, "after");
    assertThat(seen(database)).containsExactly("after");
    upgrade().settle();
    assertThat(places()).containsExactly("gremlin_1 current");
  }

  @Test
  void who_takes_the_database_back_after_the_move_has_it_back() throws Exception {
    var other = keep(PostgresDatabase.open(url, "b", "1.0 (test)", InstantSource.system()));
    var predecessor = upgrade();
    predecessor.remember();
    database.noteChanges();
    var successor = upgrade();
    assertThat(successor.make()).isEmpty();
    assertThat(successor.carry(database.freeze())).isEmpty();
    successor.move("1.0");
    var held = later(other, "held");

    predecessor.revoke();
    database.thaw();

    held.get(20, TimeUnit.SECONDS);
    put(database, "after");
    assertThat(seen(database)).containsExactly("after", "held");
    upgrade().settle();
    assertThat(places()).containsExactly("gremlin_1 current");
  }

  @Test
  void a_successor_that_comes_too_late_changes_nothing() throws Exception {
    database.noteChanges();
    var late = upgrade();
    assertThat(late.make()).isEmpty();
    database.freeze();
    database.thaw();
    database.forgetChanges();
    database.noteChanges();
    var second = upgrade();
    assertThat(second.make()).isEmpty();
    assertThat(second.carry(database.freeze())).isEmpty();

    assertThatThrownBy(() -> late.move("1.0")).hasMessageContaining("taken the home back");
    second.move("1.0");
    second.release();

    assertThat(places()).contains("gremlin_1 kept", "gremlin_3 current");
  }

  @Test
  void a_machine_that_dies_after_the_move_leaves_the_new_schema_for_its_next_start()
      throws Exception {
    put(database, "before");
    database.noteChanges();
    var successor = upgrade();
    assertThat(successor.make()).isEmpty();
    assertThat(successor.carry(database.freeze())).isEmpty();
    successor.move("1.0");
    successor.close();
    database.close();

    upgrade().settle();
    var next = keep(PostgresDatabase.open(url, "a", "2.0 (test)", InstantSource.system()));
    put(next, "after");

    assertThat(next.place()).isEqualTo("gremlin_2");
    assertThat(seen(next)).containsExactly("after", "before");
  }

  @Test
  void what_an_older_program_kept_in_public_is_taken_along_and_can_be_gone_back_to()
      throws Exception {
    var own = TestPostgres.create();
    try (var session = new Session(DriverManager.getConnection(own), Dialect.POSTGRESQL)) {
      session.connection().setAutoCommit(false);
      Schema.OURS.upTo(1).apply(session, "0.9 (old)", Instant.EPOCH);
      session.update("INSERT INTO setting (name, value) VALUES ('old', 'there')");
      session.execute("CREATE TABLE somebody_elses (id INTEGER)");
      session.connection().commit();
    }
    var upgrade =
        keep(
            new PostgresUpgrade(
                PostgresAddress.of(own), "a", "2.0 (test)", InstantSource.system(), Schema.OURS));
    assertThat(upgrade.standing().place()).isEqualTo("public");
    assertThat(upgrade.standing().schema()).isEqualTo(1);

    assertThat(upgrade.bringUpToDate()).isEmpty();

    try (var database = PostgresDatabase.open(own, "a", "2.0 (test)", InstantSource.system())) {
      assertThat(database.place()).isEqualTo("gremlin_1");
      assertThat(database.<Integer>read(tables -> tables.instance().schemaVersion()))
          .isEqualTo(Schema.NEWEST);
      assertThat(seen(database)).containsExactly("old");
      database.write(tables -> {
        tables.items().add(item("new"));
        return true;
      });
    }
    var kept = upgrade.list().getFirst();
    assertThat(kept.name()).isEqualTo("public");
    assertThat(kept.version()).isEqualTo("0.9");
    assertThat(upgrade.since("public")).extracting("id").containsExactly("new");

    upgrade.goBack("public", "2.0");
    assertThat(upgrade.standing().schema()).isEqualTo(1);
    assertThat(upgrade.list()).extracting("name").containsExactly("gremlin_1");
    assertThatThrownBy(
            () -> {
              try (var session =
                  new Session(DriverManager.getConnection(own), Dialect.POSTGRESQL)) {
                session.execute("DELETE FROM gremlin_1.item");
              }
            })
        .hasMessageContaining("may not be written now");

    upgrade.remove(upgrade.list().getFirst());
    assertThat(upgrade.list()).isEmpty();
  }

  @Test
  void a_schema_is_not_removed_while_a_server_shows_it() throws Exception {
    var other = keep(PostgresDatabase.open(url, "b", "1.0 (test)", InstantSource.system()));
    other.register(instance());
    database.noteChanges();
    var upgrade = upgrade("a", next());
    assertThat(upgrade.make()).isEmpty();
    assertThat(upgrade.carry(database.freeze())).isEmpty();
    upgrade.move("1.0");
    upgrade.release();
    await(() -> upgrade.standing().others().equals(List.of("127.0.0.1:1 (version 1.0)")));

    var kept = upgrade.list().getFirst();
    upgrade.remove(kept);
    assertThat(upgrade.list()).containsExactly(kept);

    other.close();
    upgrade.remove(kept);
    assertThat(upgrade.list()).isEmpty();
    assertThat(places()).containsExactly("gremlin_2 current");
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("what is waited for").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static Instance instance() {
    return new Instance(
        new ProcessIdentity("boot", 1, 1),
        Instance.Mode.SERVING,
        "1.0",
        Schema.NEWEST,
        "127.0.0.1:1",
        Instant.EPOCH);
  }

  @Test
  void items_that_go_take_along_only_what_is_theirs() {
    database.write(tables -> {
      tables.items().add(item("stays"));
      tables.items().add(item("goes"));
      return true;
    });
    database.noteChanges();
    var upgrade = upgrade();
    assertThat(upgrade.make()).isEmpty();
    database.write(tables -> {
      tables.items().remove(new ItemId("goes"));
      return true;
    });
    assertThat(upgrade.carry(database.freeze())).isEmpty();
    upgrade.move("1.0");
    upgrade.release();

    var heir = keep(PostgresDatabase.open(url, "a", "2.0", InstantSource.system()));
    var found =
        heir.read(tables ->
            List.of(
                tables.items().find(new ItemId("stays")).isPresent(),
                tables.items().find(new ItemId("goes")).isPresent()));
    assertThat(found).containsExactly(true, false);
  }

  private void run(String... statements) {
    database.write(tables -> {
      for (var statement : statements) {
        ((SqlTables) tables).session().update(statement);
      }
      return true;
    });
  }

  private static String folder(int number, String path) {
    return "INSERT INTO folder (id, library, path, file_system, inode, born, fingerprint, reason)"
        + " VALUES (%1$d, 1, '%2$s', '', %1$d, 0, 0, '')".formatted(number, path);
  }

  @Test
  void folders_that_take_one_anothers_names_are_carried_over() throws Exception {
    run(
        "INSERT INTO library (id, name, root, visibility, created) VALUES (1, 'a', '/a',"
            + " 'public', 0)",
        folder(1, "a/"),
        folder(2, "b/"),
        folder(3, "c/"),
        "INSERT INTO entry (folder, name, role, size, modified, inode, born, settled, probe,"
            + " demand, essence, digest, checked) SELECT id, 'x', 'media', 1, 1, 1, 1, 0, 'none',"
            + " 0, '', '', 0 FROM folder");
    database.noteChanges();
    var upgrade = upgrade();
    assertThat(upgrade.make()).isEmpty();

    run(
        "UPDATE folder SET gone = 1 WHERE id = 3",
        "UPDATE folder SET path = 'c/' WHERE id = 2",
        "UPDATE folder SET path = 'b/' WHERE id = 1",
        folder(4, "a/"),
        "UPDATE folder SET parent = 4 WHERE id = 1");

    assertThat(upgrade.carry(database.freeze())).isEmpty();
    var session = session();
    assertThat(
            session.list(
                "SELECT id || path FROM gremlin_2.folder ORDER BY id", row -> row.getString(1)))
        .containsExactly("1b/", "2c/", "3c/", "4a/");
    assertThat(session.number("SELECT count(*) FROM gremlin_2.entry")).isEqualTo(3);
  }
}
