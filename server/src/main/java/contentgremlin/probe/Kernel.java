package contentgremlin.probe;

import contentgremlin.library.FileName;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Opens and reads files by the names that Linux knows, which need not be text; Java's own files
/// can't.
final class Kernel {
  /// At most so much is read in one call.
  static final int CHUNK = 64 << 10;

  static final int ENOENT = 2;
  static final int ENXIO = 6;
  static final int ENOTDIR = 20;
  static final int ELOOP = 40;

  private static final int O_RDONLY = 0;

  /// A pipe that took the file's place must not make us wait for its other end.
  private static final int O_NONBLOCK = 0x800;

  private static final int O_NOCTTY = 0x100;
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;
  private static final int O_CLOEXEC = 0x80000;

  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC = 0x7ff;
  private static final int STATX_BYTES = 256;
  private static final int STATX_MODE = 28;
  private static final int STATX_SIZE = 40;
  private static final int STATX_MTIME = 112;
  private static final int S_IFMT = 0xf000;
  private static final int S_IFREG = 0x8000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private final MemorySegment state;
  private final MemorySegment stat;
  private final MemorySegment buffer;
  private final MemorySegment empty;
  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle pread;
  private final MethodHandle statx;
  private final MethodHandle strerror;

  Kernel() {
    var arena = Arena.global();
    state = arena.allocate(Linker.Option.captureStateLayout());
    stat = arena.allocate(STATX_BYTES, 8);
    buffer = arena.allocate(CHUNK, 8);
    empty = arena.allocateFrom("");
    var integer = ValueLayout.JAVA_INT;
    var number = ValueLayout.JAVA_LONG;
    var pointer = ValueLayout.ADDRESS;
    open =
        function(
            "open",
            FunctionDescriptor.of(integer, pointer, integer),
            Linker.Option.firstVariadicArg(2),
            Linker.Option.captureCallState("errno"));
    close = function("close", FunctionDescriptor.of(integer, integer));
    pread =
        function(
            "pread",
            FunctionDescriptor.of(number, integer, pointer, number, number),
            Linker.Option.captureCallState("errno"));
    statx =
        function(
            "statx",
            FunctionDescriptor.of(integer, integer, pointer, integer, integer, pointer),
            Linker.Option.captureCallState("errno"));
    strerror = function("strerror", FunctionDescriptor.of(pointer, integer));
  }

  /// @param modified nanoseconds since 1970
  record Stat(boolean regular, long size, long modified) {}

  /// @return a descriptor, or minus the error's number
  int open(String path) {
    try (var arena = Arena.ofConfined()) {
      byte[] bytes = FileName.encode(path);
      var name = arena.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, bytes.length);
      int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC;
      int descriptor = (int) open.invokeExact(state, name, flags);
      return descriptor < 0 ? -errno() : descriptor;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void close(int descriptor) {
    try {
      int _ = (int) close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  Stat stat(int descriptor) throws ProbeException {
    try {
      int code =
          (int) statx.invokeExact(state, descriptor, empty, AT_EMPTY_PATH, STATX_BASIC, stat);
      if (code < 0) {
        throw unreachable(errno());
      }
    } catch (ProbeException e) {
      throw e;
    } catch (Throwable e) {
      throw failed(e);
    }
    int mode = Short.toUnsignedInt(stat.get(ValueLayout.JAVA_SHORT, STATX_MODE));
    return new Stat(
        (mode & S_IFMT) == S_IFREG,
        stat.get(ValueLayout.JAVA_LONG, STATX_SIZE),
        stat.get(ValueLayout.JAVA_LONG, STATX_MTIME) * SECOND_NANOS
            + stat.get(ValueLayout.JAVA_INT, STATX_MTIME + 8));
  }

  /// As much as there is, up to that length and to [#CHUNK].
  int read(int descriptor, long at, byte[] into, int offset, int length) throws ProbeException {
    long want = Math.min(length, CHUNK);
    try {
      long got = (long) pread.invokeExact(state, descriptor, buffer, want, at);
      if (got < 0) {
        throw unreachable(errno());
      }
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset, (int) got);
      return (int) got;
    } catch (ProbeException e) {
      throw e;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  ProbeException unreachable(int errno) {
    return ProbeException.unreachable(
        "The file can't be read: %s (error %d).".formatted(message(errno), errno));
  }

  private String message(int errno) {
    try {
      return ((MemorySegment) strerror.invokeExact(errno)).reinterpret(1_000).getString(0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  private static IllegalStateException failed(Throwable cause) {
    return new IllegalStateException("a system call can't be made", cause);
  }
}
