package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import contentgremlin.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the rows of single folders of one library equal to what was found there. Used by one
/// thread at a time.
final class FolderKeeper {
  private final Database database;
  private final InstantSource time;
  private final Identities identities;
  private final Comparison comparison;
  private final Pending pending;
  private final Reach reach;
  private final Library library;
  private final Consumer<String> relist;
  private final ScanProgress progress;

  /// What is found not to be there has been gone since then, as far as anybody can know: since the
  /// round began in which that is found out. What appears later than that was never seen beside it.
  private Instant round = Instant.EPOCH;

  /// @param relist asks for the listing of a part
  FolderKeeper(
      Database database,
      InstantSource time,
      Identities identities,
      Comparison comparison,
      Pending pending,
      Reach reach,
      Library library,
      Consumer<String> relist,
      ScanProgress progress) {
    this.database = database;
    this.time = time;
    this.identities = identities;
    this.comparison = comparison;
    this.pending = pending;
    this.reach = reach;
    this.library = library;
    this.relist = relist;
    this.progress = progress;
  }

  void beginRound(Instant since) {
    round = since;
  }

  Optional<Folder> find(String path) {
    return database.read(tables -> tables.libraries().folder(library.id(), path));
  }

  /// @param row as it is kept, if that is known
  /// @param isNewLand whether nothing is known of any file
  /// @param isUnread whether files that come are read before they are written down, if there is
  ///   room
  /// @return whether it is what it was, so that its sub-folders mean something
  boolean compare(
      @Nullable Folder row, Listing.Folder listing, boolean isNewLand, boolean isUnread) {
    var known = row == null && !isNewLand ? last(listing.path()) : row;
    if (known != null && !reach.admits(known, listing)) {
      return false;
    }
    progress.saw(listing);
    var plan = comparison.plan(library, known, listing, isNewLand);
    if (plan.isNeeded()) {
      pending.add(plan, round, isUnread);
      progress.changed(plan.acts().size());
    }
    return true;
  }

  /// As it is kept, or was kept when it was there last.
  private @Nullable Folder last(String path) {
    return database
        .read(tables ->
            tables
                .libraries()
                .folder(library.id(), path)
                .or(() -> tables.libraries().goneFolder(library.id(), path)))
        .orElse(null);
  }

  /// A folder that was renamed or moved keeps its row, and so everything below it.
  ///
  /// @return whether it was known at another place
  boolean move(String path, FileStat stat) {
    pending.flush(); // it, or the one above it, may be about to be written
    var known = identities.of(stat);
    if (known.isEmpty() || isWithin(known.get(), path)) {
      return false;
    }
    boolean wasGone = known.get().gone() != null;
    boolean moved = database.write(tables -> move(tables, known.get(), path));
    if (moved && wasGone) {
      relist.accept(path);
    }
    return moved;
  }

  private boolean isWithin(Folder folder, String path) {
    return folder.library().equals(library.id()) && path.startsWith(folder.path());
  }

  private boolean move(Database.Tables tables, Folder known, String path) {
    var libraries = tables.libraries();
    var folder = libraries.folder(known.id());
    var parent = libraries.folder(library.id(), Folder.parent(path));
    if (folder.isEmpty()
        || parent.isEmpty()
        || libraries.folder(library.id(), path).isPresent()
        || !isStill(folder.get(), known)) {
      return false;
    }
    libraries.move(folder.get(), parent.get(), path);
    libraries.probeAgain(library.id(), path);
    tables.events().append(new Fact.LibraryChanged(library.name()), time.instant());
    return true;
  }

  /// Another library's thread may have taken it to another place meanwhile, and that may be the
  /// later one; or have found that another folder is in its place, whose row it is then.
  private static boolean isStill(Folder now, Folder known) {
    return now.library().equals(known.library())
        && now.path().equals(known.path())
        && now.inode() == known.inode()
        && now.born() == known.born();
  }

  /// The folder is not there, nor is what was in it.
  void lose(Folder folder) {
    var since = round;
    pending.add((tables, _) ->
        tables
            .libraries()
            .folder(folder.id())
            // Unless it was found at another place meanwhile.
            .filter(kept ->
                kept.library().equals(folder.library()) && kept.path().equals(folder.path()))
            .ifPresent(kept -> FolderWriter.lose(tables, kept, since)));
    progress.changed(1);
  }

  void loseBelow(Folder folder) {
    var rows = new RowCursor(database, library.id(), folder.path());
    for (var row = rows.peek(); row != null; row = rows.peek()) {
      rows.next();
      lose(row);
    }
  }
}
