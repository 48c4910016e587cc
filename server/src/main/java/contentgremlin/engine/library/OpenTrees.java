package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The trees of all libraries, for looking at what is at a place at this moment. Thread-safe.
final class OpenTrees implements AutoCloseable {
  private final Trees trees;
  private final Instant opened;
  private final Map<LibraryId, Lookout> open = new ConcurrentHashMap<>();
  private final Map<LibraryId, Consumer<String>> compares = new ConcurrentHashMap<>();

  OpenTrees(Trees trees, InstantSource time) {
    this.trees = trees;
    this.opened = time.instant();
  }

  /// @param compare has a folder of this library compared soon; called by any thread
  void add(Library library, Consumer<String> compare) {
    compares.put(library.id(), compare);
    open.computeIfAbsent(
        library.id(), _ -> new Lookout(trees.open(library.root()), library.name()));
  }

  /// Since when libraries are looked at.
  Instant opened() {
    return opened;
  }

  /// Has this folder compared soon, whichever library's it is.
  void compare(Folder folder) {
    var compare = compares.get(folder.library());
    if (compare != null) {
      compare.accept(folder.path());
    }
  }

  void remove(LibraryId library) {
    compares.remove(library);
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
    compares.clear();
  }
}
