package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepHandlerTest {
  @TempDir private Path home;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(home);
    shop.run(new ScriptHandler("make", ""), new KeepHandler(shop.vault));
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void an_upload_becomes_an_original() throws Exception {
    var item = keep("some bytes", false);

    assertThat(source(item).isKept()).isTrue();
    assertThat(shop.vault.original(item)).hasContent("some bytes");
    var path = Shop.digest("some bytes").originalPath("bin");
    var row = shop.database.read(tables -> tables.files().find(path));
    assertThat(row).isPresent();
    assertThat(home.resolve("content/incoming")).isEmptyDirectory();
  }

  @Test
  void the_same_bytes_are_kept_once() throws Exception {
    var first = keep("same bytes", false);
    var second = keep("same bytes", false);

    assertThat(shop.vault.original(first)).isEqualTo(shop.vault.original(second)).exists();
    assertThat(home.resolve("content/incoming")).isEmptyDirectory();
    var files = shop.database.read(tables -> tables.files().list(null, 10));
    assertThat(files).hasSize(1);
  }

  @Test
  void a_damaged_original_is_mended_by_the_same_bytes_not_taken_for_them() throws Exception {
    var first = keep("same bytes", false);
    var kept = shop.vault.original(first);
    Files.delete(kept);
    Files.writeString(kept, "some bytes");

    var second = keep("same bytes", false);

    assertThat(shop.vault.original(second)).hasContent("same bytes");
    try (var found = Files.list(home.resolve("content/quarantine"))) {
      var files = found.sorted().toList();
      assertThat(files).hasSize(2);
      assertThat(files.getFirst()).hasContent("some bytes");
      assertThat(files.getLast())
          .hasFileName(files.getFirst().getFileName() + ".txt")
          .content()
          .contains(Shop.digest("same bytes").hex());
    }
  }

  @Test
  void an_original_is_dropped_when_its_owner_wants_that() throws Exception {
    var item = keep("dropped bytes", true);

    assertThat(source(item).isKept()).isTrue();
    assertThat(shop.vault.original(item)).doesNotExist();
    Shop.await(
        "upload left",
        () -> {
          try (var left = Files.list(home.resolve("content/incoming"))) {
            return left.findAny().isEmpty();
          }
        });
  }

  @Test
  void nothing_is_dropped_unless_the_item_is_published() throws Exception {
    var item = shop.addItem("needed bytes", true);
    shop.addJob(item, Pipeline.KEEP, Lane.LIGHT, 2, false);

    Shop.await("not kept", () -> source(shop.item(item)).isKept());
    assertThat(shop.vault.original(shop.item(item))).hasContent("needed bytes");
  }

  @Test
  void a_crash_between_move_and_commit_is_made_up_for() throws Exception {
    var item = shop.addItem("moved bytes", false);
    var upload = new contentgremlin.vault.UploadId(source(item).upload());
    shop.vault.keepOriginal(upload, source(item).digest(), "video/mp4");

    shop.addJob(item, "make");
    shop.addJob(item, Pipeline.KEEP, Lane.LIGHT, 2, false);

    Shop.await("not kept", () -> source(shop.item(item)).isKept());
    assertThat(shop.vault.original(shop.item(item))).hasContent("moved bytes");
  }

  private Item keep(String bytes, boolean drop) throws Exception {
    var item = shop.addItem(bytes, drop);
    shop.addJob(item, "make");
    shop.addJob(item, Pipeline.KEEP, Lane.LIGHT, 2, false);
    Shop.await("not kept", () -> source(shop.item(item)).isKept());
    return shop.item(item);
  }

  private static Source.Owned source(Item item) {
    return (Source.Owned) item.source();
  }
}
