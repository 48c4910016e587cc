package contentgremlin.disk;

import contentgremlin.vault.Digest;
import contentgremlin.vault.Finding;
import contentgremlin.vault.Pace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads whole files to see what is in them. Asks the disk, not the page cache, where the file
/// system can do that (O_DIRECT): the cache would answer for a disk that has forgotten, and would
/// lose what visitors are looking at. Thread-safe; one file at a time.
final class Inspection {
  private static final int BUFFER_BYTES = 1 << 20;

  /// Divides what any usual disk wants its readers to align to. Where more is wanted, the reading
  /// goes through the cache.
  private static final int ALIGNMENT = 4096;

  /// O_DIRECT. Looked up by its name: not every Java has it, and the compiler warns whoever names
  /// it.
  private static final OpenOption DIRECT = direct();

  private @Nullable ByteBuffer buffer;

  private static OpenOption direct() {
    try {
      return Stream.of(Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findFirst()
          .orElse(LinkOption.NOFOLLOW_LINKS);
    } catch (ClassNotFoundException _) {
      return LinkOption.NOFOLLOW_LINKS;
    }
  }

  synchronized Finding inspect(Path path, Pace pace) throws InterruptedException {
    try {
      var attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? read(path, pace) : new Finding.NoFile(what(attributes));
    } catch (NoSuchFileException _) {
      return new Finding.Nothing();
    } catch (FileSystemException e) {
      // One of the folders above it is a file.
      return "Not a directory".equals(e.getReason())
          ? new Finding.Nothing()
          : new Finding.Unreadable(inWords(e));
    } catch (IOException e) {
      return new Finding.Unreadable(inWords(e));
    }
  }

  private static String what(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return "a folder";
    }
    return attributes.isSymbolicLink() ? "a link" : "neither a file nor a folder";
  }

  private static String inWords(IOException failure) {
    var reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }

  private Finding read(Path path, Pace pace) throws IOException, InterruptedException {
    try {
      return read(path, pace, DIRECT);
    } catch (UnsupportedOperationException _) {
      return read(path, pace, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      if (isOfTheDisk(e)) {
        throw e;
      }
      return read(path, pace, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /// EIO: then the cache must not answer instead.
  private static boolean isOfTheDisk(IOException failure) {
    return inWords(failure).contains("Input/output error");
  }

  private Finding read(Path path, Pace pace, OpenOption how)
      throws IOException, InterruptedException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ, how)) {
      var digest = DiskVault.sha256();
      long size = 0;
      int count;
      while ((count = fill(channel, digest)) > 0) {
        size += count;
        pace.pause(count);
        if (count % ALIGNMENT != 0) {
          break; // only the end of a file is so short
        }
      }
      if (size != channel.size()) {
        throw new IOException("it ended after " + size + " of " + channel.size() + " bytes");
      }
      return new Finding.Read(size, Digest.of(digest.digest()));
    }
  }

  private int fill(FileChannel channel, MessageDigest digest) throws IOException {
    var bytes = buffer().clear();
    int count = channel.read(bytes);
    digest.update(bytes.flip());
    return count;
  }

  private ByteBuffer buffer() {
    var known = buffer;
    if (known == null) {
      known = ByteBuffer.allocateDirect(BUFFER_BYTES + ALIGNMENT).alignedSlice(ALIGNMENT);
      known = known.slice(0, BUFFER_BYTES);
      buffer = known;
    }
    return known;
  }
}
