package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.library.Evidence;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import contentgremlin.store.Database;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which parts of one library can be looked into, and are what they were. Used by one thread at a
/// time.
final class Reach {
  private static final String STRANGE =
      "another folder or file system lies there than before, without what is known of it";

  /// More names need not be met to know a folder by them.
  private static final int FOLDERS_MAX = 1_000;

  private final Database database;
  private final InstantSource time;
  private final Comparison comparison;
  private final Pending pending;
  private final Library library;
  private boolean adoptsEverything;

  /// Changes of file systems that were found to be harmless in this walk: "from to".
  private final Set<String> adopted = new HashSet<>();

  Reach(
      Database database,
      InstantSource time,
      Comparison comparison,
      Pending pending,
      Library library) {
    this.database = database;
    this.time = time;
    this.comparison = comparison;
    this.pending = pending;
    this.library = library;
  }

  /// Another walk begins.
  ///
  /// @param confirmed whether a person said that what is there now is all there is
  void begin(boolean confirmed) {
    adopted.clear();
    adoptsEverything = confirmed;
  }

  /// What is wrong with what lies at the root; the empty string if it is the one that is known.
  ///
  /// @param confirmed whether a person said that it is
  String objection(Listing.Folder root, boolean confirmed) {
    var known = database.read(tables -> tables.libraries().folder(library.id(), ""));
    return confirmed || known.isEmpty() || isTrusted(known.get(), root) ? "" : STRANGE;
  }

  /// Where another file system than before is found, or another folder than the root was, it is as
  /// if nothing had been found, unless it holds what is known.
  ///
  /// @return whether it may be compared; if not, it is offline
  boolean admits(Folder known, Listing.Folder listing) {
    if (!isTrusted(known, listing)) {
      offline(listing.path(), STRANGE);
      return false;
    }
    if (known.offline() != null) {
      online(known);
    }
    return true;
  }

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
    return database.read(
        tables -> tables.libraries().foldersIn(known.id(), known.path(), FOLDERS_MAX));
  }

  /// The part can't be looked into: all that is known of it stays as it is.
  void offline(String path, String reason) {
    if (!database.read(tables -> isOnline(tables, path))) {
      return;
    }
    pending.flush();
    var now = time.instant();
    database.write(tables -> {
      boolean isKnown = tables.libraries().folder(library.id(), path).isPresent();
      if (isKnown) {
        tables.libraries().markOffline(library.id(), path, new Folder.Offline(now, reason));
        tables.events().append(new Fact.LibraryChanged(library.name()), now);
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
      tables.events().append(new Fact.LibraryChanged(library.name()), now);
      LibraryAlerts.online(tables, library, folder.path(), now);
      return folder;
    });
  }

  /// A folder may be back since all above it came back, or gone with it.
  void resolveAlerts() {
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
}
