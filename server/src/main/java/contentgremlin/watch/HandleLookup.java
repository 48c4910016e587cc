package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out where the folder lies that a handle stands for (open_by_handle_at(2)). File systems
/// are open only between [#begin] and [#end]. Not thread-safe.
final class HandleLookup {
  private static final int AT_ID = 56;
  private static final int REMEMBERED_MAX = 4096;

  /// Longer than any handle (MAX_HANDLE_SZ), with its header.
  private static final int HANDLE_BYTES_MAX = 256;

  /// Written by the kernel behind the path of what has none any more.
  private static final String DELETED = " (deleted)";

  /// A folder that lies elsewhere, or nowhere.
  private static final String OUTSIDE = "/";

  private final Beneath beneath;
  private final MemorySegment handle = Arena.ofAuto().allocate(HANDLE_BYTES_MAX, Long.BYTES);

  /// @param folder on that file system
  private record Mounted(long mount, String folder) {}

  /// By the id of the file system.
  private final Map<Long, Mounted> fileSystems = new HashMap<>();

  /// As long as no folder moves.
  private final Map<ByteBuffer, String> remembered = new HashMap<>();

  private final Map<Long, Integer> open = new HashMap<>();
  private @Nullable String root;

  HandleLookup(Beneath beneath) {
    this.beneath = beneath;
  }

  /// @return 0 if it has none
  static long fileSystem(Scratch scratch, int descriptor) {
    return Libc.fstatfs(scratch, descriptor, scratch.fileSystem().address()) < 0
        ? 0
        : scratch.fileSystem().get(JAVA_LONG, AT_ID);
  }

  boolean knows(long fileSystem) {
    return fileSystems.containsKey(fileSystem);
  }

  boolean knowsMount(long mount) {
    return fileSystems.values().stream().anyMatch(mounted -> mounted.mount() == mount);
  }

  void add(long fileSystem, long mount, String folder) {
    fileSystems.put(fileSystem, new Mounted(mount, folder));
    clear();
  }

  void forget(String folder) {
    fileSystems.values().removeIf(mounted -> mounted.folder().startsWith(folder));
    clear();
  }

  boolean isEmpty() {
    return fileSystems.isEmpty();
  }

  /// Folders may lie elsewhere now.
  void clear() {
    remembered.clear();
  }

  void begin(Scratch scratch) {
    root = rootPath(scratch);
  }

  private @Nullable String rootPath(Scratch scratch) {
    int folder = beneath.open(scratch, "", Libc.O_PATH | Libc.O_DIRECTORY);
    if (folder < 0) {
      return null;
    }
    try {
      return NativeWatcher.pathOf(scratch, folder);
    } finally {
      Libc.close(scratch, folder);
    }
  }

  void end(Scratch scratch) {
    open.values().forEach(descriptor -> Libc.close(scratch, descriptor));
    open.clear();
  }

  /// Whether the root lies elsewhere than at the beginning.
  boolean hasRootMoved(Scratch scratch) {
    return root == null || !root.equals(rootPath(scratch));
  }

  /// @param handle a struct file_handle
  /// @return relative to the root; null if it does not lie within
  @Nullable String folder(Scratch scratch, long fileSystem, MemorySegment handle) {
    if (!knows(fileSystem) || handle.byteSize() > HANDLE_BYTES_MAX) {
      return null;
    }
    var key = ByteBuffer.allocate((int) handle.byteSize() + Long.BYTES).putLong(fileSystem);
    key.put(handle.asByteBuffer()).flip();
    var known = remembered.get(key);
    if (known == null) {
      known = lookUp(scratch, fileSystem, handle);
      if (remembered.size() >= REMEMBERED_MAX) {
        remembered.clear();
      }
      remembered.put(key, known);
    }
    return known.equals(OUTSIDE) ? null : known;
  }

  private String lookUp(Scratch scratch, long fileSystem, MemorySegment bytes) {
    Integer mount = open.get(fileSystem);
    if (mount == null) {
      var mounted = fileSystems.get(fileSystem);
      if (mounted == null) {
        return OUTSIDE;
      }
      mount =
          beneath.open(
              scratch, mounted.folder(), Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NONBLOCK);
      if (mount < 0) {
        return OUTSIDE;
      }
      open.put(fileSystem, mount);
    }
    MemorySegment.copy(bytes, JAVA_BYTE, 0, handle, JAVA_BYTE, 0, bytes.byteSize());
    int folder =
        Libc.openByHandle(
            scratch, mount, handle.address(), Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
    if (folder < 0) {
      return OUTSIDE; // it is gone, of which the folder above it tells
    }
    try {
      return relative(NativeWatcher.pathOf(scratch, folder));
    } finally {
      Libc.close(scratch, folder);
    }
  }

  private String relative(@Nullable String path) {
    var start = root;
    if (path == null || start == null || path.endsWith(DELETED)) {
      return OUTSIDE;
    }
    if (path.equals(start)) {
      return "";
    }
    var above = start.endsWith("/") ? start : start + "/";
    return path.startsWith(above) ? path.substring(above.length()) + "/" : OUTSIDE;
  }
}
