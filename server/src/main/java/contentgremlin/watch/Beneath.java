package contentgremlin.watch;

import contentgremlin.library.FileName;
import java.util.Arrays;

/// Opens what lies in a tree, and nothing else: no link is followed but in the root's own path. The
/// root is opened anew for each call, since whoever keeps it open keeps its disk from being
/// unmounted. Thread-safe.
final class Beneath {
  private static final long RESOLVE_NO_SYMLINKS = 0x04;
  private static final long RESOLVE_BENEATH = 0x08;

  /// Someone moved folders about while a path was looked up, and the kernel wants it done again.
  private static final int TRIES = 16;

  private static final boolean HAS_OPENAT2 = hasOpenat2();

  private final byte[] root;
  private final boolean stepByStep;

  /// @param stepByStep opens each folder on the way, as kernels before 5.6 need it
  Beneath(String root, boolean stepByStep) {
    this.root = FileName.encode(root);
    this.stepByStep = stepByStep;
  }

  Beneath(String root) {
    this(root, !HAS_OPENAT2);
  }

  /// @param path relative to the root; may end in a slash
  /// @param flags for open(2)
  /// @return a descriptor, or an error below zero
  int open(Scratch scratch, String path, int flags) {
    int folder = openRoot(scratch, path.isEmpty() ? flags : Libc.O_PATH | Libc.O_DIRECTORY);
    if (folder < 0) {
      return folder - Errors.OF_ROOT;
    }
    if (path.isEmpty()) {
      return folder;
    }
    return openFrom(scratch, folder, withoutSlash(FileName.encode(path)), flags);
  }

  private int openRoot(Scratch scratch, int flags) {
    if (root.length >= Scratch.PATH_BYTES) {
      return -Errors.ENAMETOOLONG;
    }
    return Libc.open(scratch, Libc.AT_FDCWD, scratch.path(root, 0, root.length), flags);
  }

  /// @param folder is closed
  private int openFrom(Scratch scratch, int folder, byte[] path, int flags) {
    int at = 0;
    int from = folder;
    while (true) {
      int end = piece(path, at);
      boolean last = end == path.length;
      int opened =
          end - at >= Scratch.PATH_BYTES
              ? -Errors.ENAMETOOLONG
              : openPiece(
                  scratch, from, path, at, end, last ? flags : Libc.O_PATH | Libc.O_DIRECTORY);
      Libc.close(scratch, from);
      if (opened < 0 || last) {
        return opened;
      }
      from = opened;
      at = end + 1;
    }
  }

  /// Where the piece of a path ends that can be opened at once.
  private int piece(byte[] path, int from) {
    int end = from;
    for (int at = from; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        if (at - from >= Scratch.PATH_BYTES && end > from) {
          return end;
        }
        end = at;
        if (stepByStep) {
          return end;
        }
      }
    }
    return end;
  }

  private int openPiece(Scratch scratch, int folder, byte[] path, int from, int to, int flags) {
    long name = scratch.path(path, from, to);
    int all = flags | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
    if (stepByStep) {
      return isUpwards(path, from, to) ? -Errors.ENOENT : Libc.open(scratch, folder, name, all);
    }
    long how = scratch.how(all, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
    int opened = -Errors.EAGAIN;
    for (int tries = 0; tries < TRIES && opened == -Errors.EAGAIN; tries++) {
      opened = Libc.open(scratch, folder, name, how, Scratch.howBytes());
    }
    return opened;
  }

  private static boolean isUpwards(byte[] path, int from, int to) {
    return to - from == 2 && path[from] == '.' && path[from + 1] == '.';
  }

  private static byte[] withoutSlash(byte[] path) {
    int length = path.length;
    while (length > 0 && path[length - 1] == '/') {
      length--;
    }
    return length == path.length ? path : Arrays.copyOf(path, length);
  }

  /// Old kernels don't have it, and some containers forbid it.
  private static boolean hasOpenat2() {
    var scratch = Scratch.borrow();
    try {
      long path = scratch.path(new byte[] {'/'}, 0, 1);
      long how = scratch.how(Libc.O_PATH | Libc.O_CLOEXEC, 0);
      int opened = Libc.open(scratch, Libc.AT_FDCWD, path, how, Scratch.howBytes());
      if (opened >= 0) {
        Libc.close(scratch, opened);
      }
      return opened >= 0;
    } finally {
      scratch.giveBack();
    }
  }
}
