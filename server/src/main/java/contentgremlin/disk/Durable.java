package contentgremlin.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The few file operations that a power cut must not undo. Linux: a folder is forced like a file.
final class Durable {
  private Durable() {}

  /// Works for read-only files too: fsync(2) asks for no write permission.
  static void force(Path fileOrFolder) throws IOException {
    try (var channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Makes the folder and those above it that are missing, each one's entry durable.
  static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    var parent = parentOf(folder);
    createFolders(parent);
    Files.createDirectories(folder);
    force(parent);
  }

  /// Renames in one step, within one file system, and makes both folders remember it.
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(parentOf(to));
    if (!parentOf(to).equals(parentOf(from))) {
      force(parentOf(from));
    }
  }

  /// A small text in a new file, of which a crash leaves at most a part.
  static void write(Path file, String text) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  static void makeReadOnly(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }

  /// Removes the file, or the folder with all that is in it; never follows a link. What is not
  /// there is no error, also when someone else removes at the same time.
  static void removeTree(Path path) throws IOException {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (var children = Files.newDirectoryStream(path)) {
          for (var child : children) {
            removeTree(child);
          }
        }
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException _) {
      // Someone else was faster.
    }
  }

  static Path parentOf(Path path) {
    var parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no folder above it");
    }
    return parent;
  }
}
