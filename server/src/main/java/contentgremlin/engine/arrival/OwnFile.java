package contentgremlin.engine.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.extension.ForeignFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;

/// A file that was found below a folder. It is opened once, step by step and through no link, so
/// that nothing that somebody puts into its place meanwhile leads out of there.
///
/// @param root real
/// @param path below it, without links
record OwnFile(Path root, Path path, String name) implements ForeignFile {
  private static final int TEXT_BYTES_MAX = 16 << 20;

  SeekableByteChannel open() throws IOException {
    try (var folder = Files.newDirectoryStream(root)) {
      return open(secure(folder), 0);
    }
  }

  /// @param from which of the path's names is next
  private SeekableByteChannel open(SecureDirectoryStream<Path> folder, int from)
      throws IOException {
    if (from == path.getNameCount() - 1) {
      return open(folder, path.getFileName());
    }
    try (var next = folder.newDirectoryStream(path.getName(from), LinkOption.NOFOLLOW_LINKS)) {
      return open(next, from + 1);
    }
  }

  /// Opening what is no file any more could wait for ever.
  private SeekableByteChannel open(SecureDirectoryStream<Path> folder, Path last)
      throws IOException {
    var found =
        folder
            .getFileAttributeView(last, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    if (!found.isRegularFile()) {
      throw new IOException(path + ": it is no file any more");
    }
    return folder.newByteChannel(last, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("the folder's file system can't open files step by step");
  }

  @Override
  public String text() throws IOException {
    try (var channel = open();
        var in = Channels.newInputStream(channel)) {
      var bytes = in.readNBytes(TEXT_BYTES_MAX + 1);
      if (bytes.length > TEXT_BYTES_MAX) {
        throw new IOException(path + ": it is larger than " + TEXT_BYTES_MAX + " bytes");
      }
      return new String(bytes, UTF_8);
    }
  }
}
