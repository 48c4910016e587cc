package contentgremlin.engine;

import java.util.List;

/// What a backup came to.
///
/// @param folder where it is
/// @param copied of its files, how many were not in the backup before
/// @param problems files that are not in it, with why; the rest is
/// @param removed older backups that were removed
public record BackedUp(
    String folder,
    long files,
    long bytes,
    long copied,
    long copiedBytes,
    List<String> problems,
    List<String> removed) {
  public BackedUp {
    problems = List.copyOf(problems);
    removed = List.copyOf(removed);
  }
}
