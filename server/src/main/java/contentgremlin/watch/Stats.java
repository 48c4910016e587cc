package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import java.lang.foreign.MemorySegment;

/// Asks statx(2), and reads its answer: struct statx, the same on all architectures.
final class Stats {
  private static final int BORN = 0x0800;

  /// Type, mode, links, inode, size and modified time, which are all "basic"; and when it was born.
  private static final int MASK = 0x0001 | 0x0002 | 0x0004 | 0x0040 | 0x0100 | 0x0200 | BORN;

  private static final int MOUNT = 0x1000;

  private static final int AT_GOT = 0;
  private static final int AT_LINKS = 16;
  private static final int AT_MODE = 28;
  private static final int AT_INODE = 32;
  private static final int AT_SIZE = 40;
  private static final int AT_BORN = 80;
  private static final int AT_MODIFIED = 112;
  private static final int AT_DEVICE_MAJOR = 136;
  private static final int AT_DEVICE_MINOR = 140;
  private static final int AT_MOUNT = 144;

  private static final int TYPE_MASK = 0xf000;
  private static final int TYPE_FOLDER = 0x4000;
  private static final int TYPE_FILE = 0x8000;
  private static final int TYPE_LINK = 0xa000;

  private static final long NANOS = 1_000_000_000;

  private Stats() {}

  /// @return an error below zero; else [#read] has the answer
  static int ask(Scratch scratch, int folder, long name) {
    return Libc.statx(
        scratch,
        folder,
        name,
        Libc.AT_SYMLINK_NOFOLLOW | Libc.AT_NO_AUTOMOUNT,
        MASK,
        scratch.stat().address());
  }

  /// Of what is open.
  static int ask(Scratch scratch, int descriptor) {
    return Libc.statx(
        scratch,
        descriptor,
        scratch.path(new byte[0], 0, 0),
        Libc.AT_EMPTY_PATH | Libc.AT_NO_AUTOMOUNT,
        MASK,
        scratch.stat().address());
  }

  /// Which mount this is on; two may show the same file system.
  ///
  /// @return 0 if it can't be told
  static long mount(Scratch scratch, int descriptor) {
    int error =
        Libc.statx(
            scratch,
            descriptor,
            scratch.path(new byte[0], 0, 0),
            Libc.AT_EMPTY_PATH | Libc.AT_NO_AUTOMOUNT,
            MOUNT,
            scratch.stat().address());
    boolean has = error == 0 && (scratch.stat().get(JAVA_INT, AT_GOT) & MOUNT) != 0;
    return has ? scratch.stat().get(JAVA_LONG, AT_MOUNT) : 0;
  }

  static FileStat read(Scratch scratch) {
    var stat = scratch.stat();
    var kind = kind(stat.get(JAVA_SHORT, AT_MODE) & TYPE_MASK);
    boolean isBorn = (stat.get(JAVA_INT, AT_GOT) & BORN) != 0;
    return new FileStat(
        kind,
        device(stat),
        stat.get(JAVA_LONG, AT_INODE),
        isBorn ? time(stat, AT_BORN) : 0,
        kind == Kind.FOLDER ? 0 : stat.get(JAVA_LONG, AT_SIZE),
        time(stat, AT_MODIFIED),
        stat.get(JAVA_INT, AT_LINKS));
  }

  static long device(MemorySegment stat) {
    return ((long) stat.get(JAVA_INT, AT_DEVICE_MAJOR) << 32)
        | (stat.get(JAVA_INT, AT_DEVICE_MINOR) & 0xffff_ffffL);
  }

  private static Kind kind(int type) {
    return switch (type) {
      case TYPE_FILE -> Kind.FILE;
      case TYPE_FOLDER -> Kind.FOLDER;
      case TYPE_LINK -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  /// Seconds beyond what nanoseconds in 64 bits can tell (years 1677 to 2262) wrap; they still tell
  /// one time from another.
  private static long time(MemorySegment stat, int at) {
    return stat.get(JAVA_LONG, at) * NANOS + stat.get(JAVA_INT, at + 8);
  }
}
