package contentgremlin.monitor;

import contentgremlin.library.Change;
import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Found;
import contentgremlin.library.Tree.Look;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Knows which files are not whole yet, or may not be, and when to look at them again. Thread-safe.
final class Settling {
  /// After a file was closed, its next change is awaited for so long; twice as long each time that
  /// there was one.
  private static final long QUIET_MIN_NANOS = 5_000_000;

  /// A file that came without being closed: perhaps it is a link to a whole one.
  private static final long FIRST_LOOK_NANOS = 10_000_000;

  /// Who has a file open for writing, and writes nothing, gets so much more patience.
  private static final int OPEN_FACTOR = 10;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /// A file that is not told of yet.
  private static final class Waiting {
    private boolean created;

    /// Nobody had this name before.
    private boolean fresh;

    /// Was written to, and not closed since.
    private boolean open;

    /// Was closed after the last writing, as far as is known.
    private boolean closed;

    private @Nullable FileStat seen;
    private long lookAt;
    private long queuedAt;
  }

  private record Queued(long at, String path) {}

  /// What was told of, for as long as its modified time alone would make it suspect.
  private record Settled(FileStat stat, long quiet, long until) {}

  /// Signals are not later than that; and a file that was made longer ago has had its own.
  private static final long YOUNG_NANOS = 60_000_000_000L;

  private final long settleNanos;
  private final int max;
  private final InstantSource clock;
  private final TreeMap<String, Waiting> waiting = new TreeMap<>();
  private final PriorityQueue<Queued> queue =
      new PriorityQueue<>((one, other) -> Long.signum(one.at() - other.at()));
  private final LinkedHashMap<String, Settled> settled = new LinkedHashMap<>();

  /// Young files that somebody has seen in a listing, though their signals may be yet to come.
  private final LinkedHashMap<String, Long> shown = new LinkedHashMap<>();

  /// Until when a file may have been seen in a listing though it is not in [#shown], which holds so
  /// many only; 0 while it holds all.
  private long shownUntil;

  /// Where more files wait than can be kept, and when to list that part instead.
  private @Nullable String lost;

  private long lostAt;

  Settling(MonitorSettings settings, InstantSource clock) {
    this.settleNanos = settings.settle().toNanos();
    this.max = settings.pendingMax();
    this.clock = clock;
  }

  synchronized void created(String path, long now) {
    boolean isKnown = waiting.containsKey(path); // that it left may be said after this
    var file = get(path, now);
    if (file != null) {
      file.created = true;
      file.fresh = (file.fresh || !isKnown) && !mayBeShown(path, now);
      lookAt(path, file, now + FIRST_LOOK_NANOS);
    }
  }

  private boolean mayBeShown(String path, long now) {
    if (shownUntil != 0 && shownUntil - now <= 0) {
      shownUntil = 0;
    }
    return shownUntil != 0 || shown.containsKey(path);
  }

  /// Moved in: whole, as far as can be told.
  synchronized void arrived(String path, long now) {
    var file = get(path, now);
    if (file != null) {
      file.created = true;
      file.fresh = false;
      file.open = false;
      file.closed = true;
      lookAt(path, file, now + quiet(path));
    }
  }

  synchronized void written(String path, long now) {
    var file = get(path, now);
    if (file != null) {
      file.open = true;
      file.closed = false;
      lookAt(path, file, now + OPEN_FACTOR * settleNanos);
    }
  }

  synchronized void closed(String path, long now) {
    var file = get(path, now);
    if (file != null) {
      file.open = false;
      file.closed = true;
      lookAt(path, file, now + quiet(path));
    }
  }

  synchronized void touched(String path, long now) {
    var file = waiting.get(path);
    if (file == null) {
      closed(path, now);
    }
  }

  /// @return whether nobody was told of it, nor needs to be
  synchronized boolean left(String path) {
    var file = waiting.remove(path);
    settled.remove(path);
    return file != null && file.fresh;
  }

  /// Forgets all in this folder.
  synchronized void leftFolder(String folder) {
    if (folder.isEmpty()) {
      waiting.clear();
      queue.clear();
      settled.clear();
    } else {
      waiting.subMap(folder, Paths.end(folder)).clear();
      settled.keySet().removeIf(path -> Paths.isWithin(folder, path));
    }
  }

  /// @return whether nobody was told of it before: it will be told of under its new name alone
  synchronized boolean renamed(String from, String to, long now) {
    var file = waiting.remove(from);
    var told = settled.remove(from);
    if (told != null) {
      settled.put(to, told);
    }
    if (file == null) {
      waiting.remove(to); // what was there is gone
      follow(from, Paths.parent(to));
      return false;
    }
    boolean isNew = file.fresh;
    file.fresh = false; // it may have replaced something
    file.queuedAt = 0;
    waiting.put(to, file);
    lookAt(to, file, Math.max(file.lookAt, now));
    return isNew;
  }

  synchronized void renamedFolder(String from, String to, long now) {
    leftFolder(to);
    follow(from, to);
    var moved = new TreeMap<>(waiting.subMap(from, Paths.end(from)));
    waiting.keySet().removeAll(moved.keySet());
    moved.forEach((path, file) -> {
      var name = to + path.substring(from.length());
      file.queuedAt = 0;
      waiting.put(name, file);
      lookAt(name, file, Math.max(file.lookAt, now));
    });
    var told = new ArrayList<Map.Entry<String, Settled>>();
    settled.entrySet().removeIf(entry -> Paths.isWithin(from, entry.getKey()) && told.add(entry));
    told.forEach(
        entry -> settled.put(to + entry.getKey().substring(from.length()), entry.getValue()));
  }

  /// What is not kept of a file, or of those in a folder, is to be seen by its new name from now
  /// on.
  private void follow(String from, String folder) {
    if (lost != null && Paths.isWithin(lost, from)) {
      lost = Paths.common(lost, folder);
    } else if (lost != null && Paths.isFolder(from) && Paths.isWithin(from, lost)) {
      lost = folder + lost.substring(from.length());
    }
  }

  /// Hides what may not be whole, so that nobody takes it for what it will be.
  synchronized List<Found> masked(String folder, List<Found> found, long now) {
    long wallNanos = clock.millis() * NANOS_PER_MILLI;
    var masked = new ArrayList<Found>(found.size());
    boolean any = false;
    for (var each : found) {
      boolean hidden = each.stat().kind() == Kind.FILE && isSuspect(folder, each, wallNanos, now);
      any |= hidden;
      boolean isYoung =
          each.stat().kind() == Kind.FILE && wallNanos - each.stat().born() < YOUNG_NANOS;
      if (!hidden && isYoung) {
        show(folder + each.name(), now);
      }
      masked.add(hidden ? new Found(each.name(), FileStat.UNKNOWN) : each);
    }
    return any ? masked : found;
  }

  private void show(String path, long now) {
    shown.remove(path); // so that it comes last
    shown.put(path, now + YOUNG_NANOS);
    var oldest = shown.values().iterator();
    while (oldest.hasNext()) {
      long until = oldest.next();
      if (until - now > 0 && shown.size() <= max) {
        break;
      }
      if (until - now > 0) {
        shownUntil = until;
      }
      oldest.remove();
    }
  }

  private boolean isSuspect(String folder, Found found, long wallNanos, long now) {
    boolean isRecent = Math.abs(wallNanos - found.stat().modified()) < settleNanos;
    if (!isRecent && waiting.isEmpty()) {
      return false;
    }
    var path = folder + found.name();
    if (waiting.containsKey(path)) {
      return true;
    }
    var told = settled.get(path);
    if (!isRecent || (told != null && isSame(told.stat(), found.stat()))) {
      return false;
    }
    var file = get(path, now);
    if (file != null) {
      file.created = true;
      file.seen = found.stat();
      lookAt(path, file, now + settleNanos);
    }
    return true;
  }

  /// @return how long until [#due] has something; Long.MAX_VALUE for never
  synchronized long next(long now) {
    var first = queue.peek();
    long next = first == null ? Long.MAX_VALUE : first.at() - now;
    return lost == null ? next : Math.min(next, lostAt - now);
  }

  /// Files to look at now; each look goes to [#settle].
  synchronized List<String> due(long now) {
    var due = new ArrayList<String>();
    while (!queue.isEmpty() && queue.peek().at() - now <= 0) {
      var next = queue.poll();
      var file = waiting.get(next.path());
      if (file == null || file.queuedAt != next.at()) {
        continue; // another entry stands for it
      }
      if (file.lookAt - now > 0) {
        enqueue(next.path(), file);
      } else {
        file.queuedAt = 0;
        due.add(next.path());
      }
    }
    expire(now);
    return due;
  }

  /// @return what is to be told; null if nothing, or not yet
  synchronized @Nullable Change settle(String path, Look look, long now) {
    var file = waiting.get(path);
    if (file == null) {
      return null;
    }
    return switch (look) {
      case Look.There(var stat) ->
          switch (stat.kind()) {
            case FILE -> settle(path, file, stat, now);
            case UNKNOWN -> tell(path, file);
            case LINK, OTHER -> inItsPlace(path, file);
            case FOLDER -> other(path);
          };
      case Look.Gone _ -> other(path);
      case Look.Unreadable _ -> tell(path, file);
    };
  }

  /// A link or the like, for which nobody asks; but what it may have replaced is gone.
  private @Nullable Change inItsPlace(String path, Waiting file) {
    waiting.remove(path);
    return file.fresh ? null : new Change.Deleted(path);
  }

  /// Of its end, or of the folder in its place, there are other signals.
  private @Nullable Change other(String path) {
    waiting.remove(path);
    return null;
  }

  private @Nullable Change settle(String path, Waiting file, FileStat stat, long now) {
    boolean isKept = file.seen != null && isSame(file.seen, stat);
    boolean isLinked = !file.open && stat.links() > 1;
    if (file.closed || isKept || isLinked) {
      long quiet = quiet(path);
      settled.remove(path); // so that it comes last
      settled.put(path, new Settled(stat, quiet, now + 2 * settleNanos));
      return tell(path, file);
    }
    file.seen = stat;
    lookAt(path, file, now + settleNanos);
    return null;
  }

  private Change tell(String path, Waiting file) {
    waiting.remove(path);
    return file.created ? new Change.Created(path) : new Change.Changed(path);
  }

  /// @return the part of the tree that is to be listed, since more files waited there than can be
  ///   kept: once, and not before they had time to settle
  synchronized @Nullable String lost(long now) {
    if (lost == null || lostAt - now > 0) {
      return null;
    }
    var part = lost;
    lost = null;
    return part;
  }

  private static boolean isSame(FileStat one, FileStat other) {
    return one.size() == other.size()
        && one.modified() == other.modified()
        && one.inode() == other.inode();
  }

  /// @return null if there are too many
  private @Nullable Waiting get(String path, long now) {
    var file = waiting.get(path);
    if (file != null) {
      return file;
    }
    if (waiting.size() >= max) {
      var folder = Paths.parent(path);
      if (lost == null) {
        lost = folder;
        lostAt = now + settleNanos;
      } else {
        lost = Paths.common(lost, folder);
      }
      return null;
    }
    file = new Waiting();
    waiting.put(path, file);
    return file;
  }

  /// How long it must be quiet around a file that was closed: the more often it was told of lately,
  /// the longer.
  private long quiet(String path) {
    var told = settled.get(path);
    return told == null ? QUIET_MIN_NANOS : Math.min(settleNanos, 2 * told.quiet());
  }

  private void lookAt(String path, Waiting file, long at) {
    file.lookAt = at;
    if (file.queuedAt == 0 || file.queuedAt - at > 0) {
      enqueue(path, file);
    }
  }

  private void enqueue(String path, Waiting file) {
    file.queuedAt = file.lookAt == 0 ? 1 : file.lookAt;
    queue.add(new Queued(file.queuedAt, path));
  }

  private void expire(long now) {
    var oldest = settled.values().iterator();
    while (oldest.hasNext() && (oldest.next().until() - now <= 0 || settled.size() > max)) {
      oldest.remove();
    }
  }
}
