package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.enrich.Stages;
import contentgremlin.jar.BundledJars;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server in this process, with its real tools, one library, and the extension that finds
/// covers.
final class MirroredServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  final Path root;
  private final Path home;
  private final ServerParts server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  MirroredServer(Path folder) throws IOException {
    System.setProperty("contentgremlin.programs", programs().toString());
    this.home = folder.resolve("home");
    this.root = Files.createDirectories(folder.resolve("library")).toRealPath();
    BundledJars.copy("coverart", home.resolve("extensions"));
    var time = InstantSource.system();
    this.server =
        Server.start(
            new Home(home),
            new Launcher.Options("127.0.0.1", 0, null, null),
            new BuildInfo("1", "test", SqliteDatabase.NEWEST_SCHEMA),
            new ProcessSupervisor(Programs.in(programs())),
            time);
  }

  /// Makes a file of the library with ffmpeg.
  Path make(String name, String... arguments) throws Exception {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    var folder = programs().resolve("ffmpeg");
    var command = new ArrayList<>(List.of(folder.resolve("ffmpeg").toString(), "-v", "error"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-y", file.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", folder + ":" + programs().resolve("stubs"));
    var process = builder.start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " failed: " + printed);
    }
    return file;
  }

  private static Path programs() {
    String told = System.getProperty("contentgremlin.programs", "");
    return told.isEmpty()
        ? Path.of("../programs/target/programs").toAbsolutePath().normalize()
        : Path.of(told);
  }

  Path content() {
    return home.resolve("content");
  }

  void addLibrary() throws Exception {
    var body = "{\"name\":\"all\",\"path\":\"" + root + "\"}";
    var answer = send("POST", "/api/v1/libraries", body);
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(server.address().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  String text(String path) throws Exception {
    return new String(get(path).body(), UTF_8);
  }

  HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
    var secret = Files.readString(home.resolve("operator.secret")).strip();
    var request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("Authorization", "Bearer " + secret)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(send("GET", path, "").body());
  }

  /// The item whose title this is, once its file was read.
  JsonNode read(String title) throws Exception {
    return until(() -> {
      for (var item : json("/api/v1/items?limit=200").path("items")) {
        if (item.path("title").asString().equals(title) && item.has("format")) {
          return item;
        }
      }
      return null;
    });
  }

  JsonNode item(String id) throws Exception {
    return json("/api/v1/items/" + id);
  }

  /// All but those that describe it.
  List<JsonNode> jobs(String id) throws Exception {
    return json("/api/v1/jobs?item=" + id)
        .path("jobs")
        .valueStream()
        .filter(job -> !Stages.isOne(job.path("kind").asString()))
        .toList();
  }

  void set(String name, String value) throws Exception {
    var answer = send("PUT", "/api/v1/settings/" + name, "{\"value\":\"" + value + "\"}");
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
  }

  /// Switches an extension on or off.
  void change(String extension, String what) throws Exception {
    var answer = send("POST", "/api/v1/extensions/" + extension + "/" + what, "{}");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
  }

  static <T> T until(Callable<@Nullable T> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var found = condition.call();
      if (found != null) {
        return found;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("it did not come to that");
  }

  @Override
  public void close() {
    client.close();
    server.close();
    LeftTools.endBelow(home);
  }
}
