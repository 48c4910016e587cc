package contentgremlin.acceptance;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// What the JDK can't do to a file system.
final class FileSystems {
  /// `EXT4_IOC_SHUTDOWN`, of fs/ext4/ext4.h: `_IOR('X', 125, __u32)`.
  private static final long SHUTDOWN = 0x8004587DL;

  /// Nothing is written any more, not even the journal.
  private static final int WITHOUT_JOURNAL = 2;

  private FileSystems() {}

  /// Turns the file system off, as a power cut would.
  static void shutDown(Path mountPoint) {
    var linker = Linker.nativeLinker();
    var names = linker.defaultLookup();
    try (var arena = Arena.ofConfined()) {
      var open =
          linker.downcallHandle(
              names.findOrThrow("open"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      var ioctl =
          linker.downcallHandle(
              names.findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      var close =
          linker.downcallHandle(
              names.findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      int file = (int) open.invokeExact(arena.allocateFrom(mountPoint.toString()), 0);
      int done =
          (int)
              ioctl.invokeExact(
                  file, SHUTDOWN, arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_JOURNAL));
      int closed = (int) close.invokeExact(file);
      if (file < 0 || done != 0 || closed != 0) {
        throw new AssertionError("can't shut down " + mountPoint);
      }
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
