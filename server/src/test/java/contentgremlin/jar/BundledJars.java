package contentgremlin.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The extensions that come with the program, as the build has made them.
public final class BundledJars {
  private BundledJars() {}

  public static Path folder() {
    var told = System.getProperty("contentgremlin.extension.jars", "");
    var folder = Path.of(told.isEmpty() ? "../extensions/target/jars" : told);
    return folder.toAbsolutePath().normalize();
  }

  /// Puts one of them into a folder of extensions.
  ///
  /// @return the copy
  public static Path copy(String id, Path extensions) throws IOException {
    Files.createDirectories(extensions);
    return Files.copy(
        folder().resolve(id + ".jar"),
        extensions.resolve(id + ".jar"),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
