package contentgremlin.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process that has nothing to do with us, and is to live on whatever happens.
record Stranger(ProcessHandle process) implements AutoCloseable {
  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");

  /// Others take pids meanwhile.
  private static final int TRIES_MAX = 200;

  static Stranger start() throws IOException {
    return new Stranger(new ProcessBuilder("setsid", "sleep", "600").start().toHandle());
  }

  /// One that is given this very pid, and leads a group of its own; empty where pids can't be
  /// chosen. Needs root.
  static Optional<Stranger> withPid(long pid) throws IOException {
    if (!Files.isWritable(LAST_PID)) {
      return Optional.empty();
    }
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      // The shell itself says which pid comes next, and then starts nothing else before.
      var script =
          "echo %d >%s; setsid sleep 600 >/dev/null & echo $!".formatted(pid - 1, LAST_PID);
      try (var said = new ProcessBuilder("sh", "-c", script).start().inputReader()) {
        var line = said.readLine();
        if (line == null) {
          continue; // the shell could not start anything
        }
        long given = Long.parseLong(line);
        var stranger = new Stranger(ProcessHandle.of(given).orElseThrow());
        if (given == pid) {
          return Optional.of(stranger);
        }
        stranger.close();
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
