package contentgremlin.monitor;

import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Found;
import contentgremlin.library.Listing;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.PathOrder;
import contentgremlin.library.Tree;
import contentgremlin.library.Watcher;
import contentgremlin.library.Watcher.Watched;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lists a part of a tree to a listener, folder by folder in the order of their paths, and watches
/// each before it is listed: what comes between is told of twice rather than never. In memory are
/// the names of the folders that lie beside the way. Used by one thread.
final class Walk {
  /// Of so many folders it is remembered when they were last listed.
  private static final int REMEMBERED_MAX = 4096;

  private static final Comparator<Step> BY_PATH =
      Comparator.comparing(Step::folder, PathOrder.BYTES);

  /// @param certain it is a folder; if not, it may be, and can't be looked at
  private record Step(String folder, boolean certain) {}

  private final Tree tree;
  private final Watcher watcher;
  private final MonitorListener listener;
  private final LongSupplier nanos;
  private final LinkedHashMap<String, Long> listedAt = new LinkedHashMap<>();
  private final LinkedHashMap<String, Long> missedAt = new LinkedHashMap<>();
  private final List<Unwatched.Find> finds = new ArrayList<>();

  // The part that can't be watched, through which the walk goes at the moment.
  private @Nullable String blind;
  private long blindSince;
  private long blindFolders;
  private long blindDigest;

  Walk(Tree tree, Watcher watcher, MonitorListener listener, LongSupplier nanos) {
    this.tree = tree;
    this.watcher = watcher;
    this.listener = listener;
    this.nanos = nanos;
  }

  /// @param goesOn is asked before each folder
  /// @return whether everything was listed
  boolean list(String part, BooleanSupplier goesOn) {
    finds.clear();
    blind = null;
    blindFolders = 0;
    blindDigest = 0;
    boolean complete = walk(part, goesOn);
    see();
    return complete;
  }

  private boolean walk(String part, BooleanSupplier goesOn) {
    var open = new ArrayDeque<Iterator<Step>>();
    open.push(List.of(new Step(part, true)).iterator());
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
      } else if (goesOn.getAsBoolean()) {
        var step = open.element().next();
        open.push(steps(step.folder(), visit(step)).iterator());
      } else {
        return false;
      }
    }
    return true;
  }

  private Listing visit(Step step) {
    var folder = step.folder();
    remember(listedAt, folder);
    var seen = blind;
    if (seen != null && !Paths.isWithin(seen, folder)) {
      see();
    }
    var watched = blind == null ? watcher.watch(folder) : Watched.FULL;
    var listing = tree.list(folder);
    if (blind == null && isBlind(watched, listing)) {
      blind = folder;
      blindSince = nanos.getAsLong();
    }
    if (blind != null) {
      blindFolders++;
      blindDigest = 31 * blindDigest + digest(listing);
    }
    if (listing instanceof Listing.Gone) {
      remember(missedAt, folder);
    }
    if (step.certain() || !(listing instanceof Listing.Gone)) {
      listener.listed(listing);
    }
    return listing;
  }

  private static boolean isBlind(Watched watched, Listing listing) {
    return switch (listing) {
      case Listing.Folder _ -> watched != Watched.YES;
      case Listing.Unreadable _ -> true;
      case Listing.Gone _ -> false;
    };
  }

  /// The end of a part that can't be watched.
  private void see() {
    if (blind != null) {
      finds.add(
          new Unwatched.Find(blind, blindFolders, blindDigest, nanos.getAsLong() - blindSince));
    }
    blind = null;
    blindFolders = 0;
    blindDigest = 0;
  }

  private static long digest(Listing listing) {
    return switch (listing) {
      case Listing.Folder folder -> {
        long sum = folder.path().hashCode();
        for (var found : folder.found()) {
          sum += 0x9e37_79b9_7f4a_7c15L * (found.hashCode() + 1); // in whatever order
        }
        yield sum;
      }
      case Listing.Unreadable unreadable -> unreadable.hashCode();
      case Listing.Gone gone -> gone.hashCode();
    };
  }

  private static List<Step> steps(String path, Listing listing) {
    if (!(listing instanceof Listing.Folder folder)) {
      return List.of();
    }
    var steps = new ArrayList<Step>();
    for (Found found : folder.found()) {
      var kind = found.stat().kind();
      if (kind == Kind.FOLDER || kind == Kind.UNKNOWN) {
        steps.add(new Step(path + found.name() + "/", kind == Kind.FOLDER));
      }
    }
    steps.sort(BY_PATH);
    return steps;
  }

  /// What the last listing came upon that can't be watched.
  List<Unwatched.Find> finds() {
    return List.copyOf(finds);
  }

  /// Whether this folder was listed after that time.
  boolean hasListed(String folder, long since) {
    var at = listedAt.get(folder);
    return at != null && at - since > 0;
  }

  /// Whether a listing after that time did not find this folder.
  boolean hasMissed(String folder, long since) {
    var at = missedAt.get(folder);
    return at != null && at - since > 0;
  }

  private void remember(Map<String, Long> times, String folder) {
    times.remove(folder);
    times.put(folder, nanos.getAsLong());
    if (times.size() > REMEMBERED_MAX) {
      var oldest = times.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
