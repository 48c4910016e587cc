package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The trees of all libraries, for looking at what is at a place at this moment. Thread-safe.
final class OpenTrees implements AutoCloseable {
  private final Trees trees;
  private final Map<LibraryId, Tree> open = new ConcurrentHashMap<>();

  OpenTrees(Trees trees) {
    this.trees = trees;
  }

  Tree add(Library library) {
    return open.computeIfAbsent(library.id(), _ -> trees.open(library.root()));
  }

  void remove(LibraryId library) {
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
  }
}
