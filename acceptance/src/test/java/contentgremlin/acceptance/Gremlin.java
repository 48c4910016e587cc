package contentgremlin.acceptance;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged program with a home of its own: its commands, and a server that can be killed.
final class Gremlin implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration COMMAND_MAX = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path program;
  private final Path home;
  private final Map<String, String> environment;
  private @Nullable Process server;
  private String address = "";
  private int starts;

  Gremlin(Path home) {
    this(home, Map.of());
  }

  Gremlin(Path home, Map<String, String> environment) {
    this.program = packaged().resolve("bin/gremlin");
    this.home = home;
    this.environment = environment;
  }

  /// Where the build put the package.
  static Path packaged() {
    var named = System.getProperty("contentgremlin.package");
    if (named == null) {
      throw new IllegalStateException(
          "the system property contentgremlin.package names the packaged directory; ./gremlin test"
              + " sets it");
    }
    return Path.of(named);
  }

  Path home() {
    return home;
  }

  String address() {
    return address;
  }

  long pid() {
    return running().pid();
  }

  /// Starts `serve` on a port of the system's choice, and waits until it has told its address.
  Gremlin serve(String... more) {
    try {
      Path log = home.resolveSibling(home.getFileName() + "-serve-" + ++starts + ".log");
      var command = new ArrayList<>(command("serve", "--listen", "127.0.0.1:" + port()));
      command.addAll(List.of(more));
      var builder = builder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      var process = builder.start();
      server = process;
      var told =
          Await.until(
              "the server to tell its address",
              START_MAX,
              () -> {
                var text = Files.readString(log);
                var found = ADDRESS.matcher(text);
                if (found.find()) {
                  return found.group();
                }
                if (!process.isAlive()) {
                  throw new AssertionError("the server ended at once:\n" + text);
                }
                return null;
              });
      address = told;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port of the run before, so that clients find the server again.
  private String port() {
    return address.isEmpty() ? "0" : address.substring(address.lastIndexOf(':') + 1);
  }

  /// `kill -9`, and waits for the end.
  void kill() {
    running().destroyForcibly();
    join();
  }

  /// SIGTERM, and waits for the end.
  void stop() {
    running().destroy();
    join();
  }

  private void join() {
    try {
      if (!running().waitFor(60, SECONDS)) {
        throw new AssertionError("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process running() {
    if (server == null) {
      throw new IllegalStateException("no server was started");
    }
    return server;
  }

  /// What a command printed and how it ended.
  record Ran(int exit, String out, String error) {
    JsonNode json() {
      return JSON.readTree(out);
    }
  }

  /// Runs a command of the program to its end.
  Ran run(String... arguments) {
    return run(command(arguments), COMMAND_MAX);
  }

  /// Runs any command to its end.
  Ran run(List<String> command, Duration max) {
    try {
      Path out = Files.createTempFile("gremlin", ".out");
      Path error = Files.createTempFile("gremlin", ".err");
      var process =
          builder(command).redirectOutput(out.toFile()).redirectError(error.toFile()).start();
      if (!process.waitFor(max.toSeconds(), SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            "%s does not end:%n%s".formatted(String.join(" ", command), Files.readString(out)));
      }
      var ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(error));
      Files.delete(out);
      Files.delete(error);
      return ran;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Runs a command that must go well.
  Ran must(String... arguments) {
    var ran = run(arguments);
    if (ran.exit() != 0) {
      throw new AssertionError(
          "gremlin %s ended with %d:%n%s%n%s"
              .formatted(String.join(" ", arguments), ran.exit(), ran.out(), ran.error()));
    }
    return ran;
  }

  /// The item as `gremlin items --json` shows it now.
  JsonNode item(String id) {
    for (var item : must("items", "--json").json()) {
      if (item.get("id").asString().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("there is no item " + id);
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    command.add("--home");
    command.add(home.toString());
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    return builder;
  }

  @Override
  public void close() {
    if (server != null && server.isAlive()) {
      stop();
    }
  }
}
