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
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged program with a home of its own: its commands, and a server that can be killed.
final class Gremlin implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration END_MAX = Duration.ofSeconds(60);
  private static final Duration COMMAND_MAX = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path program;
  private final Path home;
  private final Map<String, String> environment;
  private List<String> prefix = List.of();
  private @Nullable Process server;
  private @Nullable Path log;
  private volatile String address = "";
  private Path logs;
  private int starts;

  Gremlin(Path home) {
    this(home, Map.of());
  }

  Gremlin(Path home, Map<String, String> environment) {
    this(home, packaged().resolve("bin/gremlin"), environment);
  }

  /// @param program of another package than the built one
  Gremlin(Path home, Path program) {
    this(home, program, Map.of());
  }

  private Gremlin(Path home, Path program, Map<String, String> environment) {
    this.program = program;
    this.home = home;
    this.logs = home.resolveSibling(".");
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
    return Path.of(named).toAbsolutePath().normalize();
  }

  Path home() {
    return home;
  }

  String address() {
    return address;
  }

  long pid() {
    return java().pid();
  }

  /// From the next start on, the server runs under another program, such as strace.
  Gremlin under(String... words) {
    prefix = List.of(words);
    return this;
  }

  /// Where it writes what it says: usually beside the home.
  Gremlin loggingTo(Path folder) {
    logs = folder;
    return this;
  }

  /// Starts `serve` on a port of the system's choice, and waits until it has told its address.
  Gremlin serve(String... more) {
    return start(more).awaitAddress();
  }

  /// Starts `serve`, and does not wait for anything.
  Gremlin start(String... more) {
    try {
      var file = logs.resolve(home.getFileName() + "-serve-" + ++starts + ".log");
      var command = new ArrayList<>(prefix);
      command.addAll(command("serve", "--listen", "127.0.0.1:" + port()));
      command.addAll(List.of(more));
      server = builder(command).redirectErrorStream(true).redirectOutput(file.toFile()).start();
      log = file;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Gremlin awaitAddress() {
    address =
        Await.until(
            "the server to tell its address",
            START_MAX,
            () -> {
              var text = log();
              var found = ADDRESS.matcher(text);
              if (found.find()) {
                return found.group();
              }
              if (!isAlive()) {
                throw new AssertionError("the server ended at once:\n" + text);
              }
              return null;
            });
    return this;
  }

  boolean isAlive() {
    return server != null && server.isAlive();
  }

  /// What the server said since its last start.
  String log() {
    try {
      return log == null ? "" : Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port of the run before, so that clients find the server again.
  private String port() {
    return address.isEmpty() ? "0" : address.substring(address.lastIndexOf(':') + 1);
  }

  /// Stops all its threads where they are, and waits until none runs any more: one that the system
  /// still forces something for will not come back from there.
  void freeze() {
    var tasks = Path.of("/proc", Long.toString(pid()), "task");
    Mounts.run("kill", "-STOP", Long.toString(pid()));
    Await.untilTrue(
        "the server to stand still",
        Duration.ofSeconds(60),
        () -> {
          try (var all = Files.list(tasks)) {
            return all.allMatch(Gremlin::standsStill);
          }
        });
  }

  private static boolean standsStill(Path task) {
    try {
      var stat = Files.readString(task.resolve("stat"));
      return "TtDXZ".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException _) {
      return true; // it has ended meanwhile
    }
  }

  /// `kill -9`, and waits for the end.
  void kill() {
    var java = java();
    java.destroyForcibly();
    join(java);
  }

  /// Ends what works in the home, which a server that is gone does not do.
  void endTools() {
    ToolWatch.endAll(home.resolve("content/job"));
  }

  /// SIGTERM, and waits for the end.
  void stop() {
    var java = java();
    java.destroy();
    join(java);
  }

  /// The server itself, not what it runs under.
  private ProcessHandle java() {
    var process = running().toHandle();
    // What it runs under may have become the server itself; then its children are its helpers.
    return prefix.isEmpty() || isServer(process)
        ? process
        : process.children().filter(Gremlin::isServer).findFirst().orElse(process);
  }

  private static boolean isServer(ProcessHandle process) {
    return process.info().command().equals(Optional.of(packaged() + "/runtime/bin/java"));
  }

  private static void join(ProcessHandle process) {
    Await.untilTrue("the server to end", END_MAX, () -> !process.isAlive());
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

  /// Its tools do not outlive it, as they would otherwise: the home is removed now.
  @Override
  public void close() {
    if (isAlive()) {
      stop();
    }
    endTools();
  }
}
