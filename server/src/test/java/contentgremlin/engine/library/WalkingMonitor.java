package contentgremlin.engine.library;

import contentgremlin.library.Change;
import contentgremlin.library.FileStat;
import contentgremlin.library.Listing;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.PathOrder;
import contentgremlin.library.Tree;
import contentgremlin.library.WatchState;
import contentgremlin.watch.NativeTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Lists a real tree when it is asked to, and sees nothing by itself: so tests say when.
public final class WalkingMonitor implements TreeMonitor {
  private final Tree tree;
  private final MonitorListener listener;
  private final Map<String, Happening> happenings = new ConcurrentHashMap<>();
  private final Deque<String> parts = new ArrayDeque<>();
  private boolean isListing;

  public WalkingMonitor(String root, MonitorListener listener) {
    this(new NativeTrees().open(root), listener);
  }

  WalkingMonitor(Tree tree, MonitorListener listener) {
    this.tree = new Interrupted(tree, happenings, new ConcurrentHashMap<>());
    this.listener = listener;
  }

  /// Something happens right after this folder was listed, before anybody hears of it; once.
  void afterListing(String path, Happening what) {
    happenings.put(path, what);
  }

  @FunctionalInterface
  interface Happening {
    void now() throws IOException;
  }

  @Override
  public void start() {
    list("");
  }

  @Override
  public void list(String part) {
    parts.add(part);
    if (isListing) {
      return; // whoever lists now sees to it
    }
    isListing = true;
    for (var next = parts.poll(); next != null; next = parts.poll()) {
      listener.begins(next);
      walk(next);
      listener.ended(next, true);
    }
    isListing = false;
  }

  private void walk(String path) {
    var listing = tree.list(path);
    listener.listed(listing);
    if (listing instanceof Listing.Folder folder) {
      folder.found().stream()
          .filter(found -> found.stat().kind() == FileStat.Kind.FOLDER)
          .map(found -> path + found.name() + "/")
          .sorted(PathOrder.BYTES)
          .forEach(this::walk);
    }
  }

  @Override
  public Tree tree() {
    return tree;
  }

  void tell(Change change) {
    listener.changed(change);
  }

  @Override
  public WatchState state() {
    return new WatchState(WatchState.Means.COMPARING, 0, 0, List.of(), 0);
  }

  @Override
  public void close() {
    tree.close();
  }

  /// A real tree in which something happens between two calls.
  static final class Interrupted implements Tree {
    private final Tree tree;
    private final Map<String, Happening> afterListing;
    private final Map<String, Happening> afterLook;

    Interrupted(Tree tree, Map<String, Happening> afterListing, Map<String, Happening> afterLook) {
      this.tree = tree;
      this.afterListing = afterListing;
      this.afterLook = afterLook;
    }

    @Override
    public Listing list(String path) {
      var listing = tree.list(path);
      happen(afterListing.remove(path));
      return listing;
    }

    private static void happen(@Nullable Happening what) {
      if (what != null) {
        try {
          what.now();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public Look look(String path) {
      var look = tree.look(path);
      happen(afterLook.remove(path));
      return look;
    }

    @Override
    public void close() {
      tree.close();
    }
  }
}
