package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The trees of all libraries, for looking at what is at a place at this moment. Thread-safe.
final class OpenTrees implements AutoCloseable {
  /// A file whose name another one took is met under its new name that soon after the last look
  /// that is owed, even if it was just being written.
  private static final Duration RETURN_MAX = Duration.ofSeconds(10);

  private final Trees trees;
  private final InstantSource time;
  private final Instant opened;

  /// Libraries that are being walked through, and since when.
  private final Map<LibraryId, Instant> walks = new ConcurrentHashMap<>();

  private final Map<LibraryId, Lookout> open = new ConcurrentHashMap<>();
  private final Map<LibraryId, Looks> looks = new ConcurrentHashMap<>();

  OpenTrees(Trees trees, InstantSource time) {
    this.trees = trees;
    this.time = time;
    this.opened = time.instant();
  }

  /// @param owed the looks at its folders that are still to be done
  void add(Library library, Looks owed) {
    looks.put(library.id(), owed);
    open.computeIfAbsent(
        library.id(), _ -> new Lookout(trees.open(library.root()), library.name()));
  }

  /// Since when libraries are looked at.
  Instant opened() {
    return opened;
  }

  /// @param since what was displaced since then may be met by this walk
  void walkBegins(LibraryId library, Instant since) {
    walks.putIfAbsent(library, since);
  }

  /// What it left to be looked at later belongs to it still.
  void walkEnded(LibraryId library) {
    var since = walks.remove(library);
    var owed = looks.get(library);
    if (since != null && owed != null) {
      owed.extend(since);
    }
  }

  /// Whose name was taken since then may still be met elsewhere. Who comes later was kept out of
  /// sight on purpose, and is somebody else: what people have seen stays what it is.
  Instant returnsSince(Instant now) {
    return underWaySince(now).minus(RETURN_MAX);
  }

  private Instant underWaySince(Instant now) {
    return Stream.concat(
            walks.values().stream(),
            looks.values().stream().map(Looks::since).filter(Objects::nonNull))
        .filter(since -> since.isBefore(now))
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  /// Has this folder compared soon, whichever library's it is.
  void compare(Folder folder) {
    var owed = looks.get(folder.library());
    if (owed != null) {
      owed.add(folder.path(), underWaySince(time.instant()));
    }
  }

  void remove(LibraryId library) {
    looks.remove(library);
    walks.remove(library);
    var tree = open.remove(library);
    if (tree != null) {
      tree.close();
    }
  }

  /// @param asking whose thread this is: it may wait for its own disk, and for no other one
  /// @param name of a file in the folder; empty for the folder itself
  Tree.Look look(LibraryId asking, Folder folder, String name) {
    if (folder.offline() != null) {
      return new Tree.Look.Unreadable(folder.offline().reason());
    }
    var lookout = open.get(folder.library());
    if (lookout == null) {
      return new Tree.Look.Unreadable("its library is being removed");
    }
    var path = folder.path() + name;
    return asking.equals(folder.library()) ? lookout.own(path) : lookout.forOthers(path);
  }

  /// @param path below the root of the library whose thread this is
  Tree.Look lookHome(LibraryId asking, String path) {
    var lookout = open.get(asking);
    return lookout == null
        ? new Tree.Look.Unreadable("its library is being removed")
        : lookout.own(path);
  }

  @Override
  public void close() {
    open.values().forEach(Lookout::close);
    open.clear();
    looks.clear();
  }
}
