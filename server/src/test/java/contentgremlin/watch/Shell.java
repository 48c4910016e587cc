package contentgremlin.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Does to a tree what Java can't: names of any bytes, mounts, pipes.
public final class Shell {
  private Shell() {}

  /// @return what it printed, byte by byte
  public static String run(Path folder, String script) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("bash", "-ec", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("%s: exit code %d: %s".formatted(script, status, output));
    }
    return output;
  }

  /// Whether mounts can be made here.
  public static boolean mayMount() throws IOException, InterruptedException {
    return new ProcessBuilder(
                "bash",
                "-c",
                "[ $(id -u) = 0 ] && [ -e /dev/loop-control ] && command -v mkfs.ext4")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
