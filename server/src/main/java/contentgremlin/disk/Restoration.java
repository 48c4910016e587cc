package contentgremlin.disk;

import contentgremlin.vault.Digest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Makes a home of a backup. Nothing bears the home's name until all of it is there, was compared
/// with the checksums, and is on the disk. Used by one thread, once.
public final class Restoration {
  private static final int COMPLAINTS_MAX = 100;

  private final Path backup;
  private final Properties facts;

  private Restoration(Path backup, Properties facts) {
    this.backup = backup;
    this.facts = facts;
  }

  /// @param source a backup, or a folder of backups, of which the newest one is taken
  /// @throws IOException if there is none
  public static Restoration of(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      throw new FileNotFoundException("there is no folder " + source);
    }
    var backup =
        Files.isRegularFile(source.resolve(BackupFolder.FACTS))
            ? source
            : BackupFolder.generations(source).reversed().stream()
                .findFirst()
                .orElseThrow(
                    () -> new FileNotFoundException("there is no finished backup in " + source));
    var facts = new Properties();
    try (var in =
        new InputStreamReader(
            Files.newInputStream(backup.resolve(BackupFolder.FACTS)), StandardCharsets.UTF_8)) {
      facts.load(in);
    }
    return new Restoration(backup.toRealPath(), facts);
  }

  public Path backup() {
    return backup;
  }

  /// What the backup says about itself.
  public String fact(String name) {
    return facts.getProperty(name, "");
  }

  /// Reads all of the backup.
  ///
  /// @return what is wrong with it, at most some of that; empty if it is as it was made
  public List<String> complaints() throws IOException {
    var list = backup.resolve(BackupManifest.FILE);
    if (!Files.isRegularFile(list)) {
      return List.of(BackupManifest.FILE + ": it is not there");
    }
    if (!Copying.read(list, Long.MAX_VALUE).digest().hex().equals(fact("list"))) {
      return List.of(BackupManifest.FILE + ": it is not the list that was made with the backup");
    }
    var complaints = new ArrayList<String>();
    try (var lines = new BackupManifest.Reader(backup)) {
      for (var line = lines.next();
          line != null && complaints.size() < COMPLAINTS_MAX;
          line = lines.next()) {
        var complaint = complaint(line);
        if (!complaint.isEmpty()) {
          complaints.add(line.path() + ": " + complaint);
        }
      }
    }
    return complaints;
  }

  private String complaint(BackupManifest.Line line) {
    try {
      var file = inside(backup, line.path());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return "it is not there";
      }
      boolean isSound = isOf(Copying.read(file, Long.MAX_VALUE), line.digest());
      return isSound ? "" : "its bytes are not those that were backed up";
    } catch (IOException e) {
      return "it can't be read: " + e.getMessage();
    }
  }

  private static boolean isOf(Copying.Read read, Digest digest) {
    return read.digest().equals(digest);
  }

  /// Names in a list that somebody changed must not lead elsewhere.
  private static Path inside(Path folder, String path) throws IOException {
    var file = folder.resolve(path).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new IOException("it would be outside of the backup");
    }
    return file;
  }

  /// Copies everything beside the home-to-be, for [#publish].
  ///
  /// @return the folder that holds it
  public Path copy(Path home) throws IOException {
    var parent = Durable.parentOf(home.toAbsolutePath().normalize());
    Durable.createFolders(parent);
    var fresh = parent.resolve("." + home.getFileName() + ".restoring");
    Durable.removeTree(fresh);
    requireRoom(parent);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (var lines = new BackupManifest.Reader(backup)) {
      for (var line = lines.next(); line != null; line = lines.next()) {
        copy(line, fresh);
      }
    }
    forceFolders(fresh);
    return fresh;
  }

  private void requireRoom(Path folder) throws IOException {
    long needed = Long.parseLong(facts.getProperty("bytes", "0"));
    needed += Files.size(backup.resolve("db.sqlite"));
    long free = folder.toFile().getUsableSpace();
    if (needed > free) {
      throw new IOException(
          "the home needs %,d bytes, and there is room for %,d".formatted(needed, free));
    }
  }

  private void copy(BackupManifest.Line line, Path fresh) throws IOException {
    var target = inside(fresh, line.path());
    Files.createDirectories(Durable.parentOf(target));
    var read = Copying.copy(inside(backup, line.path()), target, Long.MAX_VALUE);
    if (!isOf(read, line.digest())) {
      throw new IOException(line.path() + " changed while it was read");
    }
    boolean isFinished = !line.path().startsWith("content/incoming/");
    if (line.path().startsWith(BackupFolder.CONTENT) && isFinished) {
      Durable.makeReadOnly(target);
    } else {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static void forceFolders(Path root) throws IOException {
    Files.walkFileTree(
        root,
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

  /// Whether there is something at this place that would be lost.
  public static boolean isOccupied(Path home) throws IOException {
    try (var entries = Files.newDirectoryStream(home)) {
      return entries.iterator().hasNext();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Gives the folder the home's name, in one step.
  ///
  /// @param time null if what is there now must not be moved aside
  /// @return where that was moved to, if there was something
  public static @Nullable Path publish(Path fresh, Path home, @Nullable InstantSource time)
      throws IOException {
    @Nullable Path aside = null;
    if (time != null && isOccupied(home)) {
      aside = home.resolveSibling(home.getFileName() + ".before-" + time.millis());
      Durable.move(home, aside);
    }
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException _) {
      throw new IOException(home + " is not empty any more");
    }
    Durable.force(Durable.parentOf(home));
    return aside;
  }
}
