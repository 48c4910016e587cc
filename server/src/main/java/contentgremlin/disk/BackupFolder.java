package contentgremlin.disk;

import contentgremlin.vault.BackupTarget;
import contentgremlin.vault.StoredFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of backups, each a folder of its own: `DEST/20261120T094501Z/`. A file that the backup
/// before has, too, is one file with two names (a hard link); nothing is ever linked to a home, so
/// that what happens to the home's files can't happen to the backup's. Used by one thread.
public final class BackupFolder implements BackupTarget {
  /// Bears the facts; its being there makes a backup of a folder.
  static final String FACTS = "backup.properties";

  static final String CONTENT = "content/";
  private static final String PARTIAL = ".partial";
  private static final String CUT_OFF = ".cut-off-";
  private static final int CUT_OFF_MAX = 100;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Path partial;
  private final InstantSource time;
  private final FileChannel lockFile;
  private final @Nullable Path before;
  private final List<Path> cutOff;
  private BackupManifest.@Nullable Writer manifest;
  private BackupManifest.@Nullable Reader known;

  private BackupFolder(Path folder, InstantSource time, FileChannel lockFile) throws IOException {
    this.folder = folder;
    this.partial = folder.resolve(PARTIAL);
    this.time = time;
    this.lockFile = lockFile;
    this.before = generations(folder).reversed().stream().findFirst().orElse(null);
    setCutOffAside();
    this.cutOff = list(folder, CUT_OFF);
    Files.createDirectory(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Makes the folder if it is missing.
  ///
  /// @throws IOException also when another backup goes there at this moment
  public static BackupFolder open(Path folder, InstantSource time) throws IOException {
    Durable.createFolders(folder.toAbsolutePath().normalize());
    var lockFile =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(lockFile) == null) {
        throw new IOException("another backup to " + folder + " is under way");
      }
      return new BackupFolder(folder.toRealPath(), time, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /// The finished ones, oldest first.
  static List<Path> generations(Path folder) throws IOException {
    return list(folder, "").stream()
        .filter(one -> Files.isRegularFile(one.resolve(FACTS)))
        .filter(one -> !one.getFileName().toString().startsWith("."))
        .toList();
  }

  private static List<Path> list(Path folder, String start) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(start))
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  /// What was cut off is a source of files like any other, only that they have to be read.
  private void setCutOffAside() throws IOException {
    for (int i = 0; Files.exists(partial); i++) {
      var aside = folder.resolve(CUT_OFF + i);
      if (i == CUT_OFF_MAX) {
        Durable.removeTree(partial);
      } else if (!Files.exists(aside)) {
        Durable.move(partial, aside);
      }
    }
  }

  @Override
  public void beginRound() throws IOException {
    closeLists();
    manifest = new BackupManifest.Writer(partial);
    known = before == null ? null : new BackupManifest.Reader(before);
  }

  private BackupManifest.Writer manifest() {
    if (manifest == null) {
      throw new IllegalStateException("no round was begun");
    }
    return manifest;
  }

  private void closeLists() throws IOException {
    if (manifest != null) {
      manifest.close();
      manifest = null;
    }
    if (known != null) {
      known.close();
      known = null;
    }
  }

  @Override
  public Path database() throws IOException {
    for (var name : List.of("db.sqlite", "db.sqlite-wal", "db.sqlite-shm", "db.sqlite-journal")) {
      Files.deleteIfExists(partial.resolve(name));
    }
    return partial.resolve("db.sqlite");
  }

  @Override
  public boolean has(StoredFile file) throws IOException {
    return inBackupBefore(file) != null;
  }

  private @Nullable Path inBackupBefore(StoredFile file) throws IOException {
    var path = CONTENT + file.path();
    var line = known == null ? null : known.find(path);
    if (before == null || line == null || !line.digest().equals(file.digest())) {
      return null;
    }
    var there = before.resolve(path);
    return isSized(there, file.size()) ? there : null;
  }

  private static boolean isSized(Path file, long size) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == size;
  }

  @Override
  public Kept keep(StoredFile file, Path source) throws IOException {
    var path = CONTENT + file.path();
    var target = partial.resolve(path);
    var there = inBackupBefore(file);
    if (Files.exists(target)) {
      manifest().add(file.digest(), path);
      return new Kept.Same();
    }
    Files.createDirectories(Durable.parentOf(target));
    if (there != null) {
      Files.createLink(target, there);
      manifest().add(file.digest(), path);
      return new Kept.Same();
    }
    if (takeCutOff(file, path, target)) {
      manifest().add(file.digest(), path);
      return new Kept.Copied(0);
    }
    return copy(file, path, source, target);
  }

  private boolean takeCutOff(StoredFile file, String path, Path target) throws IOException {
    for (var one : cutOff) {
      var there = one.resolve(path);
      if (isSized(there, file.size())
          && Copying.read(there, Long.MAX_VALUE).digest().equals(file.digest())) {
        Files.move(there, target);
        return true;
      }
    }
    return false;
  }

  private Kept copy(StoredFile file, String path, Path source, Path target) throws IOException {
    var fresh = partial.resolve("fresh");
    Copying.Read read;
    try {
      read = Copying.copy(source, fresh, Long.MAX_VALUE);
    } catch (NoSuchFileException e) {
      if (Files.exists(source)) {
        throw e; // it is the target's folder that is gone
      }
      return new Kept.Missing();
    }
    if (read.bytes() != file.size() || !read.digest().equals(file.digest())) {
      Files.delete(fresh);
      return new Kept.Damaged(
          "it has %d bytes with the checksum %s, and should have %d with %s"
              .formatted(read.bytes(), read.digest().hex(), file.size(), file.digest().hex()));
    }
    Durable.makeReadOnly(fresh);
    Files.move(fresh, target);
    manifest().add(file.digest(), path);
    return new Kept.Copied(read.bytes());
  }

  @Override
  public Kept keepStart(String path, Path source, long length) throws IOException {
    var kept = keepAnew(CONTENT + path, source, length);
    return kept instanceof Kept.Copied(var bytes) && bytes < length
        ? new Kept.Damaged("it has %d bytes, and should have %d".formatted(bytes, length))
        : kept;
  }

  @Override
  public Kept keepOther(String path, Path source) throws IOException {
    return keepAnew(path, source, Long.MAX_VALUE);
  }

  private Kept keepAnew(String path, Path source, long length) throws IOException {
    if (!BackupManifest.canList(path)) {
      return new Kept.Damaged("its name can't be listed");
    }
    var target = partial.resolve(path);
    Files.createDirectories(Durable.parentOf(target));
    try {
      var read = Copying.copy(source, target, length);
      manifest().add(read.digest(), path);
      return new Kept.Copied(read.bytes());
    } catch (NoSuchFileException _) {
      return new Kept.Missing();
    }
  }

  @Override
  public long freeBytes() {
    return folder.toFile().getUsableSpace();
  }

  @Override
  public String finish(Map<String, String> facts) throws IOException {
    var database = partial.resolve("db.sqlite");
    manifest().add(Copying.read(database, Long.MAX_VALUE).digest(), "db.sqlite");
    closeLists();
    var list = partial.resolve(BackupManifest.FILE);
    var text = new StringBuilder();
    facts.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    text.append("list=").append(Copying.read(list, Long.MAX_VALUE).digest().hex()).append('\n');
    Files.writeString(partial.resolve(FACTS), text);
    for (var file : List.of(database, list, partial.resolve(FACTS))) {
      Durable.force(file);
    }
    forceFolders();
    var name = freeName();
    Durable.move(partial, folder.resolve(name));
    for (var one : cutOff) {
      Durable.removeTree(one);
    }
    return name;
  }

  private String freeName() {
    for (Instant at = time.instant(); ; at = at.plusSeconds(1)) {
      var name = NAME.format(at);
      if (!Files.exists(folder.resolve(name))) {
        return name;
      }
    }
  }

  private void forceFolders() throws IOException {
    Files.walkFileTree(
        partial,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Durable.force(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public List<String> prune(int kept) throws IOException {
    var all = generations(folder);
    var old = all.subList(0, Math.max(0, all.size() - kept));
    for (var one : old) {
      // From now on it is no backup any more, however far the removal comes.
      Files.delete(one.resolve(FACTS));
      Durable.removeTree(one);
    }
    return old.stream().map(one -> one.getFileName().toString()).toList();
  }

  @Override
  public void close() throws IOException {
    try (lockFile) {
      closeLists();
    }
  }
}
