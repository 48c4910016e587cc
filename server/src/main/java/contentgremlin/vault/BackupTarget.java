package contentgremlin.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where one backup is put together, beside those from before. What it calls kept was forced to the
/// disk. Until [#finish] nobody takes it for a backup; one that was cut off is gone on with by the
/// next one. Used by one thread.
///
/// Files are given in the order of their paths, so that they can be compared with those of the
/// backup before, whatever their number.
public interface BackupTarget extends AutoCloseable {
  /// What became of a file.
  sealed interface Kept {
    /// It is the same as in the backup before, or was kept in an earlier round.
    record Same() implements Kept {}

    record Copied(long bytes) implements Kept {}

    /// There is no such file, any more or at all.
    record Missing() implements Kept {}

    /// It is not what it should be, and was left out.
    record Damaged(String found) implements Kept {}
  }

  /// Begins to list what the backup consists of, anew; what was kept stays.
  void beginRound() throws IOException;

  /// Where the copy of the database belongs; there is nothing yet.
  Path database() throws IOException;

  /// Whether the backup before has this file, so that keeping it takes no room.
  boolean has(StoredFile file) throws IOException;

  Kept keep(StoredFile file, Path source) throws IOException;

  /// Keeps the first bytes of a file that may be growing.
  ///
  /// @param path relative to `content/`
  Kept keepStart(String path, Path source, long length) throws IOException;

  /// Keeps something besides `content/`.
  ///
  /// @param path relative to the home
  Kept keepOther(String path, Path source) throws IOException;

  /// Bytes that can still be written.
  long freeBytes() throws IOException;

  /// Makes it a backup, in one step.
  ///
  /// @param facts that tell a person, and a restore, what this is
  /// @return its name
  String finish(Map<String, String> facts) throws IOException;

  /// Removes all but the newest backups.
  ///
  /// @return the names of those that were removed
  List<String> prune(int kept) throws IOException;

  /// Lets others have the place. What was not finished stays for the next one.
  @Override
  void close() throws IOException;
}
