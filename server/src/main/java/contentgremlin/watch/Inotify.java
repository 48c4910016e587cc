package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import contentgremlin.library.FileName;
import contentgremlin.library.Signal;
import contentgremlin.library.Watcher.Watched;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches of single folders: inotify(7). Thread-safe.
final class Inotify implements AutoCloseable {
  private static final int MODIFIED = 0x2;
  private static final int ATTRIBUTES = 0x4;
  private static final int CLOSED = 0x8;
  private static final int MOVED_FROM = 0x40;
  private static final int MOVED_TO = 0x80;
  private static final int CREATED = 0x100;
  private static final int DELETED = 0x200;
  private static final int DELETED_SELF = 0x400;
  private static final int MOVED_SELF = 0x800;
  private static final int UNMOUNTED = 0x2000;
  private static final int OVERFLOW = 0x4000;
  private static final int IGNORED = 0x8000;
  private static final int FOLDERS_ONLY = 0x0100_0000;
  private static final int NOTHING_OF_THE_UNLINKED = 0x0400_0000;
  private static final int OF_FOLDER = 0x4000_0000;

  private static final int MASK =
      MODIFIED
          | ATTRIBUTES
          | CLOSED
          | MOVED_FROM
          | MOVED_TO
          | CREATED
          | DELETED
          | DELETED_SELF
          | MOVED_SELF
          | FOLDERS_ONLY
          | NOTHING_OF_THE_UNLINKED;

  // struct inotify_event
  private static final int AT_MASK = 4;
  private static final int AT_COOKIE = 8;
  private static final int AT_LENGTH = 12;
  private static final int AT_NAME = 16;

  private static final int BUFFER_BYTES = 64 * 1024;

  /// For how long the first half of a move waits for its second half. The system tells them one
  /// right after the other.
  private static final long HALF_NANOS = 50_000_000;

  private static final int HALVES_MAX = 1024;

  private static final MethodHandle INIT = Libc.handle("inotify_init1", JAVA_INT, -1, JAVA_INT);
  private static final MethodHandle ADD =
      Libc.handle("inotify_add_watch", JAVA_INT, -1, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle REMOVE =
      Libc.handle("inotify_rm_watch", JAVA_INT, -1, JAVA_INT, JAVA_INT);

  /// The first half of a move.
  ///
  /// @param watches of the folder that moves; null for a file
  private record Half(
      int cookie, String from, WatchedFolders.@Nullable Node watches, long untilNanos) {}

  private final int descriptor;
  private final Beneath beneath;
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES, Long.BYTES);

  /// Guarded by this object, as all below.
  private final WatchedFolders folders = new WatchedFolders();

  private final List<Half> halves = new ArrayList<>();
  private byte[] name = new byte[256];

  /// Something happened in a folder of which it is not known yet where it moved.
  private boolean missed;

  private boolean isOpen = true;

  private Inotify(int descriptor, Beneath beneath) {
    this.descriptor = descriptor;
    this.beneath = beneath;
  }

  /// @return null if this process may not have another one
  static @Nullable Inotify open(Beneath beneath) {
    var scratch = Scratch.borrow();
    try {
      int descriptor = (int) INIT.invokeExact(scratch.state(), Libc.O_NONBLOCK | Libc.O_CLOEXEC);
      return descriptor < 0 ? null : new Inotify(descriptor, beneath);
    } catch (Throwable e) {
      throw Libc.broken("inotify_init1", e);
    } finally {
      scratch.giveBack();
    }
  }

  /// The lower of what the user may have, and what the user may have in this container.
  static long allowed() {
    long allowed = Long.MAX_VALUE;
    for (var file :
        List.of(
            Path.of("/proc/sys/fs/inotify/max_user_watches"),
            Path.of("/proc/sys/user/max_inotify_watches"))) {
      try {
        allowed = Math.min(allowed, read(file));
      } catch (IOException | NumberFormatException _) {
        // An old kernel, or no /proc.
      }
    }
    return allowed == Long.MAX_VALUE ? -1 : allowed;
  }

  /// At once, since these files end after the first piece that is read of them.
  private static long read(Path file) throws IOException {
    var digits = new byte[32];
    try (var in = Files.newInputStream(file)) {
      int length = Math.max(0, in.read(digits));
      return Long.parseLong(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
    }
  }

  int descriptor() {
    return descriptor;
  }

  synchronized int used() {
    return folders.size();
  }

  /// @param folder is open
  synchronized Watched watch(Scratch scratch, String path, int folder) {
    if (!isOpen) {
      return Watched.REFUSED;
    }
    int before = folders.watch(path);
    int watch = add(scratch, folder);
    if (watch < 0) {
      return watch == -Errors.ENOSPC ? Watched.FULL : Watched.REFUSED;
    }
    if (watch == before) {
      return Watched.YES;
    }
    var other = folders.path(watch);
    if (other != null && isSame(scratch, folder, other)) {
      return Watched.REFUSED; // the same folder under two paths: a bind mount
    }
    folders.put(path, watch);
    if (before >= 0) {
      remove(scratch, before); // what had this name before
    }
    return Watched.YES;
  }

  /// By its descriptor, since a path could lead elsewhere meanwhile.
  private int add(Scratch scratch, int folder) {
    try {
      int watch =
          (int) ADD.invokeExact(scratch.state(), descriptor, Libc.pathOf(scratch, folder), MASK);
      return watch < 0 ? -Libc.errno(scratch) : watch;
    } catch (Throwable e) {
      throw Libc.broken("inotify_add_watch", e);
    }
  }

  private void remove(Scratch scratch, int watch) {
    try {
      var _ = (int) REMOVE.invokeExact(scratch.state(), descriptor, watch);
    } catch (Throwable e) {
      throw Libc.broken("inotify_rm_watch", e);
    }
  }

  private boolean isSame(Scratch scratch, int folder, String other) {
    if (Stats.ask(scratch, folder) < 0) {
      return false;
    }
    var stat = Stats.read(scratch);
    int opened = beneath.open(scratch, other, Libc.O_PATH | Libc.O_DIRECTORY);
    if (opened < 0) {
      return false;
    }
    try {
      return Stats.ask(scratch, opened) == 0 && Stats.read(scratch).isSameFileAs(stat);
    } finally {
      Libc.close(scratch, opened);
    }
  }

  synchronized void forget(Scratch scratch, String path) {
    if (isOpen) {
      folders.remove(path, watch -> remove(scratch, watch));
    }
  }

  /// Reads what there is, without waiting for more.
  void read(Scratch scratch, List<Signal> signals, long nowNanos) {
    int length = Libc.read(scratch, descriptor, buffer.address(), BUFFER_BYTES);
    synchronized (this) {
      for (int at = 0; at < length; at += AT_NAME + buffer.get(JAVA_INT, at + AT_LENGTH)) {
        decode(scratch, at, signals, nowNanos);
      }
    }
  }

  /// Says of halves of moves that waited long enough that they left.
  ///
  /// @return when to do so again; Long.MAX_VALUE for not at all
  synchronized long settleHalves(Scratch scratch, List<Signal> signals, long nowNanos) {
    while (!halves.isEmpty()
        && (halves.getFirst().untilNanos() - nowNanos <= 0 || halves.size() > HALVES_MAX)) {
      movedOut(scratch, halves.removeFirst(), signals);
    }
    return halves.isEmpty() ? Long.MAX_VALUE : halves.getFirst().untilNanos() - nowNanos;
  }

  private void decode(Scratch scratch, int at, List<Signal> signals, long nowNanos) {
    int watch = buffer.get(JAVA_INT, at);
    int mask = buffer.get(JAVA_INT, at + AT_MASK);
    if ((mask & OVERFLOW) != 0) {
      signals.add(
          new Signal.Lost("", "more happened at once than the system keeps (inotify queue)"));
      return;
    }
    var folder = folders.path(watch);
    if ((mask & IGNORED) != 0) {
      folders.ended(watch);
      return;
    }
    if (folder == null) {
      missed |= folders.has(watch); // if not, it is of a watch that was ended
      return;
    }
    if ((mask & UNMOUNTED) != 0 || isOfRoot(folder, mask)) {
      signals.add(new Signal.LookAtRoot());
    }
    if (buffer.get(JAVA_INT, at + AT_LENGTH) > 0) {
      var path = folder + name(at) + ((mask & OF_FOLDER) != 0 ? "/" : "");
      named(scratch, path, mask, buffer.get(JAVA_INT, at + AT_COOKIE), signals, nowNanos);
    }
  }

  private static boolean isOfRoot(String folder, int mask) {
    return folder.isEmpty() && (mask & (MOVED_SELF | DELETED_SELF)) != 0;
  }

  private void named(
      Scratch scratch, String path, int mask, int cookie, List<Signal> signals, long nowNanos) {
    if ((mask & MOVED_FROM) != 0) {
      var watches = path.endsWith("/") ? folders.take(path) : null;
      halves.add(new Half(cookie, path, watches, nowNanos + HALF_NANOS));
    } else if ((mask & MOVED_TO) != 0) {
      movedTo(scratch, path, cookie, signals);
    } else if ((mask & DELETED) != 0) {
      left(scratch, path, signals);
    } else if ((mask & CREATED) != 0) {
      makeWay(scratch, path, signals);
      signals.add(new Signal.Created(path));
    } else if ((mask & CLOSED) != 0) {
      signals.add(new Signal.Closed(path));
    } else if ((mask & MODIFIED) != 0) {
      signals.add(new Signal.Written(path));
    } else if ((mask & ATTRIBUTES) != 0) {
      signals.add(new Signal.Touched(path));
    }
  }

  private void movedTo(Scratch scratch, String path, int cookie, List<Signal> signals) {
    int at = halves.size() - 1;
    while (at >= 0 && halves.get(at).cookie() != cookie) {
      at--;
    }
    var half = at < 0 ? null : halves.remove(at);
    makeWay(scratch, path, signals);
    if (half == null) {
      signals.add(new Signal.Arrived(path));
    } else {
      moved(scratch, half, path, signals);
    }
    if (halves.isEmpty()) {
      missed = false;
    }
  }

  private void moved(Scratch scratch, Half half, String path, List<Signal> signals) {
    signals.add(new Signal.Renamed(half.from(), path));
    if (path.endsWith("/") && half.watches() == null) {
      folders.remove(path, watch -> remove(scratch, watch));
    } else if (half.watches() != null) {
      folders.put(path, half.watches(), watch -> remove(scratch, watch));
      if (missed) {
        signals.add(new Signal.Lost(path, "something happened in this folder while it was moved"));
      }
    }
  }

  /// What had that name and moved, of which it is not known where, must be away before something
  /// else takes the name.
  private void makeWay(Scratch scratch, String path, List<Signal> signals) {
    for (int i = halves.size() - 1; i >= 0; i--) {
      if (halves.get(i).from().equals(path)) {
        movedOut(scratch, halves.remove(i), signals);
      }
    }
  }

  private void movedOut(Scratch scratch, Half half, List<Signal> signals) {
    if (half.watches() != null) {
      folders.end(half.watches(), watch -> remove(scratch, watch));
    }
    signals.add(new Signal.Left(half.from()));
  }

  private void left(Scratch scratch, String path, List<Signal> signals) {
    if (path.endsWith("/")) {
      folders.remove(path, watch -> remove(scratch, watch));
    }
    signals.add(new Signal.Left(path));
  }

  private String name(int at) {
    int from = at + AT_NAME;
    int end = from;
    while (buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    int length = end - from;
    if (length > name.length) {
      name = new byte[length];
    }
    MemorySegment.copy(buffer, JAVA_BYTE, from, name, 0, length);
    return FileName.decode(name, length);
  }

  @Override
  public synchronized void close() {
    if (isOpen) {
      isOpen = false;
      var scratch = Scratch.borrow();
      Libc.close(scratch, descriptor);
      scratch.giveBack();
    }
  }
}
