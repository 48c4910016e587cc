package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Speaks to a running server as its operator. Thread-safe. Every call throws [CommandException]
/// with the server's own words if it refuses.
final class Api {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  private final URI base;
  private final String secret;
  private final HttpClient client;

  Api(URI base, String secret) {
    this.base = base;
    this.secret = secret;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
  }

  /// The server of this home.
  static Api of(ServerLocator locator, Path home) {
    return switch (locator.locate(home)) {
      case Located.At(var address, var secret, _) -> new Api(address, secret);
      case Located.Starting _ -> throw nowhere(home, "it is just starting; try again");
      case Located.Nowhere(var why) -> throw nowhere(home, why);
    };
  }

  static CommandException nowhere(Path home, String why) {
    return CommandException.noServer("no server runs for %s: %s".formatted(home, why));
  }

  URI base() {
    return base;
  }

  String secret() {
    return secret;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(request(path).GET());
  }

  JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return answer(request(path).POST(json(body)).header("Content-Type", "application/json"));
  }

  /// For a server that may hang: waits no longer than this.
  JsonNode post(String path, ObjectNode body, Duration limit)
      throws IOException, InterruptedException {
    return answer(
        request(path).POST(json(body)).header("Content-Type", "application/json").timeout(limit));
  }

  JsonNode put(String path, ObjectNode body) throws IOException, InterruptedException {
    return answer(request(path).PUT(json(body)).header("Content-Type", "application/json"));
  }

  JsonNode patch(String path, ObjectNode body) throws IOException, InterruptedException {
    return answer(
        request(path).method("PATCH", json(body)).header("Content-Type", "application/json"));
  }

  JsonNode delete(String path) throws IOException, InterruptedException {
    return answer(request(path).DELETE());
  }

  /// The lines of a stream of events, as they come. To be closed.
  Stream<String> stream(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + secret)
            .header("Accept", "text/event-stream")
            .build();
    return lines(request);
  }

  /// The same, for one that begins with a request.
  Stream<String> stream(String path, ObjectNode body) throws IOException, InterruptedException {
    return lines(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + secret)
            .header("Accept", "text/event-stream, application/problem+json")
            .header("Content-Type", "application/json")
            .POST(json(body))
            .build());
  }

  private Stream<String> lines(HttpRequest request) throws IOException, InterruptedException {
    var response = connected(request, BodyHandlers.ofLines());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (var body = response.body()) {
      var text = String.join("\n", body.toList());
      throw CommandException.failed(complaint(response.statusCode(), text));
    }
  }

  /// A text as part of a path or query.
  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(ANSWER_LIMIT)
        .header("Authorization", "Bearer " + secret)
        .header("Accept", "application/json, application/problem+json");
  }

  private static BodyPublisher json(ObjectNode body) {
    return BodyPublishers.ofString(JSON.writeValueAsString(body));
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = connected(request.build(), BodyHandlers.ofString());
    var body = response.body();
    if (response.statusCode() >= 300) {
      throw CommandException.failed(complaint(response.statusCode(), body));
    }
    return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
  }

  private <T> HttpResponse<T> connected(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    try {
      return client.send(request, handler);
    } catch (ConnectException _) {
      throw CommandException.noServer("no server answers at " + base);
    }
  }

  /// The problem's own words (RFC 9457), if the server gave any.
  static String complaint(int status, String body) {
    try {
      var problem = JSON.readTree(body);
      var title = problem.path("title").asString("");
      var detail = problem.path("detail").asString("");
      if (!title.isEmpty() || !detail.isEmpty()) {
        return Stream.of(title, detail)
            .filter(text -> !text.isEmpty())
            .distinct()
            .reduce((first, second) -> first + ": " + second)
            .orElseThrow();
      }
    } catch (JacksonException _) {
      // No problem details: then the number has to do.
    }
    return "the server answered " + status;
  }
}
