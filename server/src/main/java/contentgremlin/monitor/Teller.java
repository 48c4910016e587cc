package contentgremlin.monitor;

import contentgremlin.library.Change;
import contentgremlin.library.FileStat;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.Signal;
import contentgremlin.library.Tree;
import contentgremlin.library.WatchState;
import contentgremlin.library.Watcher;
import contentgremlin.library.Watcher.Watched;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Makes of signals what a listener hears. All of it happens in one thread, which calls [#step]
/// again and again.
final class Teller {
  /// How long after a rename it is heard of, on a machine that has much else to do.
  private static final long HEARD_MAX_NANOS = 10_000_000_000L;

  private final MonitorSettings settings;
  private final Tree tree;
  private final Watcher watcher;
  private final Presence presence;
  private final Settling settling;
  private final Inbox inbox;
  private final MonitorListener listener;
  private final LongSupplier nanos;

  private final Walk walk;
  private final Unwatched unwatched;
  private final Parts parts = new Parts();
  private final ArrayDeque<Change> ready = new ArrayDeque<>();
  private final Presence.Witness witness = new Mourner();

  private @Nullable String walking;
  private long looksAt;
  private volatile boolean isOpen = true;
  private volatile WatchState state;

  Teller(
      MonitorSettings settings,
      Tree tree,
      Watcher watcher,
      Presence presence,
      Settling settling,
      Inbox inbox,
      MonitorListener listener,
      LongSupplier nanos) {
    this.settings = settings;
    this.tree = tree;
    this.watcher = watcher;
    this.presence = presence;
    this.settling = settling;
    this.inbox = inbox;
    this.listener = listener;
    this.nanos = nanos;
    this.unwatched = new Unwatched(settings);
    this.walk = new Walk(new ToldTree(tree, presence, settling, nanos), watcher, listener, nanos);
    this.looksAt = nanos.getAsLong();
    this.state = stateNow();
  }

  /// May be asked by any thread.
  WatchState state() {
    var known = state;
    return new WatchState(
        watcher.means(),
        watcher.used(),
        watcher.allowed(),
        known.unwatched(),
        known.unwatchedCount());
  }

  /// Breaks off the listing that is under way.
  void stop() {
    isOpen = false;
    inbox.ring();
  }

  /// Waits for something to do, and does it.
  void step() throws InterruptedException {
    absorb(patience());
    lookAround();
    tellReady();
    if (presence.isHere()) {
      settle();
      tellReady();
      unwatched.due(nanos.getAsLong()).forEach(parts::add);
      listNext();
    }
  }

  /// After the listener failed: what it was told last is not sure to have reached it.
  void beginAnew() {
    ready.clear();
    walking = null;
    if (presence.isHere()) {
      parts.add("");
    } else {
      ready.add(new Change.Offline("", presence.reason()));
    }
  }

  private long patience() {
    if (!ready.isEmpty() || !parts.isEmpty()) {
      return 0;
    }
    long now = nanos.getAsLong();
    long next = looksAt - now;
    if (presence.isHere()) {
      next = Math.min(next, Math.min(settling.next(now), unwatched.next(now)));
    }
    return Math.max(0, next);
  }

  private void absorb(long patience) throws InterruptedException {
    for (var entry : inbox.take(patience)) {
      handle(entry.signal(), entry.atNanos());
    }
    inbox.orders().forEach(parts::add);
    var lost = settling.lost(nanos.getAsLong());
    if (lost != null) {
      lost(lost, "more files change at once than can be kept");
    }
  }

  private void lookAround() {
    long now = nanos.getAsLong();
    if (looksAt - now <= 0) {
      presence.look(watcher, witness);
      looksAt = now + settings.presence().toNanos();
    }
  }

  private void handle(Signal signal, long at) {
    makeRoom();
    switch (signal) {
      case Signal.LookAtRoot() -> looksAt = nanos.getAsLong();
      case Signal.Lost(var path, var reason) -> lost(path, reason);
      case Signal.Renamed(var from, var to) -> renamed(from, to, at);
      case Signal.Created(var path) when isOurs(path) -> {
        if (Paths.isFolder(path)) {
          folderCame(path, at);
        } else {
          settling.created(path, at);
        }
      }
      case Signal.Arrived(var path) when isOurs(path) -> arrived(path, at);
      case Signal.Left(var path) when isOurs(path) -> left(path, at);
      case Signal.Written(var path) when isOurs(path) -> settling.written(path, at);
      case Signal.Closed(var path) when isOurs(path) -> settling.closed(path, at);
      case Signal.Touched(var path) when isOurs(path) -> touched(path, at);
      case Signal.Created _,
          Signal.Arrived _,
          Signal.Left _,
          Signal.Written _,
          Signal.Closed _,
          Signal.Touched _ -> {
        // Nobody asks for it, or it is said of a disk that is away.
      }
    }
  }

  private boolean isOurs(String path) {
    return !Paths.isIgnored(path) && !presence.isAway(path);
  }

  private void lost(String part, String reason) {
    makeRoom();
    if (isOurs(part)) {
      ready.add(new Change.Overflow(part, reason));
      parts.add(part);
    }
  }

  private void arrived(String path, long at) {
    if (Paths.isFolder(path)) {
      folderCame(path, at);
    } else {
      settling.arrived(path, at);
    }
  }

  private void folderCame(String path, long at) {
    if (!walk.hasListed(path, at)) {
      ready.add(new Change.FolderCreated(path));
      parts.add(path);
    }
  }

  private void left(String path, long at) {
    if (Paths.isFolder(path)) {
      forget(path);
      ready.add(new Change.Deleted(path));
      if (isFolder(path)) {
        listAnew(path);
      }
    } else if (settling.left(path)) {
      lookBehind(path, at);
    } else {
      ready.add(new Change.Deleted(path));
    }
  }

  /// Of a file that nobody was told of, nobody needs to hear that it left. But another one may have
  /// its name by now: fanotify adds what it says of a name to what it said of that name before,
  /// which then is read before the other one has left.
  private void lookBehind(String path, long at) {
    if (tree.look(path) instanceof Tree.Look.There(var stat) && stat.kind() == FileStat.Kind.FILE) {
      settling.created(path, at);
    }
  }

  private void forget(String folder) {
    settling.leftFolder(folder);
    unwatched.forget(folder);
    parts.forget(folder);
  }

  private void touched(String path, long at) {
    if (!Paths.isFolder(path)) {
      settling.touched(path, at);
    } else if (unwatched.has(path) || watcher.watch(path) == Watched.REFUSED) {
      parts.add(path); // it can be read again, or no more
    }
  }

  private void renamed(String from, String to, long at) {
    boolean wasOurs = isOurs(from);
    boolean isOurs = isOurs(to);
    if (wasOurs && isOurs) {
      moved(from, to, at);
    } else if (wasOurs) {
      left(from, at);
      if (Paths.isFolder(to)) {
        watcher.forget(to);
      }
    } else if (isOurs) {
      arrived(to, at);
    }
  }

  private void moved(String from, String to, long at) {
    if (!Paths.isFolder(from)) {
      if (settling.renamed(from, to, at)) {
        lookBehind(from, at);
      } else {
        ready.add(new Change.Moved(from, to));
      }
      return;
    }
    // Where a listing is under way or yet to come, some of it may not be watched yet.
    boolean isPartial =
        parts.covers(from) || parts.covers(to) || isWalkingNear(from, to) || wasJustGone(from);
    settling.renamedFolder(from, to, at);
    unwatched.renamed(from, to);
    parts.renamed(from, to);
    ready.add(new Change.Moved(from, to));
    if (isFolder(from)) {
      listAnew(from);
      listAnew(to);
    } else if (isPartial) {
      parts.add(to);
    }
  }

  /// A listing that was made before this was heard has said already that the folder is gone: then
  /// nobody knows what is in it.
  private boolean wasJustGone(String folder) {
    return walk.hasMissed(folder, nanos.getAsLong() - HEARD_MAX_NANOS);
  }

  private boolean isFolder(String path) {
    return tree.look(path) instanceof Tree.Look.There(var stat)
        && stat.kind() == FileStat.Kind.FOLDER;
  }

  /// Two folders may change places in one act: of both it is said that they left, and only one of
  /// the watches can be said to be at the right place.
  private void listAnew(String folder) {
    watcher.forget(folder);
    ready.add(new Change.FolderCreated(folder));
    parts.add(folder);
  }

  private boolean isWalkingNear(String from, String to) {
    var part = walking;
    return part != null
        && (Paths.isWithin(part, from) || Paths.isWithin(part, to) || Paths.isWithin(from, part));
  }

  private void settle() {
    for (var path : settling.due(nanos.getAsLong())) {
      makeRoom();
      var change = settling.settle(path, tree.look(path), nanos.getAsLong());
      if (change != null) {
        ready.add(change);
      }
    }
  }

  /// Before anything new is looked at: what waits is named as it was before that, and a folder that
  /// is about to be renamed takes the part that is to be listed with it.
  private void makeRoom() {
    if (ready.size() >= settings.pendingMax()) {
      var part = commonOf(ready);
      ready.clear();
      ready.add(new Change.Overflow(part, "more changed at once than can be kept"));
      parts.add(part);
    }
  }

  private static String commonOf(Iterable<Change> changes) {
    String part = null;
    for (var change : changes) {
      for (var path : pathsOf(change)) {
        part = part == null ? Paths.parent(path) : Paths.common(part, path);
      }
    }
    return part == null ? "" : part;
  }

  private static List<String> pathsOf(Change change) {
    return switch (change) {
      case Change.Created(var path) -> List.of(path);
      case Change.FolderCreated(var path) -> List.of(path);
      case Change.Changed(var path) -> List.of(path);
      case Change.Moved(var from, var to) -> List.of(from, to);
      case Change.Deleted(var path) -> List.of(path);
      case Change.Overflow(var path, var _) -> List.of(path);
      case Change.Offline(var path, var _) -> List.of(path);
      case Change.Back(var path) -> List.of(path);
    };
  }

  private void tellReady() {
    while (!ready.isEmpty()) {
      listener.changed(ready.remove());
    }
    tellState();
  }

  private void listNext() {
    var part = parts.take();
    if (part == null) {
      return;
    }
    boolean complete = list(part);
    if (!complete && presence.isHere()) {
      parts.add(part);
    }
    tellState();
  }

  private boolean list(String part) {
    walking = part;
    boolean complete = false;
    listener.begins(part);
    try {
      complete = walk.list(part, this::goesOn);
      if (complete) {
        unwatched.listed(part, walk.finds(), nanos.getAsLong());
      }
    } finally {
      walking = null;
      listener.ended(part, complete);
    }
    return complete;
  }

  /// Between two folders: keeps up with what happens meanwhile.
  private boolean goesOn() {
    try {
      absorb(0);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    lookAround();
    return isOpen && presence.isHere();
  }

  private void tellState() {
    var now = stateNow();
    if (!now.isLike(state)) {
      state = now;
      listener.watching(now);
    } else {
      state = now;
    }
  }

  private WatchState stateNow() {
    return new WatchState(
        watcher.means(),
        watcher.used(),
        watcher.allowed(),
        unwatched.examples(),
        unwatched.count());
  }

  /// What is away is not watched, and nothing that was said of it counts.
  private final class Mourner implements Presence.Witness {
    @Override
    public void away(String part, String reason) {
      makeRoom();
      forget(part);
      watcher.forget(part);
      ready.add(new Change.Offline(part, reason));
    }

    @Override
    public void back(String part, boolean first) {
      makeRoom();
      if (!first) {
        ready.add(new Change.Back(part));
      }
      parts.add(part);
    }
  }
}
