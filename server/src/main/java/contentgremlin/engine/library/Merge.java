package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Listing;
import org.jspecify.annotations.Nullable;

/// One walk through a part of a library: two sequences in the same order, the listings and the
/// rows. Holds no more than a page of rows. What is not met is only noted; [Losses] concludes from
/// it, once all of the part was seen. Used by one thread at a time.
final class Merge {
  private final RowCursor rows;
  private final FolderKeeper keeper;
  private final Reach reach;
  private final boolean isNewLand;
  private final boolean isFirstScan;

  /// What can't be looked into, or is not there: all below it is passed over.
  private @Nullable String skipped;

  /// @param isNewLand whether nothing is known of any file
  /// @param isFirstScan whether most that is found in this library will be new
  Merge(RowCursor rows, FolderKeeper keeper, Reach reach, boolean isNewLand, boolean isFirstScan) {
    this.rows = rows;
    this.keeper = keeper;
    this.reach = reach;
    this.isNewLand = isNewLand;
    this.isFirstScan = isFirstScan;
  }

  /// The next folder of the walk.
  void listed(Listing listing) {
    var path = listing.path();
    if (isSkipped(path)) {
      return;
    }
    var known = advance(path);
    switch (listing) {
      case Listing.Folder folder -> compare(known, folder);
      case Listing.Unreadable(_, var reason) -> {
        skipped = path;
        reach.offline(path, reason);
      }
      case Listing.Gone _ -> {
        skipped = path;
        if (path.isEmpty()) {
          reach.offline(path, FolderLook.NOTHING);
        } else if (known != null) {
          keeper.loseBelow(known);
        }
      }
    }
  }

  private boolean isSkipped(String path) {
    return skipped != null && path.startsWith(skipped);
  }

  /// @return the row of this folder, if there is one
  private @Nullable Folder advance(String path) {
    for (var row = rows.peek(); row != null; row = rows.peek()) {
      boolean isSkipped = isSkipped(row.path());
      if (!isSkipped && !RowCursor.isBefore(row, path)) {
        break;
      }
      rows.next();
      if (!isSkipped) {
        keeper.lose(row);
      }
    }
    var row = rows.peek();
    if (row != null && row.path().equals(path)) {
      rows.next();
      return row;
    }
    return null;
  }

  private void compare(@Nullable Folder known, Listing.Folder listing) {
    var path = listing.path();
    if (known == null && !path.isEmpty() && !isNewLand && keeper.move(path, listing.stat())) {
      rows.reread(path);
    }
    if (!keeper.compare(known, listing, isNewLand, isFirstScan && known == null)) {
      skipped = path;
    }
  }

  /// The walk came to its end: what was not met is not there.
  void end() {
    for (var row = rows.peek(); row != null; row = rows.peek()) {
      rows.next();
      if (!isSkipped(row.path())) {
        keeper.lose(row);
      }
    }
  }
}
