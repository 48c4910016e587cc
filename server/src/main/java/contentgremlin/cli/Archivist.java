package contentgremlin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Backs up a home that nobody serves, and makes a home of a backup.
public interface Archivist {
  /// What a backup came to; the names are those of the API.
  record Made(
      String folder,
      long files,
      long bytes,
      long copied,
      long copiedBytes,
      List<String> problems,
      List<String> removed) {}

  /// @param content where the home's content is, or null for the folder in the home
  /// @param kept how many backups there are to be in the end
  Made backup(Path home, @Nullable String content, Path folder, int kept)
      throws IOException, InterruptedException;

  /// @param backup that it was made of
  /// @param aside where what was there before is now, or null
  /// @param complaints what is wrong with the backup; then nothing was done
  record Restored(
      Path backup, String made, String files, @Nullable Path aside, List<String> complaints) {}

  /// @param source a backup, or a folder of backups
  /// @param force whether a home that is there already is moved aside
  Restored restore(Path source, Path home, boolean force) throws IOException;
}
