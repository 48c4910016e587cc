package contentgremlin.vault;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.digest;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.store.OpenDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class FileStoreContract extends OpenDatabase {
  private static final Instant LATER = NOON_KEPT.plusSeconds(1_000);

  private static StoredFile file(String path, long size) {
    return new StoredFile(path, size, digest(1), "video/mp4", NOON_KEPT);
  }

  @Test
  void a_file_is_added_replaced_and_removed() {
    change(tables -> tables.files().put(file("a", 1)));
    var replaced = new StoredFile("a", 5L << 40, digest(2), "image/avif", NOON_KEPT.plusMillis(1));
    change(tables -> tables.files().put(replaced));
    var found = read(tables -> tables.files().find("a"));
    change(tables -> tables.files().remove("a"));
    var removed = read(tables -> tables.files().find("a"));

    assertThat(found).contains(replaced);
    assertThat(removed).isEmpty();
  }

  @Test
  void files_are_listed_by_path_byte_for_byte_and_added_up() {
    var files = List.of(file("A", 1), file("B/1", 2), file("B/Z", 4), file("a", 8), file("é", 16));
    change(tables -> files.reversed().forEach(tables.files()::put));

    var all = read(tables -> tables.files().list(null, 10));
    var page = read(tables -> tables.files().list("B/1", 2));
    var total = read(tables -> tables.files().totalSize());

    assertThat(all).isEqualTo(files);
    assertThat(page).isEqualTo(files.subList(2, 4));
    assertThat(total).isEqualTo(31);
  }

  @Test
  void an_empty_list_has_no_size() {
    var total = read(tables -> tables.files().totalSize());

    assertThat(total).isZero();
  }

  private static StoredFile file(String path, Instant verified) {
    return new StoredFile(path, 10, digest(1), "video/mp4", verified);
  }

  @Test
  void sound_files_come_in_the_order_in_which_they_were_verified() {
    var never = file("z", StoredFile.NEVER);
    var early = file("b", NOON_KEPT);
    var same = file("c", NOON_KEPT);
    var late = file("a", NOON_KEPT.plusMillis(1));
    change(tables -> List.of(late, same, early, never).forEach(tables.files()::put));

    var page = read(tables -> tables.files().verifiedBefore(NOON_KEPT.plusMillis(1), 2));
    var rest = read(tables -> tables.files().verifiedBefore(NOON_KEPT.plusMillis(1), 9));

    assertThat(page).containsExactly(never, early);
    assertThat(rest).containsExactly(never, early, same);
  }

  @Test
  void a_verified_file_goes_to_the_end_of_the_line() {
    var file = file("a", NOON_KEPT);
    change(tables -> tables.files().put(file));

    boolean marked = write(tables -> tables.files().markVerified(file, NOON_KEPT.plusMillis(5)));
    var found = read(tables -> tables.files().find("a"));

    assertThat(marked).isTrue();
    assertThat(found).map(StoredFile::verified).contains(NOON_KEPT.plusMillis(5));
  }

  @Test
  void what_was_replaced_while_it_was_read_is_neither_verified_nor_damaged() {
    var read = file("a", NOON_KEPT);
    var replaced = new StoredFile("a", 10, digest(2), "video/mp4", NOON_KEPT);
    change(tables -> tables.files().put(replaced));

    boolean verified = write(tables -> tables.files().markVerified(read, NOON));
    boolean damaged =
        write(tables -> tables.files().markDamaged(read, Damage.Kind.CHANGED, "x", NOON));
    boolean gone =
        write(tables -> tables.files().markDamaged(file("b", NOON), Damage.Kind.MISSING, "", NOON));

    var found = read(tables -> tables.files().find("a"));
    var damage = read(tables -> tables.files().findDamage("a"));

    assertThat(List.of(verified, damaged, gone)).containsOnly(false);
    assertThat(found).contains(replaced);
    assertThat(damage).isEmpty();
  }

  @Test
  void a_damaged_file_is_remembered_since_when_and_how_it_was_found_last() {
    var file = file("a", NOON_KEPT);
    var later = NOON_KEPT.plusSeconds(60);
    change(tables -> {
      tables.files().put(file);
      tables.files().put(file("b", NOON_KEPT));
      tables.files().markDamaged(file, Damage.Kind.UNREADABLE, "no answer", NOON_KEPT);
      tables.files().markDamaged(file, Damage.Kind.MISSING, "nothing", later);
    });

    var damage = read(tables -> tables.files().findDamage("a"));
    var sound = read(tables -> tables.files().verifiedBefore(later, 9));
    var checkedBefore = read(tables -> tables.files().damagedBefore(later, 9));
    var checkedAfter = read(tables -> tables.files().damagedBefore(later.plusMillis(1), 9));

    assertThat(damage).contains(new Damage(file, NOON_KEPT, later, Damage.Kind.MISSING, "nothing"));
    assertThat(sound).extracting(StoredFile::path).containsExactly("b");
    assertThat(checkedBefore).isEmpty();
    assertThat(checkedAfter).containsExactly(damage.orElseThrow());
  }

  @Test
  void a_file_that_is_right_again_or_put_again_is_sound() {
    var files = List.of(file("a", NOON_KEPT), file("b", NOON_KEPT));
    change(tables -> {
      files.forEach(tables.files()::put);
      files.forEach(file -> tables.files().markDamaged(file, Damage.Kind.CHANGED, "x", NOON));
      tables.files().markVerified(files.getFirst(), NOON_KEPT);
      tables.files().put(files.getLast());
    });

    var damaged = read(tables -> tables.files().damagedBefore(LATER, 9));
    var sound = read(tables -> tables.files().verifiedBefore(LATER, 9));

    assertThat(damaged).isEmpty();
    assertThat(sound).isEqualTo(files);
  }

  @Test
  void what_may_be_mended_is_looked_at_again_soon() {
    var files =
        List.of(file("r/a/1", NOON_KEPT), file("r/a0", NOON_KEPT), file("r/b/1", NOON_KEPT));
    change(tables -> {
      files.forEach(tables.files()::put);
      files.forEach(file -> tables.files().markDamaged(file, Damage.Kind.CHANGED, "x", NOON));
      tables.files().lookAgain("r/a");
    });

    var due = read(tables -> tables.files().damagedBefore(NOON_KEPT, 9));
    var below = read(tables -> tables.files().damagedBelow("r/a", 9));

    assertThat(due).extracting(Damage::path).containsExactly("r/a/1");
    assertThat(below).isEqualTo(due);
  }

  @Test
  void coverage_counts_only_what_was_read_and_is_right() {
    change(tables -> {
      tables.files().put(file("never", StoredFile.NEVER));
      tables.files().put(file("old", NOON_KEPT.minusMillis(1)));
      tables.files().put(file("new", NOON_KEPT));
      var damaged = file("damaged", NOON_KEPT.plusMillis(1));
      tables.files().put(damaged);
      tables.files().markDamaged(damaged, Damage.Kind.CHANGED, "x", NOON);
    });

    var coverage = read(tables -> tables.files().coverage(NOON_KEPT));

    assertThat(coverage).isEqualTo(new Coverage(NOON_KEPT, 4, 40, 1, 10, 1, StoredFile.NEVER));
    assertThat(coverage.isWhole()).isFalse();
  }

  @Test
  void an_empty_vault_is_covered_and_has_no_oldest_file() {
    var coverage = read(tables -> tables.files().coverage(NOON_KEPT));

    assertThat(coverage).isEqualTo(new Coverage(NOON_KEPT, 0, 0, 0, 0, 0, null));
    assertThat(coverage.isWhole()).isTrue();
  }
}
