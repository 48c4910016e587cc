package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.store.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at single folders of one library in which something may have changed. Their sub-folders
/// are looked at only as to whether they are there. Used by one thread at a time.
final class FolderLook {
  static final String NOTHING = "there is no such folder";

  /// Sub-folders read in one go.
  private static final int PAGE = 1_000;

  private final Database database;
  private final LibraryId library;
  private final FolderKeeper keeper;
  private final Reach reach;
  private final Pending pending;
  private final Supplier<Tree> tree;
  private final Consumer<String> relist;

  /// @param tree as it may be told of
  /// @param relist asks for the listing of a part
  FolderLook(
      Database database,
      LibraryId library,
      FolderKeeper keeper,
      Reach reach,
      Pending pending,
      Supplier<Tree> tree,
      Consumer<String> relist) {
    this.database = database;
    this.library = library;
    this.keeper = keeper;
    this.reach = reach;
    this.pending = pending;
    this.tree = tree;
    this.relist = relist;
  }

  void at(String path) {
    pending.flush(); // what a walk has found and not written yet would be found once more
    switch (tree.get().list(path)) {
      case Listing.Folder folder -> into(folder);
      case Listing.Unreadable(_, var reason) -> reach.offline(path, reason);
      case Listing.Gone _ when path.isEmpty() -> reach.offline(path, NOTHING);
      case Listing.Gone _ -> keeper.find(path).ifPresent(keeper::loseBelow);
    }
    pending.flush();
  }

  private void into(Listing.Folder listing) {
    var path = listing.path();
    var known = keeper.find(path);
    if (known.isEmpty() && !path.isEmpty()) {
      relist.accept(path);
      return;
    }
    if (keeper.compare(known.orElse(null), listing, false, false)) {
      pending.flush();
      keeper.find(path).ifPresent(folder -> atFolders(folder, listing));
    }
  }

  private void atFolders(Folder folder, Listing.Folder listing) {
    var there = new HashSet<String>();
    for (var found : listing.found()) {
      switch (found.stat().kind()) {
        case FOLDER -> {
          come(folder, found);
          there.add(found.name() + "/");
        }
        case UNKNOWN -> there.add(found.name() + "/");
        case FILE, LINK, OTHER -> {
          // A folder that had this name is gone.
        }
      }
    }
    loseOthers(folder, there);
  }

  private void come(Folder parent, Found found) {
    var path = parent.path() + found.name() + "/";
    if (keeper.find(path).isEmpty() && !keeper.move(path, found.stat())) {
      relist.accept(path);
    }
  }

  private void loseOthers(Folder folder, Set<String> there) {
    var after = folder.path();
    List<Folder> page;
    do {
      var from = after;
      page = database.read(tables -> tables.libraries().foldersIn(folder.id(), from, PAGE));
      for (var child : page) {
        after = child.path();
        if (child.library().equals(library) && !there.contains(child.name())) {
          keeper.loseBelow(child);
        }
      }
    } while (page.size() == PAGE);
  }
}
