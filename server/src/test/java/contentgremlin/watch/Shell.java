package contentgremlin.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Does to a tree what Java can't: names of any bytes, mounts, pipes.
public final class Shell {
  private Shell() {}

  /// @return what it printed, byte by byte
  public static String run(Path folder, String script) throws IOException {
    var process =
        new ProcessBuilder("bash", "-ec", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    int status = status(process);
    if (status != 0) {
      throw new IOException("%s: exit code %d: %s".formatted(script, status, output));
    }
    return output;
  }

  /// Whoever looks at a disk in the same moment holds it for that long: then it is tried again, as
  /// people do.
  public static void unmount(Path folder, String name) throws IOException {
    run(
        folder,
        "for i in {1..50}; do umount %1$s && exit; sleep 0.1; done; umount %1$s".formatted(name));
  }

  private static int status(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("nobody waits for the script any more", e);
    }
  }

  /// Whether mounts can be made here.
  public static boolean mayMount() throws IOException {
    return status(
            new ProcessBuilder(
                    "bash",
                    "-c",
                    "[ $(id -u) = 0 ] && [ -e /dev/loop-control ] && command -v mkfs.ext4")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start())
        == 0;
  }
}
