package contentgremlin.monitor;

import contentgremlin.library.PathOrder;
import java.util.ArrayList;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Parts of a tree that wait to be listed; none of them lies in another. Not thread-safe.
final class Parts {
  private static final int PARTS_MAX = 10_000;

  private final TreeSet<String> parts = new TreeSet<>(PathOrder.BYTES);

  void add(String folder) {
    if (covers(folder)) {
      return;
    }
    forget(folder);
    parts.add(folder);
    if (parts.size() > PARTS_MAX) {
      var all = Paths.common(parts.first(), parts.last());
      parts.clear();
      parts.add(all);
    }
  }

  /// Whether all of this folder will be listed.
  boolean covers(String folder) {
    var at = folder;
    while (!parts.contains(at)) {
      if (at.isEmpty()) {
        return false;
      }
      at = Paths.parent(at);
    }
    return true;
  }

  void forget(String folder) {
    parts.removeIf(part -> Paths.isWithin(folder, part));
  }

  void renamed(String from, String to) {
    var moved = new ArrayList<>(parts.stream().filter(part -> Paths.isWithin(from, part)).toList());
    moved.forEach(parts::remove);
    forget(to);
    moved.forEach(part -> add(to + part.substring(from.length())));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  @Nullable String take() {
    return parts.pollFirst();
  }

  void clear() {
    parts.clear();
  }
}
