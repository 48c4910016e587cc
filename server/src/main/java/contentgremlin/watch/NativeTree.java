package contentgremlin.watch;

import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import org.jspecify.annotations.Nullable;

/// A directory tree, by system calls. Holds nothing open between two calls, so that it never keeps
/// a disk from being unmounted. Thread-safe.
final class NativeTree implements Tree {
  private static final int LIST_FLAGS = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NONBLOCK;

  /// A folder that is read in parts, and changed meanwhile, is read again this often: a file that
  /// was renamed in between may else be missed under both names. After that, only what was renamed
  /// again and again can be, and of that there will be word.
  private static final int READS_MAX = 4;

  private final Beneath beneath;
  private final FileSystems fileSystems;

  NativeTree(Beneath beneath, FileSystems fileSystems) {
    this.beneath = beneath;
    this.fileSystems = fileSystems;
  }

  @Override
  public Listing list(String path) {
    var scratch = Scratch.borrow();
    try {
      for (int reads = 1; true; reads++) {
        int folder = beneath.open(scratch, path, LIST_FLAGS);
        if (folder < 0) {
          return failed(path, folder);
        }
        try {
          var listing = list(scratch, path, folder, reads == READS_MAX);
          if (listing != null) {
            return listing;
          }
        } finally {
          Libc.close(scratch, folder);
        }
      }
    } finally {
      scratch.giveBack();
    }
  }

  /// @return null if it changed meanwhile, and shall be read again
  private @Nullable Listing list(Scratch scratch, String path, int folder, boolean last) {
    int error = Stats.ask(scratch, folder);
    if (error < 0) {
      return failed(path, error);
    }
    var before = Stats.read(scratch);
    var fileSystem = fileSystems.of(scratch, folder, before.device());
    if (fileSystem == null) {
      return failed(path, -Libc.errno(scratch));
    }
    var reader = new FolderReader(scratch, folder);
    error = reader.read();
    if (error < 0) {
      return failed(path, error);
    }
    if (!reader.hasItself() && FileSystems.isExt(scratch)) {
      return failed(path, -Errors.EIO);
    }
    if (reader.isInParts() && !last && !isAsBefore(scratch, folder, before)) {
      return null;
    }
    return new Listing.Folder(path, before, fileSystem, reader.found());
  }

  private static boolean isAsBefore(Scratch scratch, int folder, FileStat before) {
    return Stats.ask(scratch, folder) == 0 && Stats.read(scratch).modified() == before.modified();
  }

  /// The root itself is never gone ([Errors#OF_ROOT]): nobody knows what lies above it.
  private static Listing failed(String path, int error) {
    return Errors.isAbsence(error)
        ? new Listing.Gone(path)
        : new Listing.Unreadable(path, Errors.reason(error));
  }

  @Override
  public Look look(String path) {
    var scratch = Scratch.borrow();
    try {
      int opened = beneath.open(scratch, path, Libc.O_PATH);
      if (opened < 0) {
        return failedLook(opened);
      }
      try {
        int error = Stats.ask(scratch, opened);
        return error < 0 ? failedLook(error) : there(path, Stats.read(scratch));
      } finally {
        Libc.close(scratch, opened);
      }
    } finally {
      scratch.giveBack();
    }
  }

  /// A path with a slash at its end asks for a folder.
  private static Look there(String path, FileStat stat) {
    return path.endsWith("/") && stat.kind() != Kind.FOLDER
        ? new Look.Gone()
        : new Look.There(stat);
  }

  private static Look failedLook(int error) {
    if (Errors.isAbsence(error)) {
      return new Look.Gone();
    }
    return new Look.Unreadable(Errors.reason(error));
  }

  @Override
  public void close() {
    // Nothing is held between two calls.
  }
}
