package contentgremlin.vault;

import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.digest;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.store.OpenDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class FileStoreContract extends OpenDatabase {
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
}
