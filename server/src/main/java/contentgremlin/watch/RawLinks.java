package contentgremlin.watch;

import contentgremlin.library.FileName;
import java.io.IOException;
import java.nio.file.Path;

/// Gives files whose names Java's own files can't write another name, which they can: a symbolic
/// link.
public final class RawLinks {
  private RawLinks() {}

  /// @param link is made, in a folder that exists
  /// @param target an absolute path, as [FileName] writes it
  public static void link(Path link, String target) throws IOException {
    var from = Scratch.borrow();
    var to = Scratch.borrow();
    try {
      int error = Libc.symlink(from, path(from, target), path(to, link.toString()));
      if (error < 0) {
        throw new IOException(
            "no link could be made at %s: %s".formatted(link, Errors.reason(error)));
      }
    } finally {
      from.giveBack();
      to.giveBack();
    }
  }

  private static long path(Scratch scratch, String text) throws IOException {
    var bytes = FileName.encode(text);
    if (bytes.length >= Scratch.PATH_BYTES) {
      throw new IOException("this path is too long for a link: " + text);
    }
    return scratch.path(bytes, 0, bytes.length);
  }
}
