package contentgremlin.engine.library;

import contentgremlin.library.Difference;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Tree;
import contentgremlin.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds out whether a file or folder that has come to a place in one library is one that was known
/// at another, in whichever library. Thread-safe.
///
/// A file is the same if its inode is, or, on another file system, its size and time; and only if
/// it is not at its old place any more: else it is a copy, or another name of the same file.
final class Identities {
  /// More that look the same are no help.
  private static final int CANDIDATES_MAX = 16;

  /// Of two names of one file, the one that is there, or was there last, is what it is called.
  private static final Comparator<Entry> LATEST =
      Comparator.comparing(Entry::gone, Comparator.nullsFirst(Comparator.<Instant>reverseOrder()));

  private final Database database;
  private final InstantSource time;
  private final OpenTrees trees;
  private final LibraryId library;

  Identities(Database database, InstantSource time, OpenTrees trees, LibraryId library) {
    this.database = database;
    this.time = time;
    this.trees = trees;
    this.library = library;
  }

  private record Known(Entry entry, Folder folder) {}

  private record Candidates(
      @Nullable Entry displaced, List<Known> byInode, List<Entry> byName, List<Known> byTime) {}

  /// @param place the path of the folder in which it was found
  /// @param folder the number of that folder, if names that are gone from it count; 0 if not
  Match of(Found found, String place, long folder) {
    var candidates = database.read(tables -> candidates(tables, found, folder));
    return byInode(candidates.byInode(), found, place)
        .orElseGet(() -> byHistory(candidates, found));
  }

  /// A file that has one name can't be at two places, unless its folder is mounted twice.
  private Optional<Match> byInode(List<Known> candidates, Found found, String place) {
    var same =
        candidates.stream()
            .filter(known -> isSureSame(known.entry().stat(), found.stat()))
            .toList();
    var left = same.stream().filter(known -> hasLeft(known, found.stat())).toList();
    boolean isElsewhere = left.size() < same.size() && isThereNow(same, left, found);
    if (isElsewhere && found.stat().links() == 1 && !isAt(place, found)) {
      return Optional.of(new Match.Outdated());
    }
    return left.stream().map(Known::entry).min(LATEST).map(Match.Known::new);
  }

  private boolean isThereNow(List<Known> same, List<Known> left, Found found) {
    return same.stream()
        .filter(known -> !left.contains(known))
        .anyMatch(known ->
            trees.look(library, known.folder(), known.entry().name())
                    instanceof Tree.Look.There(var now)
                && Difference.isSameFile(now, found.stat()));
  }

  private boolean isAt(String place, Found found) {
    return trees.lookHome(library, place + found.name()) instanceof Tree.Look.There(var now)
        && Difference.isSameFile(now, found.stat());
  }

  private Match byHistory(Candidates candidates, Found found) {
    if (candidates.displaced() != null) {
      return new Match.Owner(candidates.displaced());
    }
    var entry =
        candidates.byName().isEmpty()
            ? moved(candidates.byTime(), found)
            : Optional.of(candidates.byName().getFirst());
    return entry.<Match>map(Match.Known::new).orElseGet(Match.Nobody::new);
  }

  private Candidates candidates(Database.Tables tables, Found found, long folder) {
    var libraries = tables.libraries();
    var stat = found.stat();
    var byInode = libraries.entriesWith(stat.inode(), stat.born(), CANDIDATES_MAX);
    var byName = folder == 0 ? List.<Entry>of() : libraries.gone(folder, found.name());
    var byTime =
        stat.size() == 0
            ? List.<Entry>of()
            : libraries.entriesLike(stat.size(), stat.modified(), CANDIDATES_MAX);
    // Of a file with two names, the other one may be meant.
    var displaced =
        stat.links() > 1
            ? Optional.<Entry>empty()
            : libraries
                .displaced(stat, trees.returnsSince(time.instant()))
                .filter(entry -> !Difference.isSameFile(entry.stat(), stat));
    return new Candidates(
        displaced.orElse(null), known(tables, byInode), byName, known(tables, byTime));
  }

  private static List<Known> known(Database.Tables tables, List<Entry> entries) {
    var known = new ArrayList<Known>();
    for (var entry : entries) {
      if (entry.role() == FileRole.MEDIA) {
        tables
            .libraries()
            .folder(entry.folder())
            .ifPresent(folder -> known.add(new Known(entry, folder)));
      }
    }
    return known;
  }

  /// Without a birth, the inode's number may have been given to another file meanwhile.
  private static boolean isSureSame(FileStat known, FileStat found) {
    return found.born() != 0
        || (known.size() == found.size() && known.modified() == found.modified());
  }

  /// Whether the file with this inode is not any more where it was known to be.
  private boolean hasLeft(Known known, FileStat found) {
    return isLeft(known, now -> !Difference.isSameFile(now, found));
  }

  /// Whether the file is not any more where it was.
  private boolean hasLeft(Known known) {
    return isLeft(known, now -> !known.entry().holds(now));
  }

  private boolean isLeft(Known known, Predicate<FileStat> isAnother) {
    if (!known.entry().isThere() || known.folder().gone() != null) {
      return true;
    }
    return switch (trees.look(library, known.folder(), known.entry().name())) {
      case Tree.Look.Gone() -> true;
      case Tree.Look.There(var now) -> isAnother.test(now);
      case Tree.Look.Unreadable _ -> false;
    };
  }

  /// Of several that look the same, only the one with the same name is sure to be it.
  private Optional<Entry> moved(List<Known> candidates, Found found) {
    var gone =
        candidates.stream()
            .filter(this::hasLeft)
            .filter(known -> extension(known.entry().name()).equals(extension(found.name())))
            .map(Known::entry)
            .toList();
    if (gone.size() == 1) {
      return Optional.of(gone.getFirst());
    }
    return gone.stream().filter(entry -> entry.name().equals(found.name())).findFirst();
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// The folder that is now at another place.
  Optional<Folder> of(FileStat folder) {
    if (folder.born() == 0) {
      return Optional.empty(); // its files are found one by one
    }
    return database
        .read(tables -> tables.libraries().foldersWith(folder.inode(), folder.born()))
        .stream()
        .filter(known -> !known.path().isEmpty() && hasLeft(known, folder))
        .findFirst();
  }

  private boolean hasLeft(Folder known, FileStat found) {
    if (known.gone() != null) {
      return true;
    }
    return switch (trees.look(library, known, "")) {
      case Tree.Look.Gone() -> true;
      case Tree.Look.There(var now) -> !Difference.isSameFile(now, found);
      case Tree.Look.Unreadable _ -> false;
    };
  }
}
