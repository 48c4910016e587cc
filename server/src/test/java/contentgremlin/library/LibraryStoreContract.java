package contentgremlin.library;

import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database;
import contentgremlin.store.OpenDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public abstract class LibraryStoreContract extends OpenDatabase {
  private static final FileStat STAT = stat(11, 100, 1_000);

  private static FileStat stat(long inode, long size, long modified) {
    return new FileStat(FileStat.Kind.FILE, 0, inode, 5, size, modified, 1);
  }

  private Library library() {
    return write(
        tables -> tables.libraries().add("music", "/srv/music", Visibility.PUBLIC, NOON_KEPT));
  }

  private static Folder folder(Database.Tables tables, Library library, String path, long inode) {
    long parent =
        path.isEmpty()
            ? 0
            : tables.libraries().folder(library.id(), Folder.parent(path)).orElseThrow().id();
    return tables
        .libraries()
        .add(new Folder(0, library.id(), parent, path, "ef53", inode, 5, 0, null, null));
  }

  private static Entry media(Database.Tables tables, Folder folder, String name, FileStat stat) {
    var id = new ItemId("i" + folder.id() + "-" + (name.hashCode() & 0xffff));
    tables
        .items()
        .add(item(id.value()).from(new Source.Mirrored(folder.id(), "", "", name, stat.size())));
    return tables.libraries().add(Entry.of(folder.id(), name, FileRole.MEDIA, id, stat));
  }

  @Test
  void a_library_and_its_scans_are_kept() {
    var library = library();
    var scanned = library.with(new Library.Scan(NOON_KEPT, NOON_KEPT.plusSeconds(3)));

    change(tables -> tables.libraries().update(scanned));

    assertThat(one(tables -> tables.libraries().find("music"))).contains(scanned);
    assertThat(one(tables -> tables.libraries().find(library.id()))).contains(scanned);
    assertThat(many(tables -> tables.libraries().all())).containsExactly(scanned);
  }

  @Test
  void folders_come_in_the_order_of_a_walk() {
    var library = library();
    var paths =
        List.of("", "a b/", "a/", "a/x/", "a/\uee80/", "a/\ud83c\udfb5/", "aa/", "ä/", "\uff01/");

    change(tables ->
        paths.reversed().stream()
            .sorted(PathOrder.BYTES)
            .forEach(path -> folder(tables, library, path, 7)));

    var found =
        read(tables -> tables.libraries().foldersAfter(library.id(), "", 100)).stream()
            .map(Folder::path)
            .toList();
    assertThat(found).containsExactlyElementsOf(paths.subList(1, paths.size()));
    assertThat(paths).isSortedAccordingTo(PathOrder.BYTES);
  }

  @Test
  void a_folder_that_was_gone_does_not_take_along_what_is_now_where_it_was() {
    var library = library();
    change(tables -> {
      folder(tables, library, "", 1);
      var gone = folder(tables, library, "old/", 2).gone(NOON_KEPT);
      tables.libraries().update(gone);
      folder(tables, library, "old/", 3);
      folder(tables, library, "old/deep/", 4);
      var root = tables.libraries().folder(library.id(), "").orElseThrow();
      tables.libraries().move(gone, root, "new/");
    });

    assertThat(many(tables -> tables.libraries().foldersAfter(library.id(), "", 100)))
        .extracting(Folder::path)
        .containsExactly("old/", "old/deep/");
    assertThat(one(tables -> tables.libraries().goneFolder(library.id(), "new/"))).isPresent();
  }

  @Test
  void a_folder_moves_with_all_that_is_below_it() {
    var library = library();
    change(tables -> {
      folder(tables, library, "", 1);
      folder(tables, library, "old ♫/", 2);
      var deep = folder(tables, library, "old ♫/deep/", 3);
      folder(tables, library, "old ♫ too/", 4);
      folder(tables, library, "new/", 5);
      media(tables, deep, "song.flac", STAT);
    });

    change(tables -> {
      var libraries = tables.libraries();
      libraries.move(
          libraries.folder(library.id(), "old ♫/").orElseThrow(),
          libraries.folder(library.id(), "new/").orElseThrow(),
          "new/name/");
    });

    var folders = read(tables -> tables.libraries().foldersAfter(library.id(), "", 100));
    assertThat(folders)
        .extracting(Folder::path)
        .containsExactly("new/", "new/name/", "new/name/deep/", "old ♫ too/");
    var items =
        read(tables ->
            tables.items().list(new ItemQuery(new ItemQuery.Scope.Public(), null, null, null, 10)));
    assertThat(items)
        .singleElement()
        .extracting(item -> ((Source.Mirrored) item.source()).path())
        .isEqualTo("/srv/music/new/name/deep/song.flac");
  }

  @Test
  void an_item_is_offline_as_long_as_its_folder_is_and_stays_what_it_was() {
    var library = library();
    var since = new Folder.Offline(NOON_KEPT, "EIO: the disk can't read it");
    var entry =
        write(tables -> {
          folder(tables, library, "", 1);
          folder(tables, library, "a/", 2);
          return media(tables, folder(tables, library, "a/b/", 3), "song.flac", STAT);
        });
    var published = state(entry);

    change(tables -> tables.libraries().markOffline(library.id(), "a/", since));

    assertThat(state(entry)).isEqualTo(new Item.State.Offline(NOON_KEPT, published));
    assertThat(many(tables -> tables.libraries().offline(library.id(), 10)))
        .extracting(Folder::path)
        .containsExactly("a/");
    change(tables -> {
      // Somebody edits it meanwhile.
      var item = tables.items().find(itemOf(entry)).orElseThrow();
      tables.items().update(item.described("New", "", List.of(), Visibility.PUBLIC));
    });
    change(tables -> tables.libraries().markOnline(library.id(), "a/"));
    assertThat(state(entry)).isEqualTo(published);
    assertThat(many(tables -> tables.libraries().offline(library.id(), 10))).isEmpty();
  }

  @Test
  void an_entry_that_is_gone_makes_its_item_unavailable_until_it_is_back_or_settled() {
    var library = library();
    var entry = write(tables -> media(tables, folder(tables, library, "", 1), "song.flac", STAT));
    var published = state(entry);
    var offline = new Item.State.Offline(NOON_KEPT, published);

    change(tables -> tables.libraries().markGone(entry.folder(), NOON_KEPT));

    assertThat(state(entry)).isEqualTo(offline);
    assertThat(one(tables -> tables.libraries().entry(entry.folder(), "song.flac"))).isEmpty();
    assertThat(many(tables -> tables.libraries().gone(entry.folder(), "song.flac")))
        .containsExactly(entry.gone(NOON_KEPT));
    assertThat(many(tables -> tables.libraries().unsettled(library.id(), 0, 10)))
        .containsExactly(entry.gone(NOON_KEPT));
    assertThat(lost(library, NOON_KEPT)).isOne();
    assertThat(number(tables -> tables.libraries().countThere(library.id()))).isZero();

    change(tables -> tables.libraries().update(entry));
    assertThat(state(entry)).isEqualTo(published);

    change(tables -> tables.libraries().update(entry.gone(NOON_KEPT).settledMissing()));
    assertThat(state(entry)).isEqualTo(published);
    assertThat(many(tables -> tables.libraries().unsettled(library.id(), 0, 10))).isEmpty();
    assertThat(lost(library, NOON_KEPT)).isOne();
    assertThat(lost(library, NOON_KEPT.plusMillis(1))).isZero();
    assertThat(many(tables -> tables.libraries().settledSince(library.id(), NOON_KEPT, 10)))
        .containsExactly(entry.gone(NOON_KEPT).settledMissing());
    var after = NOON_KEPT.plusMillis(1);
    assertThat(many(tables -> tables.libraries().settledSince(library.id(), after, 10))).isEmpty();
    var later = NOON_KEPT.plus(Duration.ofDays(30));
    assertThat(many(tables -> tables.libraries().settledBefore(NOON_KEPT, 10))).isEmpty();
    assertThat(many(tables -> tables.libraries().settledBefore(later, 10))).hasSize(1);
  }

  @Test
  void files_are_found_by_what_they_are_wherever_they_were() {
    var library = library();
    var entry =
        write(tables -> {
          var probed =
              media(tables, folder(tables, library, "", 1), "song.flac", STAT)
                  .probed(Entry.ProbeState.DONE, "abcd");
          tables.libraries().update(probed);
          return probed;
        });

    assertThat(many(tables -> tables.libraries().entriesWith(11, 5, 10))).containsExactly(entry);
    assertThat(many(tables -> tables.libraries().entriesWith(11, 6, 10))).isEmpty();
    assertThat(many(tables -> tables.libraries().entriesLike(100, 1_000, 10)))
        .containsExactly(entry);
    assertThat(many(tables -> tables.libraries().entriesWithEssence("abcd", 10)))
        .containsExactly(entry);
    assertThat(many(tables -> tables.libraries().foldersWith(1, 5))).hasSize(1);
    assertThat(one(tables -> tables.libraries().entryOf(itemOf(entry)))).contains(entry);
  }

  @Test
  void a_file_whose_name_another_one_has_can_have_its_entry_back() {
    var library = library();
    var entry = write(tables -> media(tables, folder(tables, library, "", 1), "song.flac", STAT));
    var second = entry.at(entry.folder(), entry.name(), stat(12, 50, 2_000));
    var third = entry.at(entry.folder(), entry.name(), stat(13, 50, 2_000));

    change(tables -> {
      tables.libraries().displace(entry, NOON_KEPT);
      tables.libraries().update(second);
      tables.libraries().displace(second, NOON_KEPT.plusSeconds(2));
      tables.libraries().update(third);
    });

    assertThat(one(tables -> tables.libraries().displaced(STAT, NOON_KEPT))).contains(third);
    assertThat(one(tables -> tables.libraries().displaced(STAT, NOON_KEPT.plusSeconds(1))))
        .isEmpty();
    assertThat(one(tables -> tables.libraries().displaced(third.stat(), NOON_KEPT))).isEmpty();
    assertThat(hasDisplaced(entry)).isTrue();

    change(tables -> tables.libraries().returned(second.stat(), entry.id()));
    assertThat(one(tables -> tables.libraries().displaced(second.stat(), NOON_KEPT))).isEmpty();
    assertThat(one(tables -> tables.libraries().displaced(STAT, NOON_KEPT))).isPresent();

    assertThat(forgetDisplaced(NOON_KEPT)).isZero();
    assertThat(forgetDisplaced(NOON_KEPT.plusSeconds(1))).isEqualTo(1);
    assertThat(hasDisplaced(entry)).isFalse();
  }

  private boolean hasDisplaced(Entry entry) {
    return read(tables -> tables.libraries().hasDisplaced(entry.id()));
  }

  private int forgetDisplaced(Instant before) {
    return write(tables -> tables.libraries().forgetDisplaced(before, 9));
  }

  @Test
  void what_an_entry_displaced_goes_with_it() {
    var library = library();
    var entry = write(tables -> media(tables, folder(tables, library, "", 1), "song.flac", STAT));
    change(tables -> tables.libraries().displace(entry, NOON_KEPT));

    change(tables -> tables.libraries().removeEntry(entry.id()));

    assertThat(one(tables -> tables.libraries().displaced(STAT, NOON_KEPT))).isEmpty();
    assertThat(hasDisplaced(entry)).isFalse();
  }

  @Test
  void folders_go_a_few_at_a_time() {
    var library = library();
    change(tables -> {
      folder(tables, library, "", 1);
      folder(tables, library, "a/", 2);
      folder(tables, library, "a/b/", 3);
      tables.libraries().update(folder(tables, library, "c/", 4).gone(NOON_KEPT));
    });

    change(tables -> tables.libraries().removeFolders(library.id(), 2));
    change(tables -> tables.libraries().removeFolders(library.id(), 2));
    assertThat(one(tables -> tables.libraries().folder(library.id(), ""))).isPresent();
    assertThat(one(tables -> tables.libraries().folder(library.id(), "a/"))).isEmpty();
    assertThat(one(tables -> tables.libraries().goneFolder(library.id(), "c/"))).isEmpty();

    change(tables -> tables.libraries().removeFolders(library.id(), 2));
    assertThat(one(tables -> tables.libraries().folder(library.id(), ""))).isEmpty();
  }

  @Test
  void what_somebody_wants_is_probed_first() {
    var library = library();
    var root = write(tables -> folder(tables, library, "", 1));
    var first = write(tables -> media(tables, root, "1.flac", STAT));
    var second = write(tables -> media(tables, root, "2.flac", STAT));
    var done = write(tables -> media(tables, root, "3.flac", STAT));
    change(tables -> tables.libraries().update(done.probed(Entry.ProbeState.DONE, "")));

    change(tables -> tables.libraries().demand(itemOf(second), 5));

    var due = read(tables -> tables.libraries().due(10));
    assertThat(due).extracting(Entry::name).containsExactly("2.flac", "1.flac");
    assertThat(number(tables -> tables.libraries().countDue())).isEqualTo(2);
    assertThat(due.getLast()).isEqualTo(first);
  }

  @Test
  void a_name_can_be_taken_again_once_its_file_is_gone() {
    var library = library();
    var root = write(tables -> folder(tables, library, "", 1));
    var first = write(tables -> media(tables, root, "1.flac", STAT));
    change(tables -> tables.libraries().update(first.gone(NOON_KEPT)));
    var again = Entry.of(root.id(), "1.flac", FileRole.MEDIA, null, stat(12, 7, 8));

    var kept = write(tables -> tables.libraries().add(again));

    assertThat(one(tables -> tables.libraries().entry(root.id(), "1.flac"))).contains(kept);
    assertThat(many(tables -> tables.libraries().gone(root.id(), "1.flac"))).hasSize(1);
  }

  @Test
  void a_library_goes_with_its_folders_and_leaves_items_that_say_so() {
    var library = library();
    var entry = write(tables -> media(tables, folder(tables, library, "", 1), "song.flac", STAT));

    change(tables -> {
      tables
          .libraries()
          .some(library.id(), 10)
          .forEach(one -> tables.libraries().removeEntry(one.id()));
      tables.libraries().remove(library.id());
    });

    assertThat(many(tables -> tables.libraries().all())).isEmpty();
    assertThat(one(tables -> tables.libraries().entry(entry.id()))).isEmpty();
    assertThat(one(tables -> tables.items().find(itemOf(entry)))).isPresent();
  }

  private <T> Optional<T> one(Database.Work<Optional<T>> work) {
    return read(work);
  }

  private <T> List<T> many(Database.Work<List<T>> work) {
    return read(work);
  }

  private long number(Database.Work<Long> work) {
    return read(work);
  }

  private static ItemId itemOf(Entry entry) {
    return Optional.ofNullable(entry.item()).orElseThrow();
  }

  private Item.State state(Entry entry) {
    return read(tables -> tables.items().find(itemOf(entry))).orElseThrow().state();
  }

  private long lost(Library library, Instant since) {
    return read(tables -> tables.libraries().countLost(library.id(), since));
  }
}
