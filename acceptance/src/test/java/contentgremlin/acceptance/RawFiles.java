package contentgremlin.acceptance;

import contentgremlin.library.FileName;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/// Files whose names need not be text: Java itself can't reach them. Paths are absolute, as
/// [FileName] writes them. Thread-safe.
final class RawFiles {
  private static final int HERE = -100; // AT_FDCWD
  private static final int WRITE = 01;
  private static final int CREATE = 0100;
  private static final int TRUNCATE = 01000;
  private static final int APPEND = 02000;
  private static final int MODE_FILE = 0644;
  private static final int MODE_FOLDER = 0755;
  private static final int REMOVE_FOLDER = 0x200;
  private static final int EXCHANGE = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final java.lang.foreign.AddressLayout TEXT = ValueLayout.ADDRESS;

  private static final MethodHandle RENAME =
      call("renameat2", FunctionDescriptor.of(INT, INT, TEXT, INT, TEXT, INT));
  private static final MethodHandle MKDIR =
      call("mkdirat", FunctionDescriptor.of(INT, INT, TEXT, INT));
  private static final MethodHandle UNLINK =
      call("unlinkat", FunctionDescriptor.of(INT, INT, TEXT, INT));
  private static final MethodHandle LINK =
      call("linkat", FunctionDescriptor.of(INT, INT, TEXT, INT, TEXT, INT));
  private static final MethodHandle SYMLINK =
      call("symlinkat", FunctionDescriptor.of(INT, TEXT, INT, TEXT));
  private static final MethodHandle TIMES =
      call("utimensat", FunctionDescriptor.of(INT, INT, TEXT, TEXT, INT));
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("openat"),
          FunctionDescriptor.of(INT, INT, TEXT, INT, INT),
          ERRNO,
          Linker.Option.firstVariadicArg(3));
  private static final MethodHandle PUT =
      call("write", FunctionDescriptor.of(LONG, INT, TEXT, LONG));
  private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT));

  private RawFiles() {}

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
  }

  private interface Native {
    long call(MemorySegment state, Arena arena) throws Throwable;
  }

  private static long run(String what, Native call) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      long result = call.call(state, arena);
      if (result < 0) {
        throw new IOException("%s: error %d".formatted(what, (int) ERRNO_OF.get(state, 0L)));
      }
      return result;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(what, e);
    }
  }

  private static MemorySegment text(Arena arena, String path) {
    var bytes = FileName.encode(path);
    var segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /// Replaces what is there.
  static void rename(String from, String to) throws IOException {
    rename(from, to, 0);
  }

  /// Both must be there.
  static void exchange(String one, String other) throws IOException {
    rename(one, other, EXCHANGE);
  }

  private static void rename(String from, String to, int flags) throws IOException {
    run(
        "rename " + from + " " + to,
        (state, arena) ->
            (int) RENAME.invokeExact(state, HERE, text(arena, from), HERE, text(arena, to), flags));
  }

  static void mkdir(String path) throws IOException {
    run(
        "mkdir " + path,
        (state, arena) -> (int) MKDIR.invokeExact(state, HERE, text(arena, path), MODE_FOLDER));
  }

  static void delete(String path) throws IOException {
    unlink(path, 0);
  }

  static void deleteFolder(String path) throws IOException {
    unlink(path, REMOVE_FOLDER);
  }

  private static void unlink(String path, int flags) throws IOException {
    run(
        "unlink " + path,
        (state, arena) -> (int) UNLINK.invokeExact(state, HERE, text(arena, path), flags));
  }

  static void link(String file, String name) throws IOException {
    run(
        "link " + file + " " + name,
        (state, arena) ->
            (int) LINK.invokeExact(state, HERE, text(arena, file), HERE, text(arena, name), 0));
  }

  static void symlink(String target, String name) throws IOException {
    run(
        "symlink " + name,
        (state, arena) ->
            (int) SYMLINK.invokeExact(state, text(arena, target), HERE, text(arena, name)));
  }

  /// @param nanos of the last change, since 1970
  static void touch(String path, long nanos) throws IOException {
    run(
        "touch " + path,
        (state, arena) -> {
          var times = arena.allocate(LONG, 4);
          long second = TimeUnit.SECONDS.toNanos(1);
          for (int at = 0; at < 4; at += 2) {
            times.setAtIndex(LONG, at, Math.floorDiv(nanos, second));
            times.setAtIndex(LONG, at + 1L, Math.floorMod(nanos, second));
          }
          return (int) TIMES.invokeExact(state, HERE, text(arena, path), times, 0);
        });
  }

  /// Makes or empties the file, and writes this into it.
  ///
  /// @param pieces written one after the other, so that somebody may look in between
  static void write(String path, byte[] bytes, int pieces) throws IOException {
    put(path, WRITE | CREATE | TRUNCATE, bytes, pieces);
  }

  static void append(String path, byte[] bytes) throws IOException {
    put(path, WRITE | APPEND, bytes, 1);
  }

  private static void put(String path, int flags, byte[] bytes, int pieces) throws IOException {
    int file =
        (int)
            run(
                "open " + path,
                (state, arena) ->
                    (int) OPEN.invokeExact(state, HERE, text(arena, path), flags, MODE_FILE));
    try {
      for (int piece = 0; piece < pieces; piece++) {
        int from = bytes.length * piece / pieces;
        int to = bytes.length * (piece + 1) / pieces;
        run(
            "write " + path,
            (state, arena) -> {
              var segment = arena.allocate(Math.max(1, to - from));
              MemorySegment.copy(bytes, from, segment, ValueLayout.JAVA_BYTE, 0, to - from);
              return (long) PUT.invokeExact(state, file, segment, (long) (to - from));
            });
      }
    } finally {
      run("close " + path, (state, _) -> (int) CLOSE.invokeExact(state, file));
    }
  }
}
