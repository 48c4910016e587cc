package contentgremlin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The one directory of an instance. Nothing else on the machine is written.
record Home(Path directory) {
  Home {
    directory = directory.toAbsolutePath().normalize();
  }

  /// Makes it, for its owner only, if it is not there.
  static Home create(Path directory) throws IOException {
    var home = new Home(directory);
    if (!Files.isDirectory(home.directory)) {
      Files.createDirectories(
          home.directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return home;
  }

  Path database() {
    return directory.resolve("db.sqlite");
  }

  Path content() {
    return directory.resolve("content");
  }
}
