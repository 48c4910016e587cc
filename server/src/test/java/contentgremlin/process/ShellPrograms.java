package contentgremlin.process;

import contentgremlin.job.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Real processes that do what a test says: a folder of programs in which ffmpeg and ffprobe are
/// shells.
public final class ShellPrograms {
  private ShellPrograms() {}

  public static Programs in(Path folder) throws IOException {
    program(folder.resolve("ffmpeg/ffmpeg"), "#!/bin/sh\nshift 4\nexec sh -c \"$1\"\n");
    program(folder.resolve("ffmpeg/ffprobe"), "#!/bin/sh\nexec sh -c \"$1\"\n");
    return Programs.in(folder);
  }

  /// A tool that runs this script; it is one process if the script says `exec` where it matters.
  public static Tool tool(String script) {
    return Tool.of(Tool.Program.FFPROBE, List.of(script));
  }

  /// Written once: the kernel refuses to write what is just being started, and to start what is
  /// just being written.
  private static void program(Path path, String text) throws IOException {
    if (Files.exists(path)) {
      return;
    }
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
