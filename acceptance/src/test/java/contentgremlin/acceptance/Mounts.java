package contentgremlin.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// File systems of a test's own. Needs root; see [#complaint].
final class Mounts {
  private static final Duration FREE_MAX = Duration.ofSeconds(60);

  private Mounts() {}

  /// Why there can't be any; the empty string if there can.
  static String complaint(Path folder) {
    try {
      var place = Files.createDirectories(folder.resolve("may-mount"));
      var answer = tried("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place.toString());
      if (answer.isEmpty()) {
        unmount(place);
      }
      return answer.isEmpty() ? "" : "nothing can be mounted here: " + answer;
    } catch (IOException e) {
      return "nothing can be mounted here: " + e.getMessage();
    }
  }

  /// Runs a command that must go well.
  static void run(String... command) {
    var complaint = tried(command);
    if (!complaint.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + ": " + complaint);
    }
  }

  /// @return what it complained about; the empty string if it went well
  static String tried(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(60, SECONDS)) {
        process.destroyForcibly();
        return "it does not end";
      }
      return process.exitValue() == 0 ? "" : "exit " + process.exitValue() + " " + said.strip();
    } catch (IOException e) {
      return e.getMessage() + "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Once nobody works there any more.
  static void unmount(Path place) {
    Await.untilTrue(
        "the file system to be free", FREE_MAX, () -> tried("umount", place.toString()).isEmpty());
  }
}
