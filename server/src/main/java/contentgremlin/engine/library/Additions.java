package contentgremlin.engine.library;

import contentgremlin.engine.upload.UploadText;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.library.Entry;
import contentgremlin.library.FileName;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.store.Database;
import java.security.SecureRandom;
import java.time.Instant;

/// Makes items of files, and keeps them to their files. All inside the caller's transaction.
final class Additions {
  private final SecureRandom random;

  Additions(SecureRandom random) {
    this.random = random;
  }

  Newcomers newcomers(Database.Tables tables, Instant now) {
    return new Newcomers(tables, random, now);
  }

  /// The item's file is now there, and has this size.
  ///
  /// @param before its entry as it was
  void follow(
      Database.Tables tables,
      Library library,
      Folder folder,
      Entry before,
      Entry after,
      Instant now) {
    var id = after.item();
    if (id == null) {
      return;
    }
    var found = tables.items().find(id);
    if (found.isEmpty()) {
      return;
    }
    var item = found.get();
    var next =
        item.becoming(back(item.state(), before.holds(after.stat()), now))
            .from(source(library, folder, after.name(), after.stat()));
    if (item.title().equals(title(before.name()))) {
      next =
          next.described(title(after.name()), item.description(), item.tags(), item.visibility());
    }
    if (!next.equals(item)) {
      tables.items().update(next);
    }
    if (!before.holds(after.stat())) {
      LibraryRenditions.forget(tables, id, now);
    }
    tables.events().append(new Fact.ItemChanged(id), now);
  }

  /// What failed deserves another try when there are other bytes.
  private static Item.State back(Item.State state, boolean isSame, Instant now) {
    return switch (state) {
      case Item.State.Missing _ -> new Item.State.Published(now);
      case Item.State.Failed _ -> isSame ? state : new Item.State.Published(now);
      case Item.State.Offline(_, var before) -> before;
      case Item.State.Trashed(var since, var before) ->
          new Item.State.Trashed(since, back(before, isSame, now));
      case Item.State.Published _, Item.State.Processing _ -> state;
    };
  }

  static Source source(Library library, Folder folder, String name, FileStat stat) {
    return new Source.Mirrored(
        folder.id(), library.root(), library.absolute(folder.path() + name), name, stat.size());
  }

  static String line(String title) {
    return UploadText.line(title, Item.TITLE_LENGTH_MAX);
  }

  static String title(String name) {
    return UploadText.titleFrom(FileName.shown(name), Item.TITLE_LENGTH_MAX);
  }
}
