package contentgremlin.monitor;

import contentgremlin.library.Change;
import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Found;
import contentgremlin.library.Listing;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.PathOrder;
import contentgremlin.library.Tree;
import contentgremlin.library.Tree.Look;
import contentgremlin.library.WatchState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what a client would know from listings and changes alone, and everything it was told.
public final class Recorder implements MonitorListener {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Tree tree;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> listings = new ArrayList<>();
  private final List<Listing> listed = new ArrayList<>();
  private final List<WatchState> states = new ArrayList<>();
  private final TreeMap<String, FileStat> model = new TreeMap<>();
  private @Nullable String listing;
  private String last = "";
  private Runnable onListed = () -> {};

  /// @param tree to look at what was told of; not the monitor's
  public Recorder(Tree tree) {
    this.tree = tree;
  }

  @Override
  public synchronized void begins(String part) {
    expect(listing == null, "a listing within a listing");
    listing = part;
    last = "";
  }

  @Override
  public void listed(Listing seen) {
    synchronized (this) {
      expect(listing != null && seen.path().startsWith(listing), "outside of what is listed");
      expect(
          seen.path().equals(listing) || PathOrder.compare(last, seen.path()) < 0,
          "out of order: " + last + " before " + seen.path());
      last = seen.path();
      listed.add(seen);
      switch (seen) {
        case Listing.Folder folder -> merge(folder);
        case Listing.Gone(var path) -> remove(path);
        case Listing.Unreadable _ -> {
          // What was known stays.
        }
      }
    }
    onListed.run();
  }

  private void merge(Listing.Folder folder) {
    var known = new ArrayList<>(below(folder.path()).keySet());
    var names = new TreeMap<String, Found>();
    folder.found().forEach(found -> names.put(found.name(), found));
    for (var path : known) {
      var name = path.substring(folder.path().length());
      boolean isDirect = name.indexOf('/') < 0 || name.indexOf('/') == name.length() - 1;
      if (isDirect) {
        boolean isFolder = name.endsWith("/");
        var found = names.get(isFolder ? name.substring(0, name.length() - 1) : name);
        if (found == null || !mayBe(found.stat().kind(), isFolder)) {
          remove(path);
        }
      }
    }
    for (var found : names.values()) {
      switch (found.stat().kind()) {
        case FILE -> model.put(folder.path() + found.name(), found.stat());
        case FOLDER -> model.put(folder.path() + found.name() + "/", FileStat.UNKNOWN);
        case LINK, OTHER, UNKNOWN -> {
          // Not for this client.
        }
      }
    }
  }

  private static boolean mayBe(Kind kind, boolean folder) {
    return switch (kind) {
      case FILE -> !folder;
      case FOLDER -> folder;
      case LINK, OTHER -> false;
      case UNKNOWN -> true;
    };
  }

  private Map<String, FileStat> below(String folder) {
    return folder.isEmpty() ? model : model.subMap(folder, false, Paths.end(folder), false);
  }

  private void remove(String path) {
    if (path.endsWith("/")) {
      below(path).clear();
    }
    model.remove(path);
  }

  @Override
  public synchronized void ended(String part, boolean complete) {
    expect(part.equals(listing), "another listing ends");
    listing = null;
    listings.add(complete ? part : part + " broken off");
    notifyAll();
  }

  @Override
  public synchronized void changed(Change change) {
    expect(listing == null, "a change within a listing");
    changes.add(change);
    switch (change) {
      case Change.Created(var path) -> take(path);
      case Change.Changed(var path) -> take(path);
      case Change.FolderCreated(var path) -> model.put(path, FileStat.UNKNOWN);
      case Change.Deleted(var path) -> remove(path);
      case Change.Moved(var from, var to) -> move(from, to);
      case Change.Overflow _, Change.Offline _, Change.Back _ -> {
        // A listing tells.
      }
    }
    notifyAll();
  }

  private void take(String path) {
    if (tree.look(path) instanceof Look.There(var stat) && stat.kind() == Kind.FILE) {
      remove(path + "/");
      model.put(path, stat);
    }
  }

  private void move(String from, String to) {
    remove(to);
    if (!from.endsWith("/")) {
      var stat = model.remove(from);
      if (stat == null) {
        take(to);
      } else {
        remove(to + "/");
        model.put(to, stat);
      }
      return;
    }
    var moved = new TreeMap<>(below(from));
    remove(from);
    model.put(to, FileStat.UNKNOWN);
    moved.forEach((path, stat) -> model.put(to + path.substring(from.length()), stat));
  }

  @Override
  public synchronized void watching(WatchState state) {
    states.add(state);
    notifyAll();
  }

  private static void expect(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalStateException(otherwise);
    }
  }

  /// What runs in the monitor's thread after each folder.
  public synchronized void onListed(Runnable action) {
    onListed = action;
  }

  public synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /// Parts that were listed.
  public synchronized List<String> listings() {
    return List.copyOf(listings);
  }

  public synchronized List<Listing> listed() {
    return List.copyOf(listed);
  }

  public synchronized List<WatchState> states() {
    return List.copyOf(states);
  }

  /// All that is known of each file; of folders nothing but their paths.
  public synchronized Map<String, FileStat> files() {
    return new TreeMap<>(model);
  }

  /// Paths of files and folders, and sizes.
  public synchronized Map<String, Long> model() {
    var sizes = new TreeMap<String, Long>();
    model.forEach((path, stat) -> sizes.put(path, stat.size()));
    return sizes;
  }

  public synchronized void clear() {
    changes.clear();
    listings.clear();
    listed.clear();
  }

  public void awaitChange(Change change) throws InterruptedException {
    await("the change " + change, () -> changes().contains(change));
  }

  public void awaitListing(String part) throws InterruptedException {
    await("a listing of '" + part + "'", () -> listings().contains(part));
  }

  public void awaitState(Predicate<WatchState> wanted) throws InterruptedException {
    await("a state", () -> states().stream().anyMatch(wanted));
  }

  public void await(String what, Supplier<Boolean> condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      synchronized (this) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(
              "waited in vain for %s; changes %s, listings %s, model %s"
                  .formatted(what, changes, listings, model));
        }
        wait(20);
      }
    }
  }
}
