package contentgremlin.engine.worker;

import contentgremlin.vault.Digest;
import contentgremlin.worker.OutputList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Looks at what the tools left.
final class Outputs {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int DEPTH_MAX = 8;

  private Outputs() {}

  /// All that was asked for and is there, in an order that stays the same.
  static OutputList list(Path folder, List<String> yields) throws IOException {
    var entries = new ArrayList<OutputList.Entry>();
    for (var yield : yields) {
      for (var file : files(folder.resolve(yield))) {
        entries.add(
            new OutputList.Entry(
                folder.relativize(file).toString(), Files.size(file), digest(file)));
      }
    }
    return new OutputList(entries);
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root, DEPTH_MAX)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  static Digest digest(Path file) throws IOException {
    var digest = sha256();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    return Digest.of(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
