package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import contentgremlin.library.FileName;
import contentgremlin.library.Signal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches whole file systems, for which one needs to be root: fanotify(7). Events tell the folder
/// by a handle, which is looked up here; what lies outside of the root is passed over.
///
/// A folder is looked up when its event is read, which may be after it was moved. So whoever hears
/// that a folder was moved must look into it: a signal says that something was lost there.
/// Thread-safe.
final class Fanotify implements AutoCloseable {
  private static final int REPORT_FOLDER_AND_NAME = 0x400 | 0x800;
  private static final int NONBLOCK = 0x2;
  private static final int CLOEXEC = 0x1;

  private static final int MARK_ADD = 0x1;
  private static final int MARK_FILE_SYSTEM = 0x100;

  private static final long MODIFIED = 0x2;
  private static final long ATTRIBUTES = 0x4;
  private static final long CLOSED = 0x8;
  private static final long CREATED = 0x100;
  private static final long DELETED = 0x200;
  private static final long OVERFLOW = 0x4000;

  /// Since Linux 5.17. Without it both halves of a move come by themselves, without a cookie.
  private static final long RENAMED = 0x1000_0000;

  private static final long OF_FOLDER = 0x4000_0000;
  private static final long MASK =
      MODIFIED | ATTRIBUTES | CLOSED | CREATED | DELETED | RENAMED | OF_FOLDER;

  // struct fanotify_event_metadata
  private static final int AT_LENGTH = 0;
  private static final int AT_HEADER_LENGTH = 6;
  private static final int AT_MASK = 8;
  private static final int HEADER_BYTES = 24;

  // struct fanotify_event_info_fid, of any alignment
  private static final int AT_TYPE = 0;
  private static final int AT_INFO_LENGTH = 2;
  private static final int AT_FILE_SYSTEM = 4;
  private static final int AT_HANDLE = 12;
  private static final int HANDLE_HEADER_BYTES = 8;

  private static final int TYPE_FOLDER_AND_NAME = 2;
  private static final int TYPE_OLD = 10;
  private static final int TYPE_NEW = 12;

  private static final int BUFFER_BYTES = 256 * 1024;

  private final int descriptor;
  private final HandleLookup lookup;
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES, Long.BYTES);

  /// Guarded by this object.
  private boolean isOpen = true;

  private Fanotify(int descriptor, HandleLookup lookup) {
    this.descriptor = descriptor;
    this.lookup = lookup;
  }

  /// @return null if this process may not
  static @Nullable Fanotify open(Beneath beneath) {
    var scratch = Scratch.borrow();
    try {
      int descriptor =
          Libc.fanotify(scratch, REPORT_FOLDER_AND_NAME | NONBLOCK | CLOEXEC, Libc.O_CLOEXEC);
      return descriptor < 0 ? null : new Fanotify(descriptor, new HandleLookup(beneath));
    } finally {
      scratch.giveBack();
    }
  }

  int descriptor() {
    return descriptor;
  }

  /// @param folder is open
  /// @return whether all of its file system is watched, and known by this mount
  synchronized boolean watch(Scratch scratch, String path, int folder) {
    if (!isOpen) {
      return false;
    }
    long mount = Stats.mount(scratch, folder);
    if (lookup.knowsMount(mount)) {
      return true;
    }
    long id = HandleLookup.fileSystem(scratch, folder);
    // Of a file system that is mounted twice, events tell one of the two paths.
    if (mount == 0
        || id == 0
        || lookup.knows(id)
        || Libc.mark(
                scratch,
                descriptor,
                MARK_ADD | MARK_FILE_SYSTEM,
                MASK,
                Libc.pathOf(scratch, folder))
            < 0) {
      return false;
    }
    lookup.add(id, mount, path);
    return true;
  }

  /// What is said of file systems at and below this folder counts no more. Their marks go with
  /// them, if they are unmounted.
  synchronized void forget(String path) {
    lookup.forget(path);
  }

  synchronized boolean isUsed() {
    return !lookup.isEmpty();
  }

  /// Reads what there is, without waiting for more.
  synchronized void read(Scratch scratch, List<Signal> signals) {
    if (!isOpen) {
      return;
    }
    int length = Libc.read(scratch, descriptor, buffer.address(), BUFFER_BYTES);
    if (length <= 0) {
      return;
    }
    lookup.begin(scratch);
    try {
      int at = 0;
      while (at + HEADER_BYTES <= length) {
        decode(scratch, at, signals);
        at += Math.max(HEADER_BYTES, buffer.get(JAVA_INT_UNALIGNED, at + AT_LENGTH));
      }
    } finally {
      lookup.end(scratch);
    }
  }

  private void decode(Scratch scratch, int at, List<Signal> signals) {
    long mask = buffer.get(JAVA_LONG_UNALIGNED, at + AT_MASK);
    if ((mask & OVERFLOW) != 0) {
      lookup.clear();
      signals.add(
          new Signal.Lost("", "more happened at once than the system keeps (fanotify queue)"));
      return;
    }
    boolean isFolder = (mask & OF_FOLDER) != 0;
    if ((mask & RENAMED) != 0) {
      renamed(scratch, at, isFolder, signals);
    } else {
      var path = path(scratch, at, TYPE_FOLDER_AND_NAME, isFolder);
      if (path != null) {
        named(path, mask, signals);
      }
    }
  }

  private void renamed(Scratch scratch, int at, boolean isFolder, List<Signal> signals) {
    if (isFolder) {
      lookup.clear();
    }
    var from = path(scratch, at, TYPE_OLD, isFolder);
    var to = path(scratch, at, TYPE_NEW, isFolder);
    if (isFolder && lookup.hasRootMoved(scratch)) {
      signals.add(new Signal.LookAtRoot());
    }
    if (from != null && to != null) {
      signals.add(new Signal.Renamed(from, to));
      if (isFolder) {
        signals.add(new Signal.Lost(to, "a folder was moved"));
      }
    } else if (from != null) {
      signals.add(new Signal.Left(from));
    } else if (to != null) {
      signals.add(new Signal.Arrived(to));
    }
  }

  /// Several events of one name may have become one, and their order is lost. What was deleted and
  /// made again is told of as if it had happened in that order; what is there, who is told will
  /// see.
  private static void named(String path, long mask, List<Signal> signals) {
    boolean isCreated = (mask & CREATED) != 0;
    if (path.isEmpty()) {
      signals.add(new Signal.LookAtRoot());
      return;
    }
    if ((mask & DELETED) != 0) {
      signals.add(new Signal.Left(path));
    }
    if (isCreated) {
      signals.add(new Signal.Created(path));
    }
    if ((mask & CLOSED) != 0) {
      signals.add(new Signal.Closed(path));
    } else if ((mask & MODIFIED) != 0) {
      signals.add(new Signal.Written(path));
    } else if ((mask & ATTRIBUTES) != 0 && !isCreated) {
      signals.add(new Signal.Touched(path));
    }
  }

  /// @return relative to the root; null if it is not within
  private @Nullable String path(Scratch scratch, int event, int type, boolean isFolder) {
    int end = event + buffer.get(JAVA_INT_UNALIGNED, event + AT_LENGTH);
    int at = event + (buffer.get(JAVA_SHORT_UNALIGNED, event + AT_HEADER_LENGTH) & 0xffff);
    while (at + AT_HANDLE < end) {
      int length = buffer.get(JAVA_SHORT_UNALIGNED, at + AT_INFO_LENGTH) & 0xffff;
      if (buffer.get(JAVA_BYTE, at + AT_TYPE) == type) {
        return path(scratch, at, isFolder);
      }
      at += Math.max(AT_HANDLE, length);
    }
    return null;
  }

  private @Nullable String path(Scratch scratch, int info, boolean isFolder) {
    int handle = info + AT_HANDLE;
    int handleBytes = HANDLE_HEADER_BYTES + buffer.get(JAVA_INT_UNALIGNED, handle);
    var folder =
        lookup.folder(
            scratch,
            buffer.get(JAVA_LONG_UNALIGNED, info + AT_FILE_SYSTEM),
            buffer.asSlice(handle, handleBytes));
    if (folder == null) {
      return null;
    }
    var name = name(handle + handleBytes);
    return name.equals(".") ? folder : folder + name + (isFolder ? "/" : "");
  }

  private String name(int from) {
    int end = from;
    while (buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    var bytes = new byte[end - from];
    MemorySegment.copy(buffer, JAVA_BYTE, from, bytes, 0, bytes.length);
    return FileName.decode(bytes);
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
