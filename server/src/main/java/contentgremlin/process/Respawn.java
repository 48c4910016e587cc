package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs this program, or another version of it, once more: in a session of its own, so that it
/// outlives whoever asked for it.
public final class Respawn {
  private static final String MAIN = "contentgremlin.app.Main";
  private static final Path DEV_NULL = Path.of("/dev/null");

  private Respawn() {}

  /// How this very program is run, without the words that tell it what to do.
  public static List<String> thisProgram() throws IOException {
    return program(Path.of("/proc/self/cmdline"));
  }

  /// How the program of that process was run.
  public static List<String> programOf(ProcessIdentity process) throws IOException {
    return program(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
  }

  private static List<String> program(Path commandLine) throws IOException {
    var text = Files.readString(commandLine, StandardCharsets.UTF_8);
    var words = List.of(text.split("\0", -1));
    int main = words.indexOf(MAIN);
    if (main < 0) {
      throw new IOException(commandLine + " is not of this program");
    }
    return List.copyOf(words.subList(0, main + 1));
  }

  /// Starts it and lets it go.
  ///
  /// @param environment what it gets beside our own
  /// @param output where it prints to
  public static void start(
      List<String> program, List<String> arguments, Map<String, String> environment, Path output)
      throws IOException {
    var builder =
        new ProcessBuilder(detached(program, arguments))
            .redirectInput(Redirect.from(DEV_NULL.toFile()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    builder.start();
  }

  /// Where that process prints to, if that is a file; otherwise nowhere.
  public static Path outputOf(ProcessIdentity process) {
    try {
      var target = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "fd/1"));
      return Files.isRegularFile(target) ? target : DEV_NULL;
    } catch (IOException _) {
      return DEV_NULL;
    }
  }

  private static List<String> detached(List<String> program, List<String> arguments) {
    var command = new ArrayList<>(List.of("setsid"));
    command.addAll(program);
    command.addAll(arguments);
    return command;
  }

  /// Runs it until it closes its output, which it may do and live on.
  ///
  /// @param program as [#thisProgram] gives it
  /// @param lines hears what it prints
  /// @return how it ended; empty if it goes on
  public static OptionalInt run(
      List<String> program, List<String> arguments, Consumer<String> lines)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(detached(program, arguments))
            .redirectInput(Redirect.from(DEV_NULL.toFile()))
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
    }
    boolean ended = process.waitFor(1, TimeUnit.SECONDS);
    return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
  }
}
