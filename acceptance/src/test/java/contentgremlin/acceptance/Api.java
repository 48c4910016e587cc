package contentgremlin.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server over HTTP, as its operator. A call either brings an answer or throws an IOException:
/// then nobody knows whether it was done. Thread-safe.
final class Api {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final Gremlin gremlin;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private @Nullable String secret;

  Api(Gremlin gremlin) {
    this.gremlin = gremlin;
  }

  record Answer(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /// What an assertion says that did not like it.
    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  static final Answer NO_ANSWER = new Answer(0, HttpHeaders.of(Map.of(), (_, _) -> true), "");

  Answer get(String path) throws IOException {
    return send("GET", path, BodyPublishers.noBody());
  }

  Answer post(String path) throws IOException {
    return send("POST", path, BodyPublishers.noBody());
  }

  Answer sendJson(String method, String path, Object body) throws IOException {
    var text = JSON.writeValueAsString(body);
    return send(method, path, BodyPublishers.ofString(text), "Content-Type", "application/json");
  }

  Answer send(String method, String path, BodyPublisher body, String... headers)
      throws IOException {
    return sendAs(secret(), method, path, body, headers);
  }

  Answer sendAs(String bearer, String method, String path, BodyPublisher body, String... headers)
      throws IOException {
    var request = request(bearer, path).method(method, body).timeout(ANSWER_MAX);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return answer(request.build(), BodyHandlers.ofByteArray());
  }

  /// As somebody who only shows what stands in the headers.
  Answer sendAnonymously(String method, String path, String... headers) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(gremlin.address() + path))
            .method(method, BodyPublishers.noBody())
            .timeout(ANSWER_MAX)
            .headers(headers);
    return answer(request.build(), BodyHandlers.ofByteArray());
  }

  private Answer answer(HttpRequest request, BodyHandler<byte[]> handler) throws IOException {
    try {
      var response = client.send(request, handler);
      var text = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), response.headers(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// The bytes at an address, which must be there.
  byte[] bytes(String path) throws IOException {
    try {
      var response =
          client.send(
              request(secret(), path).timeout(ANSWER_MAX).build(), BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(path + " answers " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Events as lines, until the server or the caller ends it.
  InputStream events(long after) throws IOException {
    try {
      var request = request(secret(), "/api/v1/events").header("Last-Event-ID", "" + after);
      var response = client.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException("events answer " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private HttpRequest.Builder request(String bearer, String path) {
    return HttpRequest.newBuilder(URI.create(gremlin.address() + path))
        .header("Authorization", "Bearer " + bearer);
  }

  private synchronized String secret() throws IOException {
    if (secret == null) {
      secret = Files.readString(gremlin.home().resolve("operator.secret")).strip();
    }
    return secret;
  }

  // ---- What tests ask again and again ----

  JsonNode item(String id) throws IOException {
    return must(get("/api/v1/items/" + id)).json();
  }

  String state(String id) throws IOException {
    return item(id).get("state").asString();
  }

  /// The item's jobs, newest first.
  List<JsonNode> jobs(String item) throws IOException {
    var found = new ArrayList<JsonNode>();
    must(get("/api/v1/jobs?limit=200&item=" + item)).json().get("jobs").forEach(found::add);
    return found;
  }

  /// The item's newest job of that kind, or null.
  @Nullable JsonNode job(String item, String kind) throws IOException {
    for (var job : jobs(item)) {
      if (job.get("kind").asString().equals(kind)) {
        return job;
      }
    }
    return null;
  }

  /// How many jobs are being done or will be by themselves. Those of later stages of a failed item
  /// wait for somebody.
  long openJobs() throws IOException {
    var counts = must(get("/api/v1/status")).json().get("jobs");
    long open = 0;
    for (var state : List.of("queued", "claimed", "running")) {
      open += counts.path(state).asLong(0);
    }
    return open;
  }

  void set(String name, String value) throws IOException {
    must(sendJson("PUT", "/api/v1/settings/" + name, Map.of("value", value)));
  }

  static Answer must(Answer answer) throws IOException {
    if (answer.status() >= 300) {
      throw new IOException("the answer is " + answer);
    }
    return answer;
  }
}
