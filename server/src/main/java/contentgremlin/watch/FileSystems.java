package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gives each file system a text that is the same after it was mounted again: its type and its id,
/// which most derive from what is written on the disk. Where there is no id (most file systems in
/// user space, NFS), what was mounted stands for it. Thread-safe.
final class FileSystems {
  private static final int AT_TYPE = 0;
  private static final int AT_ID = 56;
  private static final long EXT = 0xef53;

  /// For how long the source of a mount is believed. Asking costs more than listing a folder.
  private static final long KEPT_NANOS = 1_000_000_000;

  private static final int KEPT_MAX = 1024;

  private record Source(String text, long readNanos) {}

  private final Map<Long, Source> sources = new ConcurrentHashMap<>();

  /// @param device of what is open, as in [contentgremlin.library.FileStat]
  /// @return the text; null if the file system doesn't answer, and then [Libc#errno] tells why
  @Nullable String of(Scratch scratch, int descriptor, long device) {
    if (Libc.fstatfs(scratch, descriptor, scratch.fileSystem().address()) < 0) {
      return null;
    }
    long type = scratch.fileSystem().get(JAVA_LONG, AT_TYPE);
    long id = scratch.fileSystem().get(JAVA_LONG, AT_ID);
    return Long.toHexString(type) + ":" + (id == 0 ? source(device) : Long.toHexString(id));
  }

  /// Whether [#of] last asked an ext4. Of a folder with a damaged block, that one tells the names
  /// in the other blocks, and no error; but the first name in the first block always is ".".
  static boolean isExt(Scratch scratch) {
    return scratch.fileSystem().get(JAVA_LONG, AT_TYPE) == EXT;
  }

  private String source(long device) {
    if (device >>> 32 != 0) {
      return "device " + numbers(device); // a real one: its numbers mean something
    }
    var kept = sources.get(device);
    if (kept == null || System.nanoTime() - kept.readNanos() > KEPT_NANOS) {
      if (sources.size() > KEPT_MAX) {
        sources.clear();
      }
      kept = new Source(readSource(numbers(device)), System.nanoTime());
      sources.put(device, kept);
    }
    return kept.text();
  }

  private static String readSource(String numbers) {
    for (var mount : Mounts.all()) {
      if (mount.device().equals(numbers)) {
        return mount.type() + " " + mount.source();
      }
    }
    return "device " + numbers; // no /proc: less is known
  }

  private static String numbers(long device) {
    return (device >>> 32) + ":" + (int) device;
  }
}
