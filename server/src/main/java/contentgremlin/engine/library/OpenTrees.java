package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The trees of all libraries, for looking at what is at a place at this moment. Thread-safe.
final class OpenTrees implements AutoCloseable {
  private final Trees trees;
  private final Displaced displaced;
  private final Map<LibraryId, Tree> open = new ConcurrentHashMap<>();
  private final Map<LibraryId, Consumer<String>> compares = new ConcurrentHashMap<>();

  OpenTrees(Trees trees, InstantSource time) {
    this.trees = trees;
    this.displaced = new Displaced(time);
  }

  /// @param compare has a folder of this library compared soon; called by any thread
  Tree add(Library library, Consumer<String> compare) {
    compares.put(library.id(), compare);
    return open.computeIfAbsent(library.id(), _ -> trees.open(library.root()));
  }

  Displaced displaced() {
    return displaced;
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
    displaced.clear(); // its entries' numbers may be given again
    var tree = open.remove(library);
    if (tree != null) {
      tree.close();
    }
  }

  /// @param name of a file in the folder; empty for the folder itself
  Tree.Look look(Folder folder, String name) {
    if (folder.offline() != null) {
      return new Tree.Look.Unreadable(folder.offline().reason());
    }
    var tree = open.get(folder.library());
    return tree == null
        ? new Tree.Look.Unreadable("its library is being removed")
        : tree.look(folder.path() + name);
  }

  @Override
  public void close() {
    open.values().forEach(Tree::close);
    open.clear();
    compares.clear();
  }
}
