package contentgremlin.engine.library;

import contentgremlin.library.Difference;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.Tree;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds out whether a file or folder that has come to a place is one that was known at another.
/// Thread-safe.
///
/// A file is the same if its inode is, or, on another file system, its size and time; and only if
/// it is not at its old place any more: else it is a copy, or another name of the same file.
final class Identities {
  /// More that look the same are no help.
  private static final int CANDIDATES_MAX = 16;

  private final Database database;
  private final OpenTrees trees;

  Identities(Database database, OpenTrees trees) {
    this.database = database;
    this.trees = trees;
  }

  private record Known(Entry entry, Folder folder) {}

  private record Candidates(
      @Nullable Entry displaced, List<Known> byInode, List<Entry> byName, List<Known> byTime) {}

  /// @param folder the number of the folder in which it was found; 0 if that is new
  Optional<Entry> of(Found found, long folder) {
    var candidates = database.read(tables -> candidates(tables, found, folder));
    if (candidates.displaced() != null) {
      return Optional.of(candidates.displaced());
    }
    for (var known : candidates.byInode()) {
      if (isSureSame(known.entry().stat(), found.stat()) && hasLeft(known, found.stat())) {
        return Optional.of(known.entry());
      }
    }
    if (!candidates.byName().isEmpty()) {
      var entry = candidates.byName().getFirst();
      takenOver(entry, found);
      return Optional.of(entry);
    }
    var moved = moved(candidates.byTime(), found);
    moved.ifPresent(entry -> takenOver(entry, found));
    return moved;
  }

  /// Another file has the name of this one, or looks like it.
  void takenOver(Entry entry, Found found) {
    if (entry.role() == FileRole.MEDIA && !Difference.isSameFile(entry.stat(), found.stat())) {
      trees.displaced().add(entry);
    }
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
    var displaced =
        trees
            .displaced()
            .of(stat)
            .flatMap(libraries::entry)
            .filter(entry -> !Difference.isSameFile(entry.stat(), stat))
            .orElse(null);
    return new Candidates(displaced, known(tables, byInode), byName, known(tables, byTime));
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
    return switch (trees.look(known.folder(), known.entry().name())) {
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
    return switch (trees.look(known, "")) {
      case Tree.Look.Gone() -> true;
      case Tree.Look.There(var now) -> !Difference.isSameFile(now, found);
      case Tree.Look.Unreadable _ -> false;
    };
  }
}
