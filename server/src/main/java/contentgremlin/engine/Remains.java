package contentgremlin.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stays of an attempt that failed: what was run and what it said, but none of its outputs.
final class Remains {
  private static final Set<String> KEPT = Set.of("command", "process", "progress", "log", "status");

  private Remains() {}

  /// Whether a later attempt may go on from what is there.
  static boolean isUsable(Path folder) {
    return Files.exists(folder.resolve(JobHandler.LEDGER));
  }

  /// From now on, also after a power cut, no later attempt goes on from what is there.
  static void distrust(Path folder) throws IOException {
    if (Files.deleteIfExists(folder.resolve(JobHandler.LEDGER))) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static void keepOnly(Path folder) throws IOException {
    try {
      Files.walkFileTree(folder, new Removal(folder));
    } catch (NoSuchFileException _) {
      // nothing was left
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    private final Path folder;

    Removal(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!folder.equals(file.getParent()) || !KEPT.contains(file.getFileName().toString())) {
        Files.deleteIfExists(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (!inner.equals(folder)) {
        Files.deleteIfExists(inner);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
