package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The calls of the system that are needed, each with its error number as a negative result. Memory
/// is handed over as bare addresses: so a call costs what it costs in C, and whoever owns the
/// memory must keep it reachable meanwhile. None of them is declared critical: a file system may
/// keep a caller waiting for minutes, and nobody else shall wait with it.
final class Libc {
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_NO_AUTOMOUNT = 0x800;
  static final int AT_EMPTY_PATH = 0x1000;

  static final int O_RDONLY = 0;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;

  /// These two differ between architectures.
  static final int O_DIRECTORY = onArm() ? 0x4000 : 0x10000;

  static final int O_NOFOLLOW = onArm() ? 0x8000 : 0x20000;

  /// The same number on all architectures (syscalls(2)).
  private static final long OPENAT2 = 437;

  private static final Linker LINKER = Linker.nativeLinker();
  static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SYSCALL =
      handle("syscall", JAVA_LONG, 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle OPENAT =
      handle("openat", JAVA_INT, 3, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT, -1, JAVA_INT);
  private static final MethodHandle STATX =
      handle("statx", JAVA_INT, -1, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle GETDENTS =
      handle("getdents64", JAVA_LONG, -1, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FSTATFS = handle("fstatfs", JAVA_INT, -1, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SYMLINK = handle("symlink", JAVA_INT, -1, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle READLINKAT =
      handle("readlinkat", JAVA_LONG, -1, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle READ =
      handle("read", JAVA_LONG, -1, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle WRITE =
      handle("write", JAVA_LONG, -1, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POLL =
      handle("poll", JAVA_INT, -1, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle EVENTFD = handle("eventfd", JAVA_INT, -1, JAVA_INT, JAVA_INT);

  private static final MethodHandle FANOTIFY_INIT =
      handle("fanotify_init", JAVA_INT, -1, JAVA_INT, JAVA_INT);
  private static final MethodHandle FANOTIFY_MARK =
      handle("fanotify_mark", JAVA_INT, -1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle OPEN_BY_HANDLE =
      handle("open_by_handle_at", JAVA_INT, -1, JAVA_INT, JAVA_LONG, JAVA_INT);

  private Libc() {}

  static int open(Scratch scratch, int folder, long path, int flags) {
    try {
      return result(
          scratch, (int) OPENAT.invokeExact(scratch.state(), folder, path, flags | O_CLOEXEC, 0));
    } catch (Throwable e) {
      throw broken("openat", e);
    }
  }

  /// Another way to what is open: for calls that take no descriptors of the kind that [#O_PATH]
  /// gives.
  static long pathOf(Scratch scratch, int descriptor) {
    var link = ("/proc/self/fd/" + descriptor).getBytes(StandardCharsets.US_ASCII);
    return scratch.path(link, 0, link.length);
  }

  /// @param how a struct open_how
  static int open(Scratch scratch, int folder, long path, long how, long howSize) {
    try {
      return (int)
          result(
              scratch,
              (long)
                  SYSCALL.invokeExact(scratch.state(), OPENAT2, (long) folder, path, how, howSize));
    } catch (Throwable e) {
      throw broken("openat2", e);
    }
  }

  static void close(Scratch scratch, int descriptor) {
    try {
      var _ = (int) CLOSE.invokeExact(scratch.state(), descriptor);
    } catch (Throwable e) {
      throw broken("close", e);
    }
  }

  static int statx(Scratch scratch, int folder, long path, int flags, int mask, long stat) {
    try {
      return result(
          scratch, (int) STATX.invokeExact(scratch.state(), folder, path, flags, mask, stat));
    } catch (Throwable e) {
      throw broken("statx", e);
    }
  }

  /// @return how many bytes of entries; 0 at the end
  static int getdents(Scratch scratch, int folder, long entries, long size) {
    try {
      return (int)
          result(scratch, (long) GETDENTS.invokeExact(scratch.state(), folder, entries, size));
    } catch (Throwable e) {
      throw broken("getdents64", e);
    }
  }

  static int fstatfs(Scratch scratch, int descriptor, long fileSystem) {
    try {
      return result(scratch, (int) FSTATFS.invokeExact(scratch.state(), descriptor, fileSystem));
    } catch (Throwable e) {
      throw broken("fstatfs", e);
    }
  }

  static int symlink(Scratch scratch, long target, long link) {
    try {
      return result(scratch, (int) SYMLINK.invokeExact(scratch.state(), target, link));
    } catch (Throwable e) {
      throw broken("symlink", e);
    }
  }

  /// @return how many bytes of the path to which a link leads; no zero follows
  static int readlink(Scratch scratch, int folder, long name, long path, long size) {
    try {
      return (int)
          result(scratch, (long) READLINKAT.invokeExact(scratch.state(), folder, name, path, size));
    } catch (Throwable e) {
      throw broken("readlinkat", e);
    }
  }

  static int read(Scratch scratch, int descriptor, long bytes, long size) {
    try {
      return (int)
          result(scratch, (long) READ.invokeExact(scratch.state(), descriptor, bytes, size));
    } catch (Throwable e) {
      throw broken("read", e);
    }
  }

  static int write(Scratch scratch, int descriptor, long bytes, long size) {
    try {
      return (int)
          result(scratch, (long) WRITE.invokeExact(scratch.state(), descriptor, bytes, size));
    } catch (Throwable e) {
      throw broken("write", e);
    }
  }

  /// @param waits `count` times a struct pollfd
  static int poll(Scratch scratch, long waits, long count, int timeoutMs) {
    try {
      return result(scratch, (int) POLL.invokeExact(scratch.state(), waits, count, timeoutMs));
    } catch (Throwable e) {
      throw broken("poll", e);
    }
  }

  static int eventfd(Scratch scratch, int flags) {
    try {
      return result(scratch, (int) EVENTFD.invokeExact(scratch.state(), 0, flags));
    } catch (Throwable e) {
      throw broken("eventfd", e);
    }
  }

  static int fanotify(Scratch scratch, int flags, int eventFlags) {
    try {
      return result(scratch, (int) FANOTIFY_INIT.invokeExact(scratch.state(), flags, eventFlags));
    } catch (Throwable e) {
      throw broken("fanotify_init", e);
    }
  }

  /// @param path of what is marked
  static int mark(Scratch scratch, int fanotify, int flags, long mask, long path) {
    try {
      return result(
          scratch,
          (int) FANOTIFY_MARK.invokeExact(scratch.state(), fanotify, flags, mask, AT_FDCWD, path));
    } catch (Throwable e) {
      throw broken("fanotify_mark", e);
    }
  }

  /// @param handle a struct file_handle
  static int openByHandle(Scratch scratch, int mount, long handle, int flags) {
    try {
      return result(
          scratch, (int) OPEN_BY_HANDLE.invokeExact(scratch.state(), mount, handle, flags));
    } catch (Throwable e) {
      throw broken("open_by_handle_at", e);
    }
  }

  private static int result(Scratch scratch, int result) {
    return result < 0 ? -errno(scratch) : result;
  }

  private static long result(Scratch scratch, long result) {
    return result < 0 ? -errno(scratch) : result;
  }

  static int errno(Scratch scratch) {
    return (int) ERRNO.get(scratch.state(), 0L);
  }

  static IllegalStateException broken(String name, Throwable e) {
    return new IllegalStateException(name + "(2) cannot be called", e);
  }

  private static boolean onArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  /// @param variadic where the arguments begin that the prototype doesn't name; -1 for nowhere
  static MethodHandle handle(
      String name, MemoryLayout result, int variadic, MemoryLayout... arguments) {
    var options = new ArrayList<Linker.Option>(List.of(Linker.Option.captureCallState("errno")));
    if (variadic >= 0) {
      options.add(Linker.Option.firstVariadicArg(variadic));
    }
    MemorySegment function = LINKER.defaultLookup().findOrThrow(name);
    return LINKER.downcallHandle(
        function, FunctionDescriptor.of(result, arguments), options.toArray(Linker.Option[]::new));
  }
}
