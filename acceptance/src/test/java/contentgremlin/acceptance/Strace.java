package contentgremlin.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// `strace` holding on to a running process and all that it starts: breaks system calls, or counts
/// them. Each thread counts its own calls, so the n-th call fails once in every thread that has so
/// many.
final class Strace implements AutoCloseable {
  private static final Duration ATTACH_MAX = Duration.ofSeconds(30);

  private final long traced;
  private final Process process;
  private final Path out;

  private Strace(long traced, Process process, Path out) {
    this.traced = traced;
    this.process = process;
    this.out = out;
  }

  /// Why it can't be used here; the empty string if it can.
  static String complaint() {
    try {
      var tried =
          new ProcessBuilder("strace", "-f", "-e", "inject=fsync:error=EIO:when=1", "true")
              .redirectErrorStream(true)
              .start();
      tried.getInputStream().readAllBytes();
      return tried.waitFor() == 0 ? "" : "strace may not trace here";
    } catch (IOException _) {
      return "there is no strace (apt install strace)";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// @param calls with commas
  /// @param fault as in `-e inject=calls:fault`; empty: only watches
  static Strace attach(long pid, String calls, String fault, Path out) {
    try {
      var error = out.resolveSibling(out.getFileName() + ".err");
      var expression = fault.isEmpty() ? "trace=" + calls : "inject=" + calls + ":" + fault;
      var command =
          new ArrayList<>(List.of("strace", "-f", "-y", "-p", "" + pid, "-o", out.toString()));
      command.addAll(List.of("-e", "trace=" + calls, "-e", expression));
      var process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(error.toFile())
              .start();
      Await.untilTrue(
          "strace to hold process " + pid,
          ATTACH_MAX,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("strace ended: " + Files.readString(error));
            }
            return Files.readString(error).contains(" attached");
          });
      return new Strace(pid, process, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How often the fault came; right after [#close].
  long struck() throws IOException {
    try (var lines = Files.lines(out)) {
      return lines.filter(line -> line.contains("(INJECTED)")).count();
    }
  }

  /// The largest number of calls that one thread made; right after [#close].
  int callsOfOneThread(String calls) throws IOException {
    var names = List.of(calls.split(","));
    var counts = new HashMap<String, Integer>();
    try (var lines = Files.lines(out)) {
      lines
          .map(line -> line.split("\\s+", 3))
          .filter(words -> words.length > 1 && words[1].contains("("))
          .filter(words -> names.contains(words[1].substring(0, words[1].indexOf('('))))
          .forEach(words ->
              counts.merge(
                  words[0] + words[1].substring(0, words[1].indexOf('(')), 1, Integer::sum));
    }
    return counts.values().stream().mapToInt(it -> it).max().orElse(0);
  }

  /// Lets go of everything. While a process is being started, strace and the one that starts it may
  /// wait for one another for ever: then the system lets go of them, and of the stop that strace
  /// has sent.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, SECONDS)) {
        process.destroyForcibly().waitFor();
        var _ = Mounts.tried("kill", "-CONT", Long.toString(traced));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
