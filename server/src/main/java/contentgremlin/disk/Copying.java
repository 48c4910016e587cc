package contentgremlin.disk;

import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Reads files to their end, and copies them on the way if asked to. Thread-safe.
final class Copying {
  private static final int BUFFER_BYTES = 1 << 20;

  private Copying() {}

  /// What was read.
  record Read(long bytes, Digest digest) {}

  /// @param limit no more bytes than these are looked at
  static Read read(Path file, long limit) throws IOException {
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(in, null, limit);
    }
  }

  /// Writes the target anew, and forces it.
  static Read copy(Path source, Path target, long limit) throws IOException {
    try (var in = FileChannel.open(source, StandardOpenOption.READ);
        var out =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      var read = read(in, out, limit);
      out.force(true);
      return read;
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private static Read read(
      FileChannel in, @org.jspecify.annotations.Nullable FileChannel out, long limit)
      throws IOException {
    var digest = sha256();
    var buffer = ByteBuffer.allocate(Math.clamp(Math.min(in.size(), limit), 1, BUFFER_BYTES));
    long bytes = 0;
    while (bytes < limit) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), limit - bytes));
      if (in.read(buffer) < 0) {
        break;
      }
      bytes += buffer.position();
      digest.update(buffer.flip());
      buffer.rewind();
      while (out != null && buffer.hasRemaining()) {
        out.write(buffer);
      }
    }
    return new Read(bytes, Digest.of(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
