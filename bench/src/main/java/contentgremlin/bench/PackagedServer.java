package contentgremlin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packaged program, serving a home.
final class PackagedServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long START_LIMIT_SECONDS = 60;

  private final Process process;
  private final int port;
  private final String secret;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PackagedServer(Path home) throws IOException, InterruptedException {
    this.port = freePort();
    var program = Path.of(System.getProperty("contentgremlin.package"), "bin/gremlin");
    var log = Files.createTempFile("gremlin", ".log");
    this.process =
        new ProcessBuilder(
                program.toString(),
                "serve",
                "--home",
                home.toString(),
                "--listen",
                "127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    while (!Files.readString(log).contains("serves at")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("it does not serve:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    this.secret = Files.readString(home.resolve("operator.secret")).strip();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return ask(request(path).GET().build());
  }

  JsonNode post(String path, String json) throws IOException, InterruptedException {
    return ask(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /// An answer that goes on. To be closed.
  InputStream stream(String path, String json) throws IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() >= 300) {
      throw new IOException(request.uri() + ": " + answer.statusCode());
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + secret);
  }

  private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// Adds a library and waits until all of it was found and read.
  void add(String name, Path root) throws IOException, InterruptedException {
    post("/api/v1/libraries", "{\"name\":\"%s\",\"path\":\"%s\"}".formatted(name, root));
    scan(name);
  }

  void scan(String name) throws IOException, InterruptedException {
    var place = "/api/v1/libraries/" + name + "/scan";
    long scan = post(place, "{}").path("scan").asLong(0);
    while (!get(place + "?scan=" + scan).path("done").asBoolean(false)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static List<Path> leaves(Path root, String ending) throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }
}
