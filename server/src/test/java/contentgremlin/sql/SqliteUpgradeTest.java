package contentgremlin.sql;

import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.item.ItemId;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.store.Changes;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.Since;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of an upgrade, and which of them bears the name.
class SqliteUpgradeTest {
  @TempDir Path home;

  @BeforeEach
  void fill() {
    change(file(), "old");
  }

  private Path file() {
    return home.resolve("db.sqlite");
  }

  private SqliteUpgrade upgrade() {
    return new SqliteUpgrade(file(), "2.0 (test)", InstantSource.system());
  }

  private static void change(Path file, String item) {
    try (var database = SqliteDatabase.open(file, "1.0 (test)", InstantSource.system())) {
      database.write(tables -> {
        tables.items().add(item(item));
        return true;
      });
    }
  }

  private static List<String> items(Path file) {
    try (var database = SqliteDatabase.open(file, "test", InstantSource.system())) {
      return database.read(tables ->
          Stream.of("old", "new", "late")
              .filter(id -> tables.items().find(new ItemId(id)).isPresent())
              .toList());
    }
  }

  private List<String> names() throws Exception {
    try (var files = Files.list(home)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_moved_copy_bears_the_name_and_the_old_one_keeps_another() throws Exception {
    var upgrade = upgrade();

    assertThat(upgrade.make()).isEmpty();
    upgrade.settle();
    upgrade.move("1.0");

    assertThat(names()).containsExactly("db.sqlite", "db_1.0.sqlite");
    change(file(), "new");
    assertThat(items(file())).containsExactly("old", "new");
    assertThat(items(home.resolve("db_1.0.sqlite"))).containsExactly("old");
  }

  @Test
  void the_copy_can_be_read_by_its_owner_alone() throws Exception {
    var upgrade = upgrade();
    upgrade.make();

    assertThat(Files.getPosixFilePermissions(upgrade.copy())).hasSize(2);
  }

  @Test
  void two_upgrades_from_the_same_version_leave_two_databases() throws Exception {
    for (int i = 0; i < 2; i++) {
      var upgrade = upgrade();
      upgrade.make();
      upgrade.settle();
      upgrade.move("1.0");
    }

    assertThat(names()).containsExactly("db.sqlite", "db_1.0.sqlite", "db_1.0_2.sqlite");
    assertThat(SqliteUpgrade.version(home.resolve("db_1.0_2.sqlite"))).isEqualTo("1.0");
  }

  @Test
  void a_database_that_somebody_still_has_open_is_not_replaced() throws Exception {
    var upgrade = upgrade();
    upgrade.make();
    try (var open = SqliteDatabase.open(file(), "1.0", InstantSource.system())) {
      open.write(tables -> {
        tables.settings().put("a", "b");
        return true;
      });

      assertThatThrownBy(() -> upgrade.move("1.0"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was changed");
    }
    assertThat(items(file())).containsExactly("old");
  }

  @Test
  void who_takes_the_home_back_before_the_move_keeps_it() throws Exception {
    var predecessor = upgrade();
    predecessor.remember();
    var successor = upgrade();
    successor.make();
    successor.settle();

    predecessor.revoke();

    assertThatThrownBy(() -> successor.move("1.0"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("taken the home back");
    predecessor.revoke();
    assertThat(names()).containsExactly("db.sqlite");
    assertThat(items(file())).containsExactly("old");
  }

  @Test
  void who_takes_the_home_back_after_the_move_has_it_back() throws Exception {
    var predecessor = upgrade();
    predecessor.remember();
    var successor = upgrade();
    successor.make();
    successor.settle();
    successor.move("1.0");
    var opened = SqliteDatabase.open(file(), "2.0", InstantSource.system());
    opened.read(tables -> tables.settings().all());

    predecessor.revoke();

    assertThat(names()).containsExactly("db.sqlite");
    change(file(), "late");
    assertThat(items(file())).containsExactly("old", "late");
  }

  @Test
  void what_an_earlier_upgrade_left_is_never_taken_for_what_is_to_be_taken_back() throws Exception {
    var server = upgrade(); // lives through the first move, and is upgraded itself later
    var first = upgrade();
    first.make();
    first.settle();
    first.move("1.0");
    change(file(), "new");

    server.remember();
    var second = upgrade();
    second.make();
    second.settle();
    second.move("2.0");
    server.revoke();

    assertThat(items(file())).containsExactly("old", "new");
    assertThat(items(home.resolve("db_1.0.sqlite"))).containsExactly("old");
  }

  @Test
  void going_back_tells_what_came_since_and_loses_neither_database() throws Exception {
    var upgrade = upgrade();
    upgrade.make();
    upgrade.settle();
    upgrade.move("1.0");
    change(file(), "new");

    var back = upgrade();
    var kept = back.kept().getFirst();
    assertThat(back.since(kept)).extracting(Since::id).containsExactly("new");
    back.goBack(kept, "2.0");

    assertThat(names()).containsExactly("db.sqlite", "db_2.0.sqlite");
    assertThat(items(file())).containsExactly("old");
    assertThat(items(home.resolve("db_2.0.sqlite"))).containsExactly("old", "new");
  }

  @Test
  void of_two_that_want_the_home_the_second_hears_of_the_first() {
    var first = instance(1);

    assertThat(upgrade().claimHome(first, _ -> true)).isEmpty();
    assertThat(upgrade().claimHome(instance(2), _ -> true)).contains(first);
    assertThat(upgrade().claimHome(instance(2), _ -> false)).isEmpty();
  }

  private static Instance instance(long pid) {
    return new Instance(
        new ProcessIdentity("boot", pid, 1),
        Instance.Mode.SERVING,
        "1.0",
        Schema.NEWEST,
        "",
        Instant.ofEpochMilli(1));
  }

  @Test
  void the_copy_says_who_is_about_to_serve() {
    var upgrade = upgrade();
    upgrade.make();
    upgrade.carry(Changes.NONE);

    upgrade.claim(instance(7));

    assertThat(SqliteDatabase.instance(upgrade.copy())).contains(instance(7));
    assertThat(SqliteDatabase.instance(file())).isEmpty();
  }
}
