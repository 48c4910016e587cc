package contentgremlin.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Parts of a tree that can't be watched, and when each is compared again. Not thread-safe.
final class Unwatched {
  /// Beyond that, the smallest folder that holds all of them is compared as a whole.
  private static final int PARTS_MAX = 10_000;

  /// Comparing takes at most one part in so many of all time.
  private static final int TIME_SHARE = 20;

  private static final int EXAMPLES_MAX = 10;

  /// @param folders how many folders lie in it
  /// @param digest of all that was found there the last time
  private record Part(long folders, long digest, long interval, long next) {}

  private final long intervalMin;
  private final long intervalMax;
  private final TreeMap<String, Part> parts = new TreeMap<>();

  Unwatched(MonitorSettings settings) {
    intervalMin = settings.compareMin().toNanos();
    intervalMax = settings.compareMax().toNanos();
  }

  /// What was found out about one part while it was listed.
  ///
  /// @param path of a folder that could not be watched
  /// @param tookNanos how long listing it took
  record Find(String path, long folders, long digest, long tookNanos) {}

  /// Everything at and below this folder was listed.
  ///
  /// @param finds the parts in it that can't be watched
  void listed(String folder, List<Find> finds, long now) {
    var before = new TreeMap<>(within(folder));
    forget(folder);
    for (var find : finds) {
      var known = before.get(find.path());
      long interval =
          known != null && known.digest() == find.digest()
              ? Math.min(intervalMax, 2 * known.interval())
              : intervalMin;
      interval = Math.max(interval, TIME_SHARE * find.tookNanos());
      parts.put(find.path(), new Part(find.folders(), find.digest(), interval, now + interval));
    }
    if (parts.size() > PARTS_MAX) {
      merge(now);
    }
  }

  private void merge(long now) {
    var all = Paths.common(parts.firstKey(), parts.lastKey());
    long folders = count();
    parts.clear();
    parts.put(all, new Part(folders, 0, intervalMin, now + intervalMin));
  }

  void forget(String folder) {
    within(folder).clear();
  }

  void renamed(String from, String to) {
    var moved = new TreeMap<>(within(from));
    forget(from);
    forget(to);
    moved.forEach((path, part) -> parts.put(to + path.substring(from.length()), part));
  }

  private NavigableMap<String, Part> within(String folder) {
    return folder.isEmpty() ? parts : parts.subMap(folder, true, Paths.end(folder), false);
  }

  boolean has(String folder) {
    return parts.containsKey(folder);
  }

  List<String> due(long now) {
    var due = new ArrayList<String>();
    parts.forEach((path, part) -> {
      if (part.next() - now <= 0) {
        due.add(path);
      }
    });
    return due;
  }

  /// @return how long until [#due] has something; Long.MAX_VALUE for never
  long next(long now) {
    return parts.values().stream()
        .mapToLong(part -> part.next() - now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  List<String> examples() {
    return parts.keySet().stream().limit(EXAMPLES_MAX).toList();
  }

  /// Folders, not parts.
  long count() {
    return parts.values().stream().mapToLong(Part::folders).sum();
  }
}
