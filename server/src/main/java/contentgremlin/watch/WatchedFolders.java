package contentgremlin.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Which watch belongs to which folder. Kept as a tree, so that moving a folder moves all below it
/// at once. Not thread-safe.
final class WatchedFolders {
  private static final int NONE = -1;

  /// One folder, with all watched ones below it.
  static final class Node {
    private @Nullable Node parent;
    private String name;
    private int watch = NONE;
    private @Nullable Map<String, Node> children;

    private Node(@Nullable Node parent, String name) {
      this.parent = parent;
      this.name = name;
    }
  }

  private final Node root = new Node(null, "");
  private final Map<Integer, Node> byWatch = new HashMap<>();

  int size() {
    return byWatch.size();
  }

  boolean has(int watch) {
    return byWatch.containsKey(watch);
  }

  /// @return the folder's path; null for a watch of which nothing is known any more, or that
  ///   belongs to what was taken away
  @Nullable String path(int watch) {
    var names = new ArrayList<String>();
    var at = byWatch.get(watch);
    while (at != null && at.parent != null) {
      names.add(at.name);
      at = at.parent;
    }
    if (at != root) {
      return null;
    }
    var path = new StringBuilder();
    for (int i = names.size() - 1; i >= 0; i--) {
      path.append(names.get(i)).append('/');
    }
    return path.toString();
  }

  /// @return the watch of this folder, or -1
  int watch(String path) {
    var node = find(path);
    return node == null ? NONE : node.watch;
  }

  void put(String path, int watch) {
    var names = names(path);
    var node = names.isEmpty() ? root : child(above(names), names.getLast());
    byWatch.remove(node.watch);
    var before = byWatch.put(watch, node);
    if (before != null && before != node) {
      before.watch = NONE;
    }
    node.watch = watch;
  }

  /// The system has ended this watch.
  void ended(int watch) {
    var node = byWatch.remove(watch);
    if (node != null) {
      node.watch = NONE;
      prune(node);
    }
  }

  /// @param ended is told of each watch at or below this folder
  void remove(String path, IntConsumer ended) {
    var node = find(path);
    if (node != null) {
      end(node, ended);
      prune(node);
    }
  }

  /// Takes a folder away with all below it; their watches go on.
  @Nullable Node take(String path) {
    var node = find(path);
    if (node == null || node.parent == null) {
      return null;
    }
    var parent = node.parent;
    detach(node);
    node.parent = null;
    prune(parent);
    return node;
  }

  /// Ends what was taken.
  void end(Node taken, IntConsumer ended) {
    var open = new ArrayList<>(List.of(taken));
    while (!open.isEmpty()) {
      var next = open.removeLast();
      if (next.watch != NONE) {
        byWatch.remove(next.watch);
        ended.accept(next.watch);
        next.watch = NONE;
      }
      if (next.children != null) {
        open.addAll(next.children.values());
        next.children = null;
      }
    }
  }

  /// Puts back what was taken.
  ///
  /// @param ended is told of the watches of what has that path
  void put(String path, Node taken, IntConsumer ended) {
    remove(path, ended);
    var names = names(path);
    var above = above(names);
    taken.parent = above;
    taken.name = names.getLast();
    children(above).put(taken.name, taken);
  }

  private Node above(List<String> names) {
    var node = root;
    for (var name : names.subList(0, names.size() - 1)) {
      node = child(node, name);
    }
    return node;
  }

  private static Node child(Node parent, String name) {
    return children(parent).computeIfAbsent(name, key -> new Node(parent, key));
  }

  private static Map<String, Node> children(Node node) {
    var children = node.children;
    if (children == null) {
      children = new HashMap<>(2);
      node.children = children;
    }
    return children;
  }

  private @Nullable Node find(String path) {
    var node = root;
    for (var name : names(path)) {
      node = node.children == null ? null : node.children.get(name);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /// Takes a folder away that nobody watches, and those above it that are there for its sake.
  private void prune(Node start) {
    var node = start;
    while (node.parent != null
        && node.watch == NONE
        && (node.children == null || node.children.isEmpty())) {
      var parent = node.parent;
      detach(node);
      node = parent;
    }
  }

  private static void detach(Node node) {
    if (node.parent != null && node.parent.children != null) {
      node.parent.children.remove(node.name, node);
    }
  }

  private static List<String> names(String path) {
    if (path.isEmpty()) {
      return List.of();
    }
    var names = List.of(path.split("/", -1));
    return names.subList(0, names.size() - 1); // behind the last slash is nothing
  }
}
