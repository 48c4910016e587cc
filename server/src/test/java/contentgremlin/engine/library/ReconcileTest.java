package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.library.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class ReconcileTest {
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
  void media_become_items_and_other_files_do_not() throws IOException {
    shelf.write("Album/01 Song.flac", "a");
    shelf.write("Album/cover.jpg", "b");
    shelf.write("Album/.hidden.mp3", "c");
    shelf.write("Album/half.mp3.part", "c");
    shelf.write("Film (1999).mkv", "d");
    shelf.write("notes.txt", "e");
    Files.createSymbolicLink(shelf.root.resolve("loop"), shelf.root);
    Files.createSymbolicLink(shelf.root.resolve("out.mp3"), Path.of("/etc/passwd"));

    shelf.scan();

    assertThat(shelf.states())
        .isEqualTo(Map.of("Album/01 Song.flac", THERE, "Film (1999).mkv", THERE));
    assertThat(shelf.item("Album/01 Song.flac").title()).isEqualTo("01 Song");
  }

  @Test
  void nothing_is_written_when_nothing_changed() throws IOException {
    shelf.write("a/1.mp3", "1");
    shelf.write("b/2.mp3", "2");
    shelf.scan();
    long before = shelf.database.read(tables -> tables.events().newest());
    var items = shelf.items();

    shelf.scan();

    long after = shelf.database.read(tables -> tables.events().newest());
    assertThat(after).isEqualTo(before);
    assertThat(shelf.items()).isEqualTo(items);
  }

  @Test
  void a_deleted_file_is_missing_and_is_itself_again_when_it_is_back() throws IOException {
    var file = shelf.write("a/1.mp3", "1");
    shelf.scan();
    var item = shelf.item("a/1.mp3");
    Files.delete(file);

    shelf.scan();
    assertThat(shelf.item("a/1.mp3").id()).isEqualTo(item.id());
    assertThat(shelf.states()).containsEntry("a/1.mp3", GONE);

    shelf.write("a/1.mp3", "other bytes");
    shelf.scan();
    assertThat(shelf.item("a/1.mp3").id()).isEqualTo(item.id());
    assertThat(shelf.states()).containsEntry("a/1.mp3", THERE);
  }

  @Test
  void a_renamed_file_stays_the_same_item() throws IOException {
    shelf.write("a/1.mp3", "1");
    shelf.write("a/2.mp3", "2");
    shelf.scan();
    var item = shelf.item("a/1.mp3");

    shelf.rename("a/1.mp3", "z/deep/other.mp3");
    shelf.scan();

    var moved = shelf.item("z/deep/other.mp3");
    assertThat(moved.id()).isEqualTo(item.id());
    assertThat(moved.title()).isEqualTo("other");
    assertThat(shelf.states()).hasSize(2);
  }

  @Test
  void names_that_are_swapped_take_their_items_along() throws IOException {
    shelf.write("1.mp3", "one");
    shelf.write("2.mp3", "three");
    shelf.scan();
    var one = shelf.item("1.mp3");
    var two = shelf.item("2.mp3");

    shelf.rename("1.mp3", "t.mp3");
    shelf.rename("2.mp3", "1.mp3");
    shelf.rename("t.mp3", "2.mp3");
    shelf.scan();

    assertThat(shelf.item("2.mp3").id()).isEqualTo(one.id());
    assertThat(shelf.item("1.mp3").id()).isEqualTo(two.id());
  }

  @Test
  void a_file_that_is_written_where_another_one_was_moved_away_is_a_new_one() throws Exception {
    shelf.write("a/1.mp3", "one");
    shelf.write("b/2.mp3", "two of them");
    shelf.scan();
    var one = shelf.item("a/1.mp3").id();
    var two = shelf.item("b/2.mp3").id();

    shelf.rename("a/1.mp3", "a/1 old.mp3");
    shelf.write("a/1.mp3", "another one");
    shelf.rename("b/2.mp3", "z/2 old.mp3");
    shelf.write("b/2.mp3", "two others");
    shelf.scan();

    await(() -> shelf.states().size() == 4);
    assertThat(shelf.states().values()).containsOnly(THERE);
    assertThat(shelf.item("a/1 old.mp3").id()).isEqualTo(one);
    assertThat(shelf.item("z/2 old.mp3").id()).isEqualTo(two);
    assertThat(shelf.items()).hasSize(4);
  }

  @Test
  void a_folder_that_moves_takes_all_its_items_along() throws IOException {
    shelf.write("old/cd 1/1.mp3", "1");
    shelf.write("old/2.mp3", "2");
    shelf.write("zz/3.mp3", "3");
    shelf.scan();
    var ids = shelf.items().stream().map(Item::id).toList();

    shelf.rename("old", "zz/new");
    shelf.scan();
    assertThat(shelf.states())
        .isEqualTo(Map.of("zz/new/cd 1/1.mp3", THERE, "zz/new/2.mp3", THERE, "zz/3.mp3", THERE));

    shelf.rename("zz/new", "aa");
    shelf.scan();
    assertThat(shelf.states())
        .isEqualTo(Map.of("aa/cd 1/1.mp3", THERE, "aa/2.mp3", THERE, "zz/3.mp3", THERE));
    assertThat(shelf.items()).extracting(Item::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void a_file_that_was_replaced_or_edited_in_place_stays_the_same_item() throws IOException {
    shelf.write("1.mp3", "1");
    shelf.write("2.mp3", "2");
    shelf.scan();
    var one = shelf.item("1.mp3");
    var two = shelf.item("2.mp3");

    shelf.write("1.mp3", "edited in place");
    var temporary = shelf.write(".2.tmp", "written anew");
    Files.move(
        temporary, shelf.root.resolve("2.mp3"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    shelf.scan();

    assertThat(shelf.item("1.mp3").id()).isEqualTo(one.id());
    assertThat(shelf.item("2.mp3").id()).isEqualTo(two.id());
    assertThat(shelf.item("2.mp3").source().size()).isEqualTo(12);
  }

  @Test
  void a_file_that_is_moved_and_edited_at_once_stays_the_same_item() throws IOException {
    shelf.write("a/1.mp3", "1");
    shelf.scan();
    var item = shelf.item("a/1.mp3");

    shelf.rename("a/1.mp3", "b/1.mp3");
    shelf.write("b/1.mp3", "edited in place");
    shelf.scan();

    assertThat(shelf.item("b/1.mp3").id()).isEqualTo(item.id());
    assertThat(shelf.states()).hasSize(1);
  }

  @Test
  void a_copy_and_a_hard_link_are_items_of_their_own() throws IOException {
    var file = shelf.write("1.mp3", "same bytes");
    shelf.scan();
    var item = shelf.item("1.mp3");
    var time = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(shelf.write("copy.mp3", "same bytes"), time);
    Files.createLink(shelf.root.resolve("link.mp3"), file);

    shelf.scan();

    assertThat(shelf.states()).hasSize(3);
    assertThat(shelf.item("1.mp3").id()).isEqualTo(item.id());
  }

  @Test
  void of_two_that_were_alike_from_the_beginning_each_keeps_its_item() throws IOException {
    var one = shelf.write("1.mp3", "same bytes");
    var two = shelf.write("2.mp3", "same bytes");
    Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
    shelf.scan();
    var kept = shelf.item("1.mp3");

    Files.delete(two);
    shelf.scan();

    assertThat(shelf.item("1.mp3").id()).isEqualTo(kept.id());
    assertThat(shelf.states()).isEqualTo(Map.of("1.mp3", THERE, "2.mp3", GONE));
  }

  @Test
  void many_deletions_wait_for_a_persons_word() throws IOException {
    for (int i = 0; i < 120; i++) {
      shelf.write("a/" + i + ".mp3", "" + i);
    }
    shelf.write("b/keep.mp3", "k");
    shelf.scan();
    assertThat(shelf.states()).hasSize(121);

    shelf.delete("a");
    shelf.scan();
    assertThat(shelf.states().values()).containsOnly("offline", THERE);
    assertThat(shelf.alerts()).containsExactly(Alert.Kind.LIBRARY_DELETIONS);

    shelf.confirm();
    assertThat(shelf.states().values()).containsOnly(GONE, THERE);
    assertThat(shelf.states()).containsEntry("b/keep.mp3", THERE);
    assertThat(shelf.alerts()).isEmpty();
  }

  @Test
  void deletions_that_are_seen_one_after_the_other_wait_all_together() throws Exception {
    for (int i = 0; i < 120; i++) {
      shelf.write(i / 30 + "/" + i + ".mp3", "" + i);
    }
    shelf.write("keep.mp3", "k");
    shelf.scan();
    shelf.delete("0");
    shelf.scan();
    assertThat(shelf.states().values()).containsOnly(GONE, THERE);

    shelf.delete("1");
    shelf.delete("2");
    shelf.delete("3");
    shelf.scan();
    assertThat(shelf.states().values()).containsOnly("offline", THERE);

    shelf.confirm();
    assertThat(shelf.states().values()).containsOnly(GONE, THERE);
    shelf.delete("keep.mp3");
    shelf.scan();
    assertThat(shelf.states().values()).containsOnly(GONE);
  }

  @Test
  void deletions_that_wait_are_forgotten_when_the_files_are_back() throws IOException {
    for (int i = 0; i < 120; i++) {
      shelf.write("a/" + i + ".mp3", "" + i);
    }
    shelf.scan();
    var ids = shelf.items().stream().map(Item::id).toList();
    Files.move(shelf.root.resolve("a"), folder.resolve("aside"));
    shelf.scan();
    assertThat(shelf.states().values()).containsOnly("offline");

    Files.move(folder.resolve("aside"), shelf.root.resolve("a"));
    shelf.scan();

    assertThat(shelf.states().values()).containsOnly(THERE);
    assertThat(shelf.items()).extracting(Item::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(shelf.alerts()).isEmpty();
  }

  @Test
  void another_root_in_its_place_is_not_taken_for_the_library() throws IOException {
    shelf.write("a/1.mp3", "1");
    shelf.write("b/2.mp3", "2");
    shelf.scan();
    Files.move(shelf.root, folder.resolve("unplugged"));
    Files.createDirectory(shelf.root);

    shelf.scan();
    assertThat(shelf.states()).isEqualTo(Map.of("a/1.mp3", "offline", "b/2.mp3", "offline"));
    assertThat(shelf.alerts()).containsExactly(Alert.Kind.LIBRARY_OFFLINE);

    Files.delete(shelf.root);
    shelf.scan();
    assertThat(shelf.states().values()).containsOnly("offline");

    Files.move(folder.resolve("unplugged"), shelf.root);
    shelf.scan();
    assertThat(shelf.states()).isEqualTo(Map.of("a/1.mp3", THERE, "b/2.mp3", THERE));
    assertThat(shelf.alerts()).isEmpty();
  }

  @Test
  void a_library_that_was_copied_to_another_disk_is_the_same() throws IOException {
    var one = shelf.write("a/1.mp3", "1");
    var two = shelf.write("a/b/2.mp3", "2");
    var three = shelf.write("3.mp3", "3");
    shelf.scan();
    var ids = shelf.items().stream().map(Item::id).toList();
    Files.move(shelf.root, folder.resolve("old disk"));
    for (var file : List.of(one, two, three)) {
      var old = folder.resolve("old disk").resolve(shelf.root.relativize(file));
      var time = Files.getLastModifiedTime(old);
      Files.setLastModifiedTime(shelf.write(file, Files.readString(old)), time);
    }

    shelf.scan();

    assertThat(shelf.states().values()).containsOnly(THERE).hasSize(3);
    assertThat(shelf.items()).extracting(Item::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(shelf.alerts()).isEmpty();
  }

  @Test
  void changes_that_are_told_show_without_a_scan() throws Exception {
    var file = shelf.write("a/1.mp3", "1");
    shelf.scan();
    var item = shelf.item("a/1.mp3");

    shelf.write("a/2.mp3", "2");
    shelf.monitor().tell(new Change.Created("a/2.mp3"));
    await(() -> shelf.states().containsKey("a/2.mp3"));

    Files.move(file, shelf.root.resolve("1.mp3"));
    shelf.monitor().tell(new Change.Moved("a/1.mp3", "1.mp3"));
    await(() -> shelf.states().containsKey("1.mp3"));
    assertThat(shelf.item("1.mp3").id()).isEqualTo(item.id());

    shelf.rename("a", "b");
    shelf.monitor().tell(new Change.Moved("a/", "b/"));
    await(() -> shelf.states().containsKey("b/2.mp3"));

    Files.delete(shelf.root.resolve("1.mp3"));
    shelf.monitor().tell(new Change.Deleted("1.mp3"));
    await(() -> GONE.equals(shelf.states().get("1.mp3")));

    shelf.delete("b");
    shelf.monitor().tell(new Change.Deleted("b/"));
    await(() -> GONE.equals(shelf.states().get("b/2.mp3")));
  }

  @Test
  void a_folder_whose_name_a_file_has_by_now_is_gone() throws Exception {
    shelf.write("a/d.mp3/1.mp3", "1");
    shelf.write("a/2.mp3", "2");
    shelf.scan();

    shelf.delete("a/d.mp3");
    shelf.write("a/d.mp3", "3");
    shelf.monitor().tell(new Change.Created("a/d.mp3"));

    await(() -> GONE.equals(shelf.states().get("a/d.mp3/1.mp3")));
    assertThat(shelf.states()).containsEntry("a/d.mp3", THERE).containsEntry("a/2.mp3", THERE);
  }

  @Test
  void what_is_moved_to_another_library_stays_the_same_item() throws IOException {
    var other = Files.createDirectories(folder.resolve("other")).toRealPath();
    shelf.write("a/1.mp3", "1");
    shelf.write("a/2.mp3", "2");
    shelf.scan();
    shelf.libraries.add("other", other.toString(), Visibility.PUBLIC);
    var ids = shelf.items().stream().map(Item::id).toList();

    Files.move(shelf.root.resolve("a"), other.resolve("a"));
    shelf.libraries.scan("other", "", false);
    shelf.scan();

    assertThat(shelf.items()).extracting(Item::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(shelf.items())
        .allSatisfy(item ->
            assertThat(((Source.Mirrored) item.source()).path()).startsWith(other.toString()))
        .allSatisfy(item -> assertThat(item.state().word()).isEqualTo(THERE));
  }

  @Test
  void files_with_strange_times_and_no_bytes_are_items_too() throws IOException {
    Files.setLastModifiedTime(shelf.write("past.mp3", ""), FileTime.fromMillis(-1));
    Files.setLastModifiedTime(
        shelf.write("future.mp3", ""), FileTime.from(shelf.now().plus(Duration.ofDays(9_999))));

    shelf.scan();
    shelf.scan();

    assertThat(shelf.states()).isEqualTo(Map.of("past.mp3", THERE, "future.mp3", THERE));
  }

  @Test
  void a_removed_library_takes_its_items_along_and_leaves_its_files() throws IOException {
    var file = shelf.write("a/1.mp3", "1");
    shelf.scan();

    assertThat(shelf.libraries.remove("music")).isInstanceOf(Libraries.Outcome.Done.class);

    assertThat(shelf.items()).isEmpty();
    assertThat(shelf.libraries.list()).isEmpty();
    assertThat(file).exists();
    assertThat(shelf.libraries.remove("music")).isInstanceOf(Libraries.Outcome.Unknown.class);
  }

  @Test
  void libraries_do_not_overlap_one_another_or_the_home() throws IOException {
    Files.createDirectories(shelf.root.resolve("inside"));
    Files.createDirectories(folder.resolve("home/content"));

    for (var place : List.of("music/inside", "", "home/content", "home", "nowhere")) {
      var path = folder.resolve(place).toString();
      assertThat(shelf.libraries.add("second", path, null))
          .as(place)
          .isInstanceOf(Libraries.Outcome.Refused.class);
    }
    assertThat(shelf.libraries.add("second", "/", null))
        .isInstanceOf(Libraries.Outcome.Refused.class);
    assertThat(shelf.libraries.add("a/b", folder.toString(), null))
        .isInstanceOf(Libraries.Outcome.Refused.class);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for it long enough").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
