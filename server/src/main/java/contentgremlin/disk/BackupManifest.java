package contentgremlin.disk;

import contentgremlin.vault.Digest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The list of a backup's files in the form of `sha256sum`, so that anyone can check a backup
/// without this program: `sha256sum --check --quiet SHA256SUMS`.
final class BackupManifest {
  static final String FILE = "SHA256SUMS";
  private static final int DIGEST_LENGTH = 64;
  private static final String GAP = "  ";

  private BackupManifest() {}

  /// @param path relative to the backup, with `/` between its parts
  record Line(Digest digest, String path) {}

  /// A line break in a name would make two lines of one.
  static boolean canList(String path) {
    return path.chars().noneMatch(unit -> unit < ' ' || unit == '\\');
  }

  static final class Writer implements AutoCloseable {
    private final BufferedWriter out;

    Writer(Path folder) throws IOException {
      out = Files.newBufferedWriter(folder.resolve(FILE), StandardCharsets.UTF_8);
    }

    void add(Digest digest, String path) throws IOException {
      out.write(digest.hex() + GAP + path + "\n");
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  static final class Reader implements AutoCloseable {
    private final BufferedReader in;
    private @Nullable Line ahead;

    Reader(Path folder) throws IOException {
      in = Files.newBufferedReader(folder.resolve(FILE), StandardCharsets.UTF_8);
    }

    @Nullable Line next() throws IOException {
      var line = ahead;
      if (line != null) {
        ahead = null;
        return line;
      }
      var text = in.readLine();
      return text == null ? null : parse(text);
    }

    /// The line of this path, if there is one. Paths asked for must grow.
    @Nullable Line find(String path) throws IOException {
      for (var line = next(); line != null; line = next()) {
        int order = line.path().compareTo(path);
        if (order == 0) {
          return line;
        }
        if (order > 0) {
          ahead = line;
          return null;
        }
      }
      return null;
    }

    private static Line parse(String text) throws IOException {
      if (text.length() <= DIGEST_LENGTH + GAP.length() || !text.startsWith(GAP, DIGEST_LENGTH)) {
        throw new IOException(FILE + " has a line that is none of a backup's: " + text);
      }
      try {
        return new Line(
            new Digest(text.substring(0, DIGEST_LENGTH)),
            text.substring(DIGEST_LENGTH + GAP.length()));
      } catch (IllegalArgumentException e) {
        throw new IOException(FILE + " has a line without a checksum: " + text, e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
