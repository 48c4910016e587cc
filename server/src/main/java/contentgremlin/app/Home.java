package contentgremlin.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The one directory of an instance. Nothing else on the machine is written.
record Home(Path directory) {
  Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /// Makes it, for its owner only, if it is not there.
  void create() throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path database() {
    return directory.resolve("db.sqlite");
  }

  Path extensions() {
    return directory.resolve("extensions");
  }

  /// Of processes of extensions, while they run.
  Path companions() {
    return directory.resolve("companions");
  }

  /// Where the bytes are.
  ///
  /// @param elsewhere a folder, or a `file:` URL of one; null for the one in here
  Path content(@Nullable String elsewhere) {
    if (elsewhere == null) {
      return directory.resolve("content");
    }
    if (elsewhere.startsWith("file:")) {
      return Path.of(URI.create(elsewhere));
    }
    if (elsewhere.contains("://")) {
      throw new IllegalArgumentException(
          "Content can be kept in a folder so far, not at " + elsewhere + ".");
    }
    return Path.of(elsewhere).toAbsolutePath();
  }
}
