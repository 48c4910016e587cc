package contentgremlin.disk;

import contentgremlin.vault.Found;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/// One part of a walk through a tree: the files that come after a given one, folder by folder, each
/// folder in the order of its names. Keeps no more in memory than a window of names per level, so a
/// folder may have any number of them; never follows a link. Used by one thread, once.
final class VaultWalk {
  private static final int WINDOW = 8_192;

  private final Set<String> skipped;
  private final List<String> after;
  private final int limit;
  private final int window;
  private final List<Found> found = new ArrayList<>();

  /// @param after the path of the file to go on behind, or the empty string
  /// @param skipped paths of folders not to look into
  private VaultWalk(String after, int limit, int window, Set<String> skipped) {
    this.after = after.isEmpty() ? List.of() : List.of(after.split("/"));
    this.limit = limit;
    this.window = window;
    this.skipped = skipped;
  }

  static List<Found> walk(Path root, String after, int limit, Set<String> skipped)
      throws IOException {
    return walk(root, after, limit, WINDOW, skipped);
  }

  static List<Found> walk(Path root, String after, int limit, int window, Set<String> skipped)
      throws IOException {
    var walk = new VaultWalk(after, limit, window, skipped);
    walk.folder(root, "", 0, true);
    return walk.found;
  }

  /// @param isBorder whether `after` lies in this folder
  private void folder(Path folder, String prefix, int depth, boolean isBorder) throws IOException {
    var border = isBorder && depth < after.size() ? after.get(depth) : "";
    boolean isInside = depth < after.size() - 1;
    var from = border;
    boolean isFirst = true;
    List<String> names;
    do {
      names = names(folder, from, isFirst && !border.isEmpty());
      for (var name : names) {
        if (found.size() >= limit) {
          return;
        }
        boolean isOnBorder = isFirst && name.equals(border);
        visit(folder.resolve(name), prefix + name, depth, isOnBorder, isInside);
      }
      from = names.isEmpty() ? from : names.getLast();
      isFirst = false;
    } while (names.size() >= window);
  }

  private void visit(Path path, String relative, int depth, boolean isOnBorder, boolean isInside)
      throws IOException {
    if (skipped.contains(relative)) {
      return;
    }
    try {
      var attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        folder(path, relative + "/", depth + 1, isOnBorder && isInside);
      } else if (!isOnBorder) {
        found.add(new Found(relative, attributes.size(), attributes.isRegularFile()));
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // It went while we looked.
    }
  }

  /// The next names of the folder, sorted: only so many that a window is full.
  ///
  /// @param inclusive whether the name to start from is one of them
  private List<String> names(Path folder, String from, boolean inclusive) throws IOException {
    var smallest = new PriorityQueue<String>(Comparator.reverseOrder());
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        int order = name.compareTo(from);
        if (order > 0 || (inclusive && order == 0)) {
          smallest.add(name);
          if (smallest.size() > window) {
            smallest.poll();
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return smallest.stream().sorted().toList();
  }
}
