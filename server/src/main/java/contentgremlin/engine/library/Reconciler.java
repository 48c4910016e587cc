package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.library.Evidence;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the rows of one library equal to the disk: a merge of two sequences in the same order, the
/// listings of a walk and the rows. Holds no more than some folders at a time. Used by one thread
/// at a time.
///
/// What is not there is only noted; [Losses] concludes from it, once all of a part was seen.
final class Reconciler {
  /// Folders and files that are written in one transaction.
  private static final int BATCH = 1_000;

  private static final String STRANGE =
      "another folder or file system lies there than before, without what is known of it";

  private static final Duration WAIT_MAX = Duration.ofMillis(500);

  private final Database database;
  private final InstantSource time;
  private final OpenTrees trees;
  private final Identities identities;
  private final Comparison comparison;
  private final FolderWriter writer;
  private final Supplier<Tree> tree;
  private final Consumer<String> relist;
  private final ScanProgress progress;
  private Library library;

  /// What is to be written next, in one transaction.
  private final List<Write> pending = new ArrayList<>();

  private int pendingWeight;
  private Instant flushed = Instant.EPOCH;

  private @Nullable RowCursor cursor;
  private @Nullable String skipped;
  private boolean isFirst;
  private boolean adoptsEverything;

  /// Changes of file systems that were found to be harmless in this walk: "from to".
  private final Set<String> adopted = new HashSet<>();

  private interface Write {
    void in(Database.Tables tables);
  }

  /// @param tree as it may be told of
  /// @param relist asks for the listing of a part
  /// @param look asks for a look at a folder
  Reconciler(
      Database database,
      InstantSource time,
      OpenTrees trees,
      Additions additions,
      Library library,
      Supplier<Tree> tree,
      Consumer<String> relist,
      Consumer<String> look,
      ScanProgress progress) {
    this.database = database;
    this.time = time;
    this.identities = new Identities(database, trees);
    this.comparison = new Comparison(database, identities);
    this.writer = new FolderWriter(additions);
    this.tree = tree;
    this.trees = trees;
    trees.add(library, look);
    this.library = library;
    this.relist = relist;
    this.progress = progress;
  }

  /// @param confirmed whether a person said that what is there now is all there is
  void begin(String part, boolean confirmed) {
    cursor = new RowCursor(database, library.id(), part);
    skipped = null;
    adopted.clear();
    adoptsEverything = confirmed;
    isFirst = database.read(tables -> tables.libraries().isEmpty());
    if (part.isEmpty()) {
      keepScan(new Library.Scan(time.instant(), null, ""));
    }
  }

  /// A folder of the walk that [#begin] announced.
  void listed(Listing listing) {
    var path = listing.path();
    if (cursor == null) {
      return; // broken off
    }
    if (skipped != null && path.startsWith(skipped)) {
      return;
    }
    var known = advance(path);
    switch (listing) {
      case Listing.Folder folder -> compare(known, folder, true);
      case Listing.Unreadable(_, var reason) -> {
        skipped = path;
        offline(path, reason);
      }
      case Listing.Gone _ -> {
        skipped = path;
        absent(path, Optional.ofNullable(known));
      }
    }
    if (isLate()) {
      flush();
      keepScanAt(path);
    }
  }

  /// Whoever looks at a library that is listed for the first time wants to see something.
  private boolean isLate() {
    return !pending.isEmpty()
        && time.instant()
            .isAfter(flushed.plus(pendingWeight >= BATCH / 2 ? Duration.ZERO : WAIT_MAX));
  }

  /// @return the row of this folder, if there is one
  private @Nullable Folder advance(String path) {
    var rows = rows();
    for (var row = rows.peek(); row != null; row = rows.peek()) {
      if (skipped != null && row.path().startsWith(skipped)) {
        rows.next();
      } else if (RowCursor.isBefore(row, path)) {
        rows.next();
        lose(row);
      } else {
        break;
      }
    }
    var row = rows.peek();
    if (row != null && row.path().equals(path)) {
      rows.next();
      return row;
    }
    return null;
  }

  private RowCursor rows() {
    if (cursor == null) {
      throw new IllegalStateException("nothing is being listed");
    }
    return cursor;
  }

  /// @param complete whether the walk came to its end: only then what was not met is not there
  /// @return whether all of it was compared
  boolean end(String part, boolean complete) {
    if (cursor == null) {
      return false;
    }
    if (complete) {
      var rows = rows();
      for (var row = rows.peek(); row != null; row = rows.peek()) {
        rows.next();
        if (skipped == null || !row.path().startsWith(skipped)) {
          lose(row);
        }
      }
    }
    flush();
    cursor = null;
    if (complete && part.isEmpty()) {
      var scan = library.scan();
      var started = scan == null ? time.instant() : scan.started();
      keepScan(new Library.Scan(started, time.instant(), ""));
      resolveAlerts();
    }
    return complete;
  }

  /// A folder may be back since all above it came back, or gone with it.
  private void resolveAlerts() {
    var stale =
        database.read(tables ->
            LibraryAlerts.offline(tables, library).stream()
                .filter(path -> isOnline(tables, path))
                .toList());
    if (!stale.isEmpty()) {
      database.write(tables -> {
        stale.forEach(path -> LibraryAlerts.online(tables, library, path, time.instant()));
        return stale;
      });
    }
  }

  private boolean isOnline(Database.Tables tables, String path) {
    return tables
        .libraries()
        .folder(library.id(), path)
        .filter(folder -> folder.offline() != null)
        .isEmpty();
  }

  /// A folder that something may have changed in. Its sub-folders are looked at only as to whether
  /// they are there.
  void look(String path) {
    flush(); // what a walk has found and not written yet would be found once more
    var listing = tree.get().list(path);
    switch (listing) {
      case Listing.Folder folder -> lookInto(folder);
      case Listing.Unreadable(_, var reason) -> offline(path, reason);
      case Listing.Gone _ -> absent(path, find(path));
    }
    flush();
  }

  private void absent(String path, Optional<Folder> known) {
    if (path.isEmpty()) {
      offline(path, "there is no such folder");
    } else {
      known.ifPresent(this::loseBelow);
    }
  }

  private void lookInto(Listing.Folder listing) {
    var known = find(listing.path());
    if (known.isEmpty() && !listing.path().isEmpty()) {
      relist.accept(listing.path());
      return;
    }
    if (!compare(known.orElse(null), listing, false)) {
      return;
    }
    flush();
    find(listing.path()).ifPresent(folder -> lookAtFolders(folder, listing));
  }

  private void lookAtFolders(Folder folder, Listing.Folder listing) {
    var there = new HashSet<String>();
    for (var found : listing.found()) {
      if (found.stat().kind() == FileStat.Kind.FOLDER) {
        come(folder, found);
      }
      there.add(found.name());
    }
    var after = folder.path();
    List<Folder> page;
    do {
      var from = after;
      page = database.read(tables -> tables.libraries().foldersIn(folder.id(), from, BATCH));
      for (var child : page) {
        after = child.path();
        var name = child.name();
        if (!there.contains(name.substring(0, name.length() - 1))) {
          loseBelow(child);
        }
      }
    } while (page.size() == BATCH);
  }

  private void come(Folder parent, Found found) {
    var path = parent.path() + found.name() + "/";
    if (find(path).isEmpty() && !move(path, found.stat())) {
      relist.accept(path);
    }
  }

  private Optional<Folder> find(String path) {
    return database.read(tables -> tables.libraries().folder(library.id(), path));
  }

  /// @return whether it is what it was, so that its sub-folders mean something
  private boolean compare(@Nullable Folder row, Listing.Folder listing, boolean walking) {
    var known = row;
    boolean isNewLand = walking && isFirst;
    if (known == null && !listing.path().isEmpty() && !isNewLand) {
      flush();
      if (move(listing.path(), listing.stat())) {
        if (walking) {
          rows().reread(listing.path());
        }
        known = find(listing.path()).orElse(null);
      }
    }
    if (known == null && !isNewLand) {
      known = gone(listing.path());
    }
    if (known != null && !isTrusted(known, listing)) {
      if (walking) {
        skipped = listing.path();
      }
      offline(listing.path(), STRANGE);
      return false;
    }
    if (known != null && known.offline() != null) {
      online(known);
    }
    progress.saw(listing);
    var plan = comparison.plan(library, known, listing, isNewLand);
    if (plan.isNeeded()) {
      write(1 + plan.acts().size(), tables -> writer.write(tables, plan, time.instant()));
      progress.changed(plan.acts().size());
    }
    return true;
  }

  private @Nullable Folder gone(String path) {
    return database.read(tables -> tables.libraries().goneFolder(library.id(), path)).orElse(null);
  }

  /// A folder that was renamed or moved keeps its row, and so everything below it.
  ///
  /// @return whether it was known at another place
  private boolean move(String path, FileStat stat) {
    var known = identities.of(stat);
    if (known.isEmpty() || path.startsWith(known.get().path())) {
      return false;
    }
    boolean wasGone = known.get().gone() != null;
    boolean moved =
        database.write(tables -> {
          var libraries = tables.libraries();
          var folder = libraries.folder(known.get().id());
          var parent = libraries.folder(library.id(), Folder.parent(path));
          if (folder.isEmpty()
              || parent.isEmpty()
              || libraries.folder(library.id(), path).isPresent()) {
            return false;
          }
          libraries.move(folder.get(), parent.get(), path);
          libraries.probeAgain(library.id(), path);
          tell(tables);
          return true;
        });
    if (moved && wasGone) {
      relist.accept(path);
    }
    return moved;
  }

  /// What is wrong with what lies at the root; the empty string if it is the one that is known.
  ///
  /// @param confirmed whether a person said that it is
  String objection(Listing.Folder root, boolean confirmed) {
    var known = find("");
    return confirmed || known.isEmpty() || isTrusted(known.get(), root) ? "" : STRANGE;
  }

  /// Where another file system than before is found, or another folder than the root was, it is as
  /// if nothing had been found, unless it holds what is known.
  private boolean isTrusted(Folder known, Listing.Folder listing) {
    boolean isRoot = known.path().isEmpty();
    boolean isAlike =
        known.fileSystem().equals(listing.fileSystem())
            && (!isRoot || known.inode() == listing.stat().inode());
    var change = known.fileSystem() + " " + listing.fileSystem();
    if (isAlike || known.fileSystem().isEmpty() || adoptsEverything || adopted.contains(change)) {
      return true;
    }
    var names = new HashSet<String>();
    listing.found().forEach(found -> names.add(found.name()));
    long met = 0;
    long all = 0;
    for (var entry : comparison.entries(known.id())) {
      all++;
      met += names.contains(entry.name()) ? 1 : 0;
    }
    for (var folder : folders(known)) {
      all++;
      var name = folder.name();
      met += names.contains(name.substring(0, name.length() - 1)) ? 1 : 0;
    }
    boolean isSame = Evidence.isTheSame(all, met);
    if (isSame && all > 0) {
      adopted.add(change);
    }
    return isSame;
  }

  private List<Folder> folders(Folder known) {
    return database.read(tables -> tables.libraries().foldersIn(known.id(), known.path(), BATCH));
  }

  /// The part can't be looked into: all that is known of it stays as it is.
  void offline(String path, String reason) {
    if (find(path).filter(folder -> folder.offline() != null).isPresent()) {
      return;
    }
    flush();
    var now = time.instant();
    database.write(tables -> {
      boolean isKnown = tables.libraries().folder(library.id(), path).isPresent();
      if (isKnown) {
        tables.libraries().markOffline(library.id(), path, new Folder.Offline(now, reason));
        tell(tables);
      }
      // Of what was never seen nothing can be missed.
      if (isKnown || path.isEmpty()) {
        LibraryAlerts.offline(tables, library, path, reason, now);
      }
      return path;
    });
  }

  private void online(Folder folder) {
    var now = time.instant();
    database.write(tables -> {
      tables.libraries().markOnline(library.id(), folder.path());
      tell(tables);
      LibraryAlerts.online(tables, library, folder.path(), now);
      return folder;
    });
  }

  private void tell(Database.Tables tables) {
    tables.events().append(new Fact.LibraryChanged(library.name()), time.instant());
  }

  /// The folder is not there, nor is what was in it.
  private void lose(Folder folder) {
    write(
        1,
        tables ->
            tables
                .libraries()
                .folder(folder.id())
                // Unless it was found at another place meanwhile.
                .filter(kept ->
                    kept.library().equals(folder.library()) && kept.path().equals(folder.path()))
                .ifPresent(kept -> FolderWriter.lose(tables, kept, time.instant())));
    progress.changed(1);
  }

  private void write(int weight, Write what) {
    pending.add(what);
    pendingWeight += weight;
    if (pendingWeight >= BATCH) {
      flush();
    }
  }

  private void loseBelow(Folder folder) {
    var rows = new RowCursor(database, library.id(), folder.path());
    for (var row = rows.peek(); row != null; row = rows.peek()) {
      rows.next();
      lose(row);
    }
  }

  /// After a fault: whatever was not written is found again by the next comparison.
  void forget() {
    pending.clear();
    pendingWeight = 0;
    cursor = null;
  }

  private void flush() {
    if (pending.isEmpty()) {
      return;
    }
    var writes = List.copyOf(pending);
    pending.clear();
    pendingWeight = 0;
    flushed = time.instant();
    database.write(tables -> {
      writes.forEach(write -> write.in(tables));
      return writes;
    });
    writer.takeLeft().forEach(trees::compare);
  }

  private void keepScanAt(String path) {
    var scan = library.scan();
    if (scan != null) {
      keepScan(new Library.Scan(scan.started(), null, path));
    }
  }

  private void keepScan(Library.Scan scan) {
    library = library.with(scan);
    database.write(tables -> {
      tables.libraries().update(library);
      return library;
    });
  }
}
