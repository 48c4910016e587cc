package contentgremlin.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A copy of the package with another ffmpeg: a shell script that may call the real one, as
/// `"$real"`.
final class FakePackage {
  private FakePackage() {}

  /// @param script what it does; its arguments are those of ffmpeg
  /// @return the program to start
  static Path make(Path folder, String script) {
    var copy = folder.resolve("package");
    Mounts.run("cp", "-a", Gremlin.packaged().toString(), copy.toString());
    var ffmpeg = copy.resolve("programs/ffmpeg/ffmpeg");
    try {
      Files.move(ffmpeg, ffmpeg.resolveSibling("ffmpeg.real"));
      Files.writeString(ffmpeg, "#!/bin/sh\nreal=$0.real\n" + script);
      Files.setPosixFilePermissions(ffmpeg, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy.resolve("bin/gremlin");
  }
}
