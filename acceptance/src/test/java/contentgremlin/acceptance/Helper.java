package contentgremlin.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `gremlin worker` of the packaged program, in a process of its own that can be killed.
final class Helper implements AutoCloseable {
  private static final Duration END_MAX = Duration.ofSeconds(60);

  private final String name;
  private final Path folder;
  private final Path log;
  private final Process process;

  private Helper(String name, Path folder, Path log, Process process) {
    this.name = name;
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /// @param folder for its work folder and its log
  static Helper start(String name, Path folder, String server, String token) {
    try {
      var file = folder.resolve(name + ".token");
      Files.writeString(file, token + "\n");
      var work = folder.resolve(name + "-work");
      var log = Files.createTempFile(folder, name + "-", ".log");
      var command =
          List.of(
              Gremlin.packaged().resolve("bin/gremlin").toString(),
              "worker",
              "--server",
              server,
              "--token-file",
              file.toString(),
              "--name",
              name,
              "--places",
              "1",
              "--work-dir",
              work.toString());
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      return new Helper(name, work, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As jobs name it.
  String machine() {
    return "worker:" + name;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitWords(String words, Duration max) {
    Await.untilTrue(name + " to say “" + words + "”", max, () -> log().contains(words));
  }

  /// `kill -9`; its tools go on, as nobody tells them.
  void kill() {
    process.destroyForcibly();
    join();
  }

  /// SIGTERM.
  ///
  /// @return how it ended
  int stop() {
    process.destroy();
    return join();
  }

  int join() {
    try {
      if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " does not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What it is working on.
  List<Path> leases() {
    try (var paths = Files.list(folder.resolve("leases"))) {
      return paths.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How far a tool has come with a job, as it writes that down itself: what the server is told
  /// comes seconds later.
  ///
  /// @return of the medium; zero if it has not begun
  Duration encoded(long job) {
    try (var leases = Files.list(folder.resolve("leases"))) {
      for (var lease : leases.toList()) {
        if (lease.getFileName().toString().startsWith(job + "-")) {
          return AttemptLog.encoded(lease.resolve("attempt"));
        }
      }
      return Duration.ZERO;
    } catch (NoSuchFileException _) {
      return Duration.ZERO; // it has only just started
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
    ToolWatch.endAll(folder);
  }
}
