package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/// A copy of a SQLite database that is somebody else's, with the log that belongs to it.
///
/// Opening the database itself would be no mere reading: SQLite makes files beside one that keeps a
/// write-ahead log, and puts right what a crash left. Of a copy it may.
record ForeignCopy(Path folder, Path file) {
  private static final List<String> BESIDE = List.of("", "-wal", "-journal");

  /// So often a copy is made anew because its original changed meanwhile.
  private static final int TRIES_MAX = 10;

  private static final int HEADER_BYTES = 16;
  private static final String HEADER = "SQLite format 3";

  /// @param scratch a folder that is ours; what is in it goes
  static ForeignCopy of(Path original, Path scratch) throws IOException {
    requireDatabase(original);
    var copy = new ForeignCopy(scratch, scratch.resolve("copy.sqlite"));
    for (int i = 0; i < TRIES_MAX; i++) {
      var before = stamps(original);
      copy.remove();
      Files.createDirectories(scratch);
      copy.take(original);
      if (stamps(original).equals(before)) {
        return copy;
      }
    }
    copy.remove();
    throw new StoreException(
        original + " changes all the time; stop its server, or import from a backup of it.");
  }

  private static void requireDatabase(Path original) throws IOException {
    if (!Files.isRegularFile(original)) {
      throw new NoSuchFileException(original.toString(), null, "there is no such file");
    }
    try (var bytes = Files.newInputStream(original)) {
      var header =
          new String(bytes.readNBytes(HEADER_BYTES), java.nio.charset.StandardCharsets.ISO_8859_1);
      if (!header.startsWith(HEADER)) {
        throw new StoreException(original + " is no database of SQLite.");
      }
    }
  }

  private void take(Path original) throws IOException {
    for (var ending : BESIDE) {
      var from = beside(original, ending);
      if (Files.exists(from)) {
        Files.copy(from, beside(file, ending), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private record Stamp(long size, long changed, Object key) {}

  private static List<Optional<Stamp>> stamps(Path original) throws IOException {
    var stamps = new java.util.ArrayList<Optional<Stamp>>();
    for (var ending : BESIDE) {
      stamps.add(stamp(beside(original, ending)));
    }
    return stamps;
  }

  private static Optional<Stamp> stamp(Path file) throws IOException {
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(
              found.size(),
              found.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
              String.valueOf(found.fileKey())));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  void remove() throws IOException {
    for (var ending : List.of("", "-wal", "-journal", "-shm")) {
      Files.deleteIfExists(beside(file, ending));
    }
    Files.deleteIfExists(folder);
  }
}
