package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.jar.BundledJars;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program in processes of its own, seen from outside: a server that can be killed, and the
/// command line.
final class Outside implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  final Path home;
  private final Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Process server;
  private @Nullable URI address;
  private int starts;

  Outside(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
  }

  /// @param code how it ended
  record Ran(int code, String out, String err) {
    JsonNode json() {
      return JSON.readTree(out);
    }
  }

  void start() throws Exception {
    var log = folder.resolve("serve-" + starts++ + ".log");
    var process =
        builder("serve", "--home", home.toString(), "--listen", "127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    server = process;
    address =
        until(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server ended: " + Files.readString(log));
          }
          var found = ADDRESS.matcher(Files.readString(log));
          return found.find() ? URI.create(found.group()) : null;
        });
  }

  void kill() {
    if (server != null) {
      server.destroyForcibly().onExit().join();
      server = null;
    }
  }

  /// A run of the program.
  static ProcessBuilder builder(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dcontentgremlin.programs=" + programs());
    command.add("-Dcontentgremlin.extensions=" + BundledJars.folder());
    var sqlite = System.getProperty("org.sqlite.lib.path");
    if (sqlite != null) {
      command.add("-Dorg.sqlite.lib.path=" + sqlite);
    }
    command.addAll(List.of("-cp", classPath(), "contentgremlin.app.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /// Of the tests' own run, however it was started.
  private static String classPath() {
    var places = new ArrayList<String>();
    var told =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    if (told.contains("jackson")) {
      return told;
    }
    var loader = Outside.class.getClassLoader();
    if (loader instanceof java.net.URLClassLoader known) {
      for (var url : known.getURLs()) {
        places.add(Path.of(URI.create(url.toString())).toString());
      }
    }
    return String.join(":", places);
  }

  private static Path programs() {
    var told = System.getProperty("contentgremlin.programs", "");
    return told.isEmpty()
        ? Path.of("../programs/target/programs").toAbsolutePath().normalize()
        : Path.of(told);
  }

  /// Runs a command to its end.
  Ran gremlin(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    var out = Files.createTempFile(folder, "out", ".txt");
    var err = Files.createTempFile(folder, "err", ".txt");
    var process =
        builder(all.toArray(String[]::new))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  /// Begins a command, and does not wait for it.
  Process begin(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    return builder(all.toArray(String[]::new))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Makes a file with ffmpeg.
  static void make(Path file, String... arguments) throws Exception {
    Files.createDirectories(file.getParent());
    var ffmpeg = programs().resolve("ffmpeg");
    var command = new ArrayList<>(List.of(ffmpeg.resolve("ffmpeg").toString(), "-v", "error"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-y", file.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg + ":" + programs().resolve("stubs"));
    var process = builder.start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " failed: " + printed);
    }
  }

  private URI address() {
    if (address == null) {
      throw new IllegalStateException("no server was started");
    }
    return address;
  }

  /// As nobody in particular; redirections are not followed.
  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address().resolve(path)).build(), BodyHandlers.ofByteArray());
  }

  String text(String path) throws IOException, InterruptedException {
    return new String(get(path).body(), UTF_8);
  }

  HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
    var secret = Files.readString(home.resolve("operator.secret")).strip();
    var request =
        HttpRequest.newBuilder(address().resolve(path))
            .header("Authorization", "Bearer " + secret)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(send("GET", path, "").body());
  }

  /// @return whether the password is right
  boolean logsIn(String name, String password) throws Exception {
    var body = JSON.createObjectNode().put("name", name).put("password", password).toString();
    var visitor =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();
    var answer =
        visitor.send(
            HttpRequest.newBuilder(address().resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return answer.statusCode() < 300;
  }

  static <T> T until(Callable<@Nullable T> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var found = condition.call();
      if (found != null) {
        return found;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("it did not come about within " + PATIENCE);
  }

  /// What the server has started must not write any more when its folder is removed.
  @Override
  public void close() {
    var started = server == null ? List.<ProcessHandle>of() : server.descendants().toList();
    kill();
    started.forEach(ProcessHandle::destroyForcibly);
    started.forEach(process -> process.onExit().join());
    LeftTools.endBelow(home); // what was started while it was being killed
  }
}
