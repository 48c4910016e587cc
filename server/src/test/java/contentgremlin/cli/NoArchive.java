package contentgremlin.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// For commands that neither back up nor restore.
record NoArchive() implements Archivist {
  @Override
  public Made backup(Path home, @Nullable String content, Path folder, int kept) {
    throw new IllegalStateException("nothing is to be backed up here");
  }

  @Override
  public Restored restore(Path source, Path home, boolean force) {
    throw new IllegalStateException("nothing is to be restored here");
  }
}
