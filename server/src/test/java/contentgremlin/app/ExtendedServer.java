package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.jar.ExtensionJar;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server in this process, with extensions in its home. It can be stopped and started.
final class ExtendedServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SAMPLES_PER_SECOND = 8_000;

  final Path home;
  private final @Nullable String database;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable ServerParts server;

  ExtendedServer(Path home) {
    this(home, null);
  }

  /// @param database where its database is, if not in the home
  ExtendedServer(Path home, @Nullable String database) {
    this.database = database;
    System.setProperty("contentgremlin.programs", programs().toString());
    this.home = home;
  }

  static Path programs() {
    String told = System.getProperty("contentgremlin.programs", "");
    return told.isEmpty()
        ? Path.of("../programs/target/programs").toAbsolutePath().normalize()
        : Path.of(told);
  }

  Path extensions() {
    return home.resolve("extensions");
  }

  /// One class, whose body is this.
  ExtendedServer with(String id, String body) throws IOException {
    jar(id, body).in(extensions(), id + ".jar");
    return this;
  }

  static ExtensionJar jar(String id, String body) {
    return ExtensionJar.of(id, "hostile.It")
        .source(
            "hostile.It",
            """
            package hostile;
            import contentgremlin.extension.*;
            import java.util.*;
            public class It implements Extension {
              %s
            }
            """
                .formatted(body));
  }

  ExtendedServer start() throws IOException {
    server =
        Server.start(
            new Home(home),
            new Launcher.Options("127.0.0.1", 0, database, null),
            new BuildInfo("1", "test", SqliteDatabase.NEWEST_SCHEMA),
            new ProcessSupervisor(Programs.in(programs())),
            InstantSource.system());
    return this;
  }

  void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  URI address() {
    return java.util.Objects.requireNonNull(server).address();
  }

  private URI at(String path) {
    return address().resolve(path);
  }

  HttpResponse<String> send(String method, String path, String body) throws Exception {
    var secret = Files.readString(home.resolve("operator.secret")).strip();
    var request =
        HttpRequest.newBuilder(at(path))
            .header("Authorization", "Bearer " + secret)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// As nobody in particular.
  HttpResponse<String> page(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(at(path)).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  JsonNode json(String path) throws Exception {
    var answer = send("GET", path, "");
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// As the API shows it.
  JsonNode extension(String id) throws Exception {
    return json("/api/v1/extensions/" + id);
  }

  String state(String id) throws Exception {
    return extension(id).path("state").asString();
  }

  String reason(String id) throws Exception {
    return extension(id).path("reason").asString();
  }

  JsonNode change(String id, String what) throws Exception {
    var answer = send("POST", "/api/v1/extensions/" + id + "/" + what, "{\"confirm\":true}");
    if (answer.statusCode() != 200) {
      throw new AssertionError(what + " " + id + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// Uploads a second of sound.
  ///
  /// @return the item's id
  String upload(String name) throws Exception {
    var bytes = sound(name.hashCode());
    var metadata =
        "filename "
            + Base64.getEncoder().encodeToString(name.getBytes(UTF_8))
            + ",visibility "
            + Base64.getEncoder().encodeToString("public".getBytes(UTF_8));
    var secret = Files.readString(home.resolve("operator.secret")).strip();
    var request =
        HttpRequest.newBuilder(at("/api/v1/uploads"))
            .header("Authorization", "Bearer " + secret)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", Integer.toString(bytes.length))
            .header("Upload-Metadata", metadata)
            .header("Content-Type", "application/offset+octet-stream")
            .POST(BodyPublishers.ofByteArray(bytes));
    var answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return until(() -> {
      for (var item : json("/api/v1/items?limit=200&scope=all").path("items")) {
        if (item.path("title").asString().startsWith(name.replaceFirst("[ .].*", ""))) {
          return item.path("id").asString();
        }
      }
      return null;
    });
  }

  static byte[] sound(int seed) {
    int size = SAMPLES_PER_SECOND * 2;
    var wave = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(UTF_8)).putInt(36 + size).put("WAVEfmt ".getBytes(UTF_8)).putInt(16);
    wave.putShort((short) 1).putShort((short) 1).putInt(SAMPLES_PER_SECOND);
    wave.putInt(SAMPLES_PER_SECOND * 2).putShort((short) 2).putShort((short) 16);
    wave.put("data".getBytes(UTF_8)).putInt(size);
    double pitch = 200 + Math.floorMod(seed, 400);
    for (int i = 0; i < SAMPLES_PER_SECOND; i++) {
      wave.putShort((short) (8_000 * Math.sin(2 * Math.PI * pitch * i / SAMPLES_PER_SECOND)));
    }
    return wave.array();
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
    throw new AssertionError("it did not come to that");
  }

  @Override
  public void close() {
    client.close();
    stop();
    LeftTools.endBelow(home);
  }
}
