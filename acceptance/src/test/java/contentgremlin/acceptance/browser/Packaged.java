package contentgremlin.acceptance.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The package that the build made, with a home of its own. Not thread-safe.
final class Packaged {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration COMMAND_MAX = Duration.ofMinutes(4);
  private static final long PAUSE_MS = 50;

  private final Path folder;
  private final Path root;
  private @Nullable Process server;
  private String address = "";
  private int commands;

  /// @param folder for its home and for media
  Packaged(Path folder) throws IOException {
    this.folder = folder;
    this.root = find();
  }

  private static Path find() throws IOException {
    var named = System.getProperty("gremlin.package");
    if (named != null) {
      return Path.of(named);
    }
    var made = Path.of("..", "dist", "target").toAbsolutePath().normalize();
    try (var folders = Files.list(made)) {
      return folders
          .filter(it -> Files.isExecutable(it.resolve("bin/gremlin")))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("No package in " + made + ": ./gremlin package"));
    }
  }

  String address() {
    return address;
  }

  /// Makes a file with the package's own ffmpeg.
  Path ffmpeg(String name, String arguments) throws IOException, InterruptedException {
    var programs = root.resolve("programs/ffmpeg");
    var file = folder.resolve(name);
    var command = new ArrayList<>(List.of(programs.resolve("ffmpeg").toString(), "-v", "error"));
    command.addAll(List.of(arguments.split(" ", -1)));
    command.add(file.toString());
    var libraries = programs + ":" + root.resolve("programs/stubs");
    must(command(command, COMMAND_MAX, Map.of("LD_LIBRARY_PATH", libraries)));
    return file;
  }

  void serve() throws IOException, InterruptedException {
    var log = folder.resolve("serve.log");
    var process =
        new ProcessBuilder(gremlin("serve", "--listen", "127.0.0.1:0"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    server = process;
    long end = System.nanoTime() + START_MAX.toNanos();
    while (address.isEmpty()) {
      var found = ADDRESS.matcher(Files.readString(log));
      if (found.find()) {
        address = found.group();
      } else if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The server did not start:\n" + Files.readString(log));
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  /// Runs one of its commands, which must go well.
  void run(String... arguments) throws IOException, InterruptedException {
    must(command(gremlin(arguments), COMMAND_MAX));
  }

  private List<String> gremlin(String... arguments) {
    var command = new ArrayList<>(List.of(root.resolve("bin/gremlin").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", folder.resolve("home").toString()));
    return command;
  }

  record Ran(int code, String said) {}

  private static void must(Ran ran) {
    if (ran.code() != 0) {
      throw new AssertionError("ended with " + ran.code() + ":\n" + ran.said());
    }
  }

  Ran command(List<String> command, Duration max) throws IOException, InterruptedException {
    return command(command, max, Map.of());
  }

  private Ran command(List<String> command, Duration max, Map<String, String> environment)
      throws IOException, InterruptedException {
    commands++;
    var said = folder.resolve("command-" + commands + ".log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(max.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end:\n" + Files.readString(said));
      }
      return new Ran(process.exitValue(), Files.readString(said));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }
}
