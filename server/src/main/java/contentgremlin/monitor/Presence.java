package contentgremlin.monitor;

import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Found;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.library.Tree.Look;
import contentgremlin.library.Watcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Knows whether the root, and each mount within, is there and the right one. One thread looks; any
/// may ask.
final class Presence {
  private static final String UNMOUNTED = "it is not mounted";

  /// Something mounted within the root.
  ///
  /// @param id what is mounted there, until the next time
  /// @param stat null while it is offline
  /// @param reason why it is offline; null if it is not
  private record Mount(
      String id, @Nullable FileStat stat, @Nullable String fileSystem, @Nullable String reason) {
    Mount away(String why) {
      return new Mount("", null, fileSystem, why);
    }
  }

  /// Is told what came and went, by the thread that looks.
  interface Witness {
    void away(String part, String reason);

    /// @param first it was not known that anything was missing
    void back(String part, boolean first);
  }

  private final Tree tree;
  private final RootJudge judge;
  private volatile @Nullable FileStat root;
  private volatile String reason = "it was not looked at yet";
  private volatile Map<String, Mount> mounts = Map.of();

  /// Someone was told that the root is away.
  private boolean awayTold;

  Presence(Tree tree, RootJudge judge) {
    this.tree = tree;
    this.judge = judge;
  }

  boolean isHere() {
    return root != null;
  }

  /// Why the root is offline.
  String reason() {
    return reason;
  }

  void look(Watcher watcher, Witness witness) {
    if (isHere() && isRootAsBefore()) {
      lookAtMounts(watcher.mounts(), witness);
      return;
    }
    // It may have gone and come back, as another one, between two looks.
    boolean wasHere = isHere();
    root = null;
    if (wasHere) {
      awayTold = true;
      witness.away("", reason);
    }
    if (findRoot()) {
      mounts = arrived(watcher);
      witness.back("", !awayTold);
      awayTold = false;
    } else if (!awayTold) {
      awayTold = true;
      witness.away("", reason);
    }
  }

  private boolean isRootAsBefore() {
    var known = root;
    switch (tree.look("")) {
      case Look.There(var stat) when known != null && stat.isSameFileAs(known) -> {
        return true;
      }
      case Look.There _ -> reason = "another folder lies there";
      case Look.Gone _ -> reason = "there is nothing";
      case Look.Unreadable(var why) -> reason = why;
    }
    return false;
  }

  private boolean findRoot() {
    switch (tree.list("")) {
      case Listing.Folder folder -> {
        var objection = judge.objection(folder);
        if (objection == null) {
          root = folder.stat();
          return true;
        }
        reason = objection;
      }
      case Listing.Gone _ -> reason = "there is nothing";
      case Listing.Unreadable(var _, var why) -> reason = why;
    }
    return false;
  }

  private Map<String, Mount> arrived(Watcher watcher) {
    var now = new TreeMap<String, Mount>();
    // What went away with the root is known by what was there, not by when.
    mounts.forEach((path, mount) -> now.put(path, mount.away(UNMOUNTED)));
    watcher.mounts().forEach((path, id) -> now.put(path, inspect(path, id, now.get(path))));
    return Map.copyOf(now);
  }

  private void lookAtMounts(Map<String, String> current, Witness witness) {
    var now = new TreeMap<>(mounts);
    mounts.forEach((path, mount) -> goneOrOther(path, mount, current.get(path), now, witness));
    current.forEach((path, id) -> come(path, id, now, witness));
    mounts = Map.copyOf(now);
  }

  private void goneOrOther(
      String path, Mount mount, @Nullable String id, Map<String, Mount> now, Witness witness) {
    if (mount.reason() != null) {
      return;
    }
    String why = null;
    if (id == null || !id.equals(mount.id())) {
      why = UNMOUNTED;
    } else if (tree.look(path) instanceof Look.Unreadable(var system)) {
      why = system;
    }
    if (why != null) {
      now.put(path, mount.away(why));
      mounts = Map.copyOf(now);
      witness.away(path, why);
    }
  }

  private void come(String path, String id, Map<String, Mount> now, Witness witness) {
    var known = now.get(path);
    if (known != null && known.reason() == null) {
      return;
    }
    var found = inspect(path, id, known);
    now.put(path, found);
    if (found.reason() == null) {
      mounts = Map.copyOf(now);
      witness.back(path, known == null);
    } else if (known == null) {
      witness.away(path, found.reason());
    }
  }

  private Mount inspect(String path, String id, @Nullable Mount known) {
    var expected = known == null ? null : known.fileSystem();
    return switch (tree.list(path)) {
      case Listing.Folder(var _, var stat, var fileSystem, var _) ->
          expected == null || expected.equals(fileSystem)
              ? new Mount(id, stat, fileSystem, null)
              : new Mount("", null, expected, "something else is mounted there");
      case Listing.Gone _ -> new Mount("", null, expected, UNMOUNTED);
      case Listing.Unreadable(var _, var why) -> new Mount("", null, expected, why);
    };
  }

  /// A listing as it may be told. What was read counts only if root and mount are still there
  /// afterwards: else it may be what lies below them.
  Listing truth(Listing listing) {
    var path = listing.path();
    var known = root;
    if (known == null) {
      return new Listing.Unreadable(path, reason);
    }
    if (!isRootThere(listing, known)) {
      return new Listing.Unreadable(path, "the root is not the one that it was");
    }
    for (var mount : mounts.entrySet()) {
      if (Paths.isWithin(mount.getKey(), path)) {
        var stat = mount.getValue().stat();
        if (stat == null || !isSame(mount.getKey(), stat)) {
          var why = mount.getValue().reason();
          return new Listing.Unreadable(path, why == null ? UNMOUNTED : why);
        }
      }
    }
    return listing instanceof Listing.Folder folder ? withoutAway(folder) : listing;
  }

  private boolean isRootThere(Listing listing, FileStat known) {
    if (listing instanceof Listing.Folder folder && folder.path().isEmpty()) {
      return folder.stat().isSameFileAs(known);
    }
    return isSame("", known);
  }

  private boolean isSame(String path, FileStat known) {
    return tree.look(path) instanceof Look.There(var stat) && stat.isSameFileAs(known);
  }

  /// The empty folders that lie below absent mounts are nobody's business.
  private Listing.Folder withoutAway(Listing.Folder folder) {
    var result = folder;
    for (var mount : mounts.entrySet()) {
      if (mount.getValue().reason() != null && Paths.parent(mount.getKey()).equals(folder.path())) {
        result = without(result, mount.getKey());
      }
    }
    return result;
  }

  private static Listing.Folder without(Listing.Folder folder, String path) {
    var name = path.substring(folder.path().length(), path.length() - 1);
    List<Found> found =
        folder.found().stream()
            .map(each ->
                each.name().equals(name) && each.stat().kind() == Kind.FOLDER
                    ? new Found(name, FileStat.UNKNOWN)
                    : each)
            .toList();
    return new Listing.Folder(folder.path(), folder.stat(), folder.fileSystem(), found);
  }

  /// @param part a folder's path
  boolean isAway(String part) {
    return !isHere()
        || mounts.entrySet().stream()
            .anyMatch(
                mount -> mount.getValue().reason() != null && Paths.isWithin(mount.getKey(), part));
  }
}
