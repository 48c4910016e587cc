package contentgremlin.vault;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.store.OpenDatabase;
import contentgremlin.vault.CollectionStore.Tally;
import contentgremlin.vault.CollectionStore.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class CollectionStoreContract extends OpenDatabase {
  @Test
  void what_was_done_adds_up() {
    change(tables -> {
      tables.collection().add("trash", 2, 5L << 40, NOON.minusSeconds(9));
      tables.collection().add("trash", 1, 1, NOON);
      tables.collection().add("events", 7, 0, NOON);
    });

    var tallies = read(tables -> tables.collection().tallies());
    assertThat(tallies)
        .hasSize(2)
        .containsEntry("trash", new Tally(3, (5L << 40) + 1, NOON_KEPT))
        .containsEntry("events", new Tally(7, 0, NOON_KEPT));
  }

  @Test
  void a_file_that_is_seen_again_was_first_seen_when_it_was() {
    var first = new Unreferenced("b", 5, NOON_KEPT);
    change(tables -> {
      tables.collection().see(first);
      tables.collection().see(new Unreferenced("a", 7, NOON_KEPT.plusSeconds(5)));
      tables.collection().see(new Unreferenced("b", 6, NOON_KEPT.plusSeconds(9)));
    });

    var grown = new Unreferenced("b", 6, NOON_KEPT);
    var found = read(tables -> tables.collection().find("b"));
    var all = read(tables -> tables.collection().list(null, 9));
    var page = read(tables -> tables.collection().list("a", 9));
    var old = read(tables -> tables.collection().seenBefore(NOON_KEPT, 9));
    var waiting = read(tables -> tables.collection().waiting(NOON_KEPT));
    assertThat(found).contains(grown);
    assertThat(all).extracting(Unreferenced::path).containsExactly("a", "b");
    assertThat(page).containsExactly(grown);
    assertThat(old).containsExactly(grown);
    assertThat(waiting).isEqualTo(new Waiting(2, 13, 1, 6));
  }

  @Test
  void they_can_be_forgotten_or_all_begin_anew() {
    change(tables -> {
      tables.collection().see(new Unreferenced("a", 1, NOON_KEPT));
      tables.collection().see(new Unreferenced("b", 1, NOON_KEPT));
      tables.collection().forget("a");
      tables.collection().seeAllAnew(NOON_KEPT.plusSeconds(1));
    });

    var all = read(tables -> tables.collection().list(null, 9));
    var old = read(tables -> tables.collection().seenBefore(NOON_KEPT, 9));
    assertThat(all).containsExactly(new Unreferenced("b", 1, NOON_KEPT.plusSeconds(1)));
    assertThat(old).isEmpty();
  }

  @Test
  void nothing_waits_at_first_and_nobody_has_looked() {
    var waiting = read(tables -> tables.collection().waiting(NOON));
    var look = read(tables -> tables.collection().look());
    assertThat(waiting).isEqualTo(new Waiting(0, 0, 0, 0));
    assertThat(look).isEmpty();
  }

  @Test
  void the_look_is_kept() {
    var first = new ContentLook(-5L, "a/b", 3, List.of("x", "y z"), null);
    var last = new ContentLook(7, "", 0, List.of(), NOON_KEPT);
    change(tables -> tables.collection().put(first));
    var found = read(tables -> tables.collection().look());
    change(tables -> tables.collection().put(last));

    var look = read(tables -> tables.collection().look());
    assertThat(found).contains(first);
    assertThat(look).contains(last);
  }
}
