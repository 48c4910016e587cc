package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.item.Item;
import contentgremlin.item.Visibility;
import contentgremlin.library.Change;
import contentgremlin.watch.LoopDisk;
import contentgremlin.watch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether a file is still the item that it was, when much happens at once.
@NullUnmarked
class IdentityTest {
  private static final String GONE = "missing";
  private static final String THERE = "published";

  @TempDir Path folder;
  private Shelf shelf;

  @BeforeEach
  void open() throws IOException {
    shelf = new Shelf(folder);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void who_was_seen_beside_its_copy_does_not_go_on_as_the_copy() throws IOException {
    var file = shelf.write("1.mp3", "some bytes");
    shelf.scan();
    var first = shelf.item("1.mp3").id();
    var copied = shelf.write("other/1.mp3", "some bytes");
    Files.setLastModifiedTime(copied, Files.getLastModifiedTime(file));
    shelf.scan();
    var copy = shelf.item("other/1.mp3").id();
    shelf.read("1.mp3", "sound");
    shelf.read("other/1.mp3", "sound");

    Files.delete(file);
    shelf.scan();

    assertThat(shelf.item("1.mp3").id()).isEqualTo(first);
    assertThat(shelf.item("other/1.mp3").id()).isEqualTo(copy).isNotEqualTo(first);
    assertThat(shelf.states()).isEqualTo(Map.of("1.mp3", GONE, "other/1.mp3", THERE));
  }

  @Test
  void what_was_copied_and_deleted_while_nobody_looked_was_moved() throws IOException {
    var file = shelf.write("other/1.mp3", "some bytes");
    shelf.scan();
    var item = shelf.item("other/1.mp3").id();
    var time = Files.getLastModifiedTime(file);

    Files.delete(file);
    Files.setLastModifiedTime(shelf.write("third/2.mp3", "some bytes"), time);
    shelf.scan();

    assertThat(shelf.item("third/2.mp3").id()).isEqualTo(item);
    assertThat(shelf.states()).hasSize(1);
  }

  @Test
  void what_is_moved_to_another_disk_stays_the_same_item_though_it_is_copied_first()
      throws IOException {
    assumeTrue(Shell.mayMount(), "needs root and a loop device");
    try (var disk = new LoopDisk(folder, "disk", "")) {
      var file = shelf.write("1.mp3", "some bytes");
      var other = disk.folder().resolve("1.mp3");
      shelf.scan();
      var item = shelf.item("1.mp3").id();
      shelf.libraries.add("disk", disk.folder().toRealPath().toString(), Visibility.PUBLIC);

      Shell.run(folder, "cp -p %s %s".formatted(file, other));
      shelf.libraries.scan("disk", "", false);
      assertThat(shelf.items()).hasSize(2);
      Files.delete(file);
      shelf.scan();

      assertThat(shelf.items()).extracting(Item::id).containsExactly(item);
      assertThat(shelf.items().getFirst().state().word()).isEqualTo(THERE);
      shelf.libraries.remove("disk");
    }
  }

  @Test
  void what_was_moved_and_tagged_anew_while_nobody_looked_is_known_by_its_sound()
      throws IOException {
    shelf.write("z/1.mp3", "tag and sound");
    shelf.scan();
    shelf.read("z/1.mp3", "sound");
    var item = shelf.item("z/1.mp3").id();

    shelf.delete("z/1.mp3");
    shelf.write("a/new.mp3", "another tag and sound");
    shelf.scan();
    shelf.read("a/new.mp3", "sound");

    assertThat(shelf.item("a/new.mp3").id()).isEqualTo(item);
    assertThat(shelf.item("a/new.mp3").title()).isEqualTo("new");
    assertThat(shelf.items()).hasSize(1);
  }

  @Test
  void an_older_item_that_is_back_under_its_name_gives_way_to_nobody() throws IOException {
    shelf.write("1.mp3", "one");
    shelf.write("2.mp3", "two");
    shelf.scan();
    shelf.read("1.mp3", "first");
    shelf.read("2.mp3", "second");
    var one = shelf.item("1.mp3").id();
    var two = shelf.item("2.mp3").id();
    shelf.delete("1.mp3");
    shelf.delete("2.mp3");
    shelf.scan();

    shelf.write("2.mp3", "what was in the first one");
    shelf.scan();
    assertThat(shelf.item("2.mp3").id()).isEqualTo(two);
    shelf.read("2.mp3", "first");

    assertThat(shelf.item("2.mp3").id()).isEqualTo(two);
    assertThat(shelf.item("1.mp3").id()).isEqualTo(one);
  }

  @Test
  void a_file_whose_name_another_one_has_is_itself_again_also_after_a_kill() throws Exception {
    shelf.write("a/1.mp3", "one");
    shelf.scan();
    var item = shelf.item("a/1.mp3").id();

    shelf.rename("a/1.mp3", "z/old.mp3");
    shelf.write("a/1.mp3", "another one");
    shelf.monitor().tell(new Change.Changed("a/1.mp3"));
    await(() -> shelf.item("a/1.mp3").source().size() == 11);
    assertThat(shelf.item("a/1.mp3").id()).isEqualTo(item); // as if it had been saved
    shelf.restart();

    await(() -> shelf.states().size() == 2);
    assertThat(shelf.item("z/old.mp3").id()).isEqualTo(item);
    assertThat(shelf.item("a/1.mp3").id()).isNotEqualTo(item);
  }

  @Test
  void who_comes_back_later_is_somebody_else() throws Exception {
    shelf.write("a/1.mp3", "one");
    shelf.scan();
    var item = shelf.item("a/1.mp3").id();
    Files.move(shelf.root.resolve("a/1.mp3"), folder.resolve("away.mp3"));
    shelf.write("a/1.mp3", "another one");
    shelf.scan();
    shelf.move(Duration.ofMinutes(1));

    Files.move(folder.resolve("away.mp3"), shelf.root.resolve("back.mp3"));
    shelf.scan();

    assertThat(shelf.item("a/1.mp3").id()).isEqualTo(item);
    assertThat(shelf.item("back.mp3").id()).isNotEqualTo(item);
  }

  @Test
  void who_only_borrowed_an_item_leaves_it_to_its_owner_when_both_are_met_at_once()
      throws Exception {
    shelf.write("b.mp3", "owner");
    shelf.write("d.mp3", "another one");
    shelf.scan();
    var item = shelf.item("b.mp3").id();
    shelf.rename("b.mp3", "aside.txt");
    shelf.write("b.mp3", "borrower");
    shelf.monitor().tell(new Change.Changed("b.mp3"));
    await(() -> shelf.item("b.mp3").source().size() == 8);

    shelf.rename("b.mp3", "c.mp3");
    shelf.rename("d.mp3", "d.txt");
    shelf.rename("aside.txt", "d.mp3");
    shelf.scan();

    assertThat(shelf.states().get("c.mp3")).isEqualTo(THERE);
    assertThat(shelf.items())
        .filteredOn(one -> one.id().equals(item))
        .singleElement()
        .extracting(shelf::path)
        .isEqualTo("d.mp3");
  }

  @Test
  void a_file_that_is_back_before_its_new_place_is_written_down_is_itself() throws Exception {
    shelf.write("c.mp3", "somebody");
    shelf.scan();
    var other = shelf.item("c.mp3").id();
    shelf.delete("c.mp3");
    shelf.write("C.mp3", "somebody else");
    shelf.scan();
    var item = shelf.item("C.mp3").id();

    shelf.rename("C.mp3", "c.mp3");
    shelf.monitor().afterListing("", () -> shelf.rename("c.mp3", "C.mp3"));
    shelf.scan();
    shelf.monitor().tell(new Change.Moved("c.mp3", "C.mp3"));

    await(() -> shelf.states().equals(Map.of("C.mp3", THERE, "c.mp3", GONE)));
    assertThat(shelf.item("C.mp3").id()).isEqualTo(item);
    assertThat(shelf.item("c.mp3").id()).isEqualTo(other);
  }

  @Test
  void what_another_library_took_and_gave_back_meanwhile_is_compared_again() throws Exception {
    var other = Files.createDirectories(folder.resolve("other")).toRealPath();
    shelf.write("a/1.mp3", "1");
    shelf.write("b/2.mp3", "2");
    shelf.scan();
    var item = shelf.item("a/1.mp3").id();
    shelf.libraries.add("other", other.toString(), Visibility.PUBLIC);
    shelf.scan();

    // It is on the way to the database that a/ is as it was, but for one more.
    shelf.write("a/3.mp3", "3");
    shelf
        .monitor()
        .afterListing(
            "b/",
            () -> {
              Files.move(shelf.root.resolve("a/1.mp3"), other.resolve("1.mp3"));
              shelf.libraries.scan("other", "", false);
              Files.move(other.resolve("1.mp3"), shelf.root.resolve("a/1.mp3"));
            });
    shelf.scan();
    shelf.monitor().tell(new Change.Created("a/1.mp3"));

    await(() ->
        shelf.item(item).state().word().equals(THERE)
            && shelf.path(shelf.item(item)).equals("a/1.mp3"));
    shelf.libraries.scan("other", "", false);
    assertThat(shelf.states())
        .isEqualTo(Map.of("a/1.mp3", THERE, "a/3.mp3", THERE, "b/2.mp3", THERE));
  }

  @Test
  void a_folder_that_another_library_took_meanwhile_keeps_all_its_items() throws Exception {
    var other = Files.createDirectories(folder.resolve("other")).toRealPath();
    shelf.write("a/1.mp3", "1");
    shelf.write("a/2.mp3", "2");
    shelf.write("b/2.mp3", "2");
    shelf.scan();
    var one = shelf.item("a/1.mp3").id();
    var two = shelf.item("a/2.mp3").id();
    shelf.libraries.add("other", other.toString(), Visibility.PUBLIC);
    shelf.scan();

    shelf.delete("a/2.mp3");
    shelf
        .monitor()
        .afterListing(
            "b/",
            () -> {
              shelf.write("a/2.mp3", "it is back");
              Files.move(shelf.root.resolve("a"), other.resolve("a"));
              shelf.libraries.scan("other", "", false);
            });
    shelf.scan();
    shelf.libraries.scan("other", "", false);

    await(() ->
        shelf.item(one).state().word().equals(THERE)
            && shelf.item(two).state().word().equals(THERE));
    assertThat(shelf.items()).hasSize(3);
  }

  @Test
  void a_folder_that_another_one_replaced_meanwhile_leaves_its_row_to_that() throws Exception {
    var other = Files.createDirectories(folder.resolve("other")).toRealPath();
    shelf.write("m/1.mp3", "one");
    shelf.write(other.resolve("o/2.mp3"), "two of them");
    shelf.libraries.add("other", other.toString(), Visibility.PUBLIC);
    shelf.scan();
    var ids = shelf.items().stream().map(Item::id).toList();

    Files.move(shelf.root.resolve("m"), other.resolve("new"));
    Files.move(other.resolve("o"), shelf.root.resolve("m"));
    shelf.afterLook.put("m/", shelf::scan);
    shelf.libraries.scan("other", "", false);

    await(() -> shelf.states().equals(Map.of("m/2.mp3", THERE, "../other/new/1.mp3", THERE)));
    assertThat(shelf.items()).extracting(Item::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void of_two_names_of_one_file_the_one_that_is_left_is_what_it_is() throws IOException {
    var file = shelf.write("1.mp3", "1");
    shelf.scan();
    Files.createLink(shelf.root.resolve("2.mp3"), file);
    shelf.scan();
    var second = shelf.item("2.mp3").id();
    Files.delete(file);
    shelf.scan();

    shelf.rename("2.mp3", "deep/3.mp3");
    shelf.scan();

    assertThat(shelf.item("deep/3.mp3").id()).isEqualTo(second);
    assertThat(shelf.states()).isEqualTo(Map.of("1.mp3", GONE, "deep/3.mp3", THERE));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for it long enough").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
