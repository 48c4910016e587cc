package contentgremlin.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An empty folder for a test, which goes away with whatever names are in it then.
public final class TestTree {
  private TestTree() {}

  public static Path make() throws IOException {
    return Files.createTempDirectory("tree").toRealPath();
  }

  /// Unmounts what a test that failed left mounted; looks into no other file system.
  public static void remove(Path root) throws IOException {
    Shell.run(
        root,
        """
        grep -o ' %1$s/[^ ]*' /proc/self/mountinfo | sort -r | while read -r mount; do umount -l "$mount"; done
        cd / && rm -rf --one-file-system %1$s
        """
            .formatted(root));
  }
}
