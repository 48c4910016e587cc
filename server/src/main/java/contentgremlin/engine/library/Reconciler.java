package contentgremlin.engine.library;

import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the rows of one library equal to the disk: all of a part by a walk ([Merge]), single
/// folders by a look ([FolderLook]). Used by one thread at a time.
///
/// How a folder is compared ([FolderKeeper], [Comparison]), who a file is ([Identities]), what is
/// written ([FolderWriter], [Pending]) and what can't be looked into ([Reach]) is the same for
/// both.
final class Reconciler {
  /// What was on the way when the server died is gone on with, if that was not longer ago.
  private static final Duration STOP_MAX = Duration.ofHours(1);

  private final Database database;
  private final InstantSource time;
  private final OpenTrees trees;
  private final Ahead ahead;
  private final Pending pending;
  private final Reach reach;
  private final FolderKeeper keeper;
  private final FolderLook look;
  private Library library;

  /// The walk under way, and since when what it does not find is not there.
  private @Nullable Merge merge;

  private Instant walkSince = Instant.EPOCH;

  /// What changed while nothing ran has been as it is since the start, and not only since a walk
  /// comes by.
  private boolean isFirstWalk;

  /// Whether what was displaced before the start may still be met: one part alone does not tell.
  private boolean owesWhole;

  /// @param tree as it may be told of
  /// @param relist asks for the listing of a part
  /// @param looks at folders of it that are owed
  Reconciler(
      Database database,
      InstantSource time,
      OpenTrees trees,
      Additions additions,
      Ahead ahead,
      Library library,
      Supplier<Tree> tree,
      Consumer<String> relist,
      Looks looks,
      ScanProgress progress) {
    this.database = database;
    this.time = time;
    this.trees = trees;
    this.ahead = ahead;
    this.library = library;
    this.isFirstWalk = library.scan() != null;
    this.owesWhole = isFirstWalk;
    trees.add(library, looks);
    if (isFirstWalk) {
      trees.walkBegins(library.id(), trees.opened().minus(STOP_MAX));
    }
    var identities = new Identities(database, time, trees, library.id());
    var comparison = new Comparison(database, identities);
    var writer = new FolderWriter(additions);
    this.pending = new Pending(database, time, writer, trees, ahead, library.id());
    this.reach = new Reach(database, time, comparison, pending, library);
    this.keeper =
        new FolderKeeper(
            database, time, identities, comparison, pending, reach, library, relist, progress);
    this.look = new FolderLook(database, library.id(), keeper, reach, pending, tree, relist);
  }

  /// @param confirmed whether a person said that what is there now is all there is
  void begin(String part, boolean confirmed) {
    boolean isNewLand = database.read(tables -> tables.libraries().isEmpty());
    if (isNewLand) {
      ahead.enter(this);
    }
    reach.begin(confirmed);
    walkSince = since(part);
    trees.walkBegins(library.id(), time.instant());
    var rows = new RowCursor(database, library.id(), part);
    merge = new Merge(rows, keeper, reach, isNewLand, isNewLand || hasNoWholeScan());
    if (part.isEmpty()) {
      keepScan(new Library.Scan(time.instant(), null));
    }
  }

  private boolean hasNoWholeScan() {
    var scan = library.scan();
    return scan == null || scan.ended() == null;
  }

  private Instant since(String part) {
    boolean isFirst = isFirstWalk && part.isEmpty();
    isFirstWalk &= !isFirst;
    return isFirst ? trees.opened() : time.instant();
  }

  /// A folder of the walk that [#begin] announced.
  void listed(Listing listing) {
    if (merge == null) {
      return; // broken off
    }
    keeper.beginRound(walkSince); // there may have been looks in between
    merge.listed(listing);
    if (pending.isLate()) {
      pending.flush();
    }
  }

  /// @param complete whether the walk came to its end: only then what was not met is not there
  /// @return whether all of it was compared
  boolean end(String part, boolean complete) {
    if (merge == null) {
      return false;
    }
    if (complete) {
      keeper.beginRound(walkSince);
      merge.end();
    }
    pending.finish();
    merge = null;
    ahead.leave(this);
    owesWhole &= !complete || !part.isEmpty();
    if (complete && !owesWhole) {
      trees.walkEnded(library.id());
    }
    if (complete && part.isEmpty()) {
      var scan = library.scan();
      var started = scan == null ? time.instant() : scan.started();
      keepScan(new Library.Scan(started, time.instant()));
      reach.resolveAlerts();
    }
    return complete;
  }

  /// Folders in which something may have changed, as was heard at about the same time.
  void look(List<String> paths) {
    keeper.beginRound(time.instant());
    paths.forEach(look::at);
  }

  String objection(Listing.Folder root, boolean confirmed) {
    return reach.objection(root, confirmed);
  }

  void offline(String path, String reason) {
    if (path.isEmpty()) {
      trees.walkEnded(library.id());
    }
    reach.offline(path, reason);
  }

  /// After a fault: whatever was not written is found again by the next comparison.
  void forget() {
    pending.forget();
    merge = null;
    ahead.leave(this);
  }

  private void keepScan(Library.Scan scan) {
    library = library.with(scan);
    database.write(tables -> {
      tables.libraries().update(library);
      return library;
    });
  }
}
