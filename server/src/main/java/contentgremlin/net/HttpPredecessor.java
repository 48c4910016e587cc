package contentgremlin.net;

import contentgremlin.store.Changes;
import contentgremlin.upgrade.Predecessor;
import contentgremlin.upgrade.Successor;
import contentgremlin.upgrade.Terms;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The running server, asked by HTTP as its operator. Thread-safe.
public final class HttpPredecessor implements Predecessor {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /// Ending its own work may take it a while.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  /// Between two looks at whether it still lives.
  private static final Duration LOOK = Duration.ofMillis(100);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  private final URI base;
  private final String secret;
  private final Successor self;
  private final BooleanSupplier isAlive;

  /// @param base "http://127.0.0.1:8765"
  /// @param self who asks
  /// @param isAlive whether its process is
  public HttpPredecessor(URI base, String secret, Successor self, BooleanSupplier isAlive) {
    this.isAlive = isAlive;
    this.base = base;
    this.secret = secret;
    this.self = self;
  }

  /// How it was started.
  public Terms terms() {
    var answer = send(request("").GET().build());
    return new Terms(
        answer.path("version").asString("?"),
        answer.path("schema").asInt(0),
        answer.path("content").isString() ? answer.path("content").stringValue() : null,
        answer.path("database").isString() ? answer.path("database").stringValue() : null);
  }

  /// The ids of the extensions that are at work there; none if it is of a version without.
  public Set<String> workingExtensions() {
    var asking =
        HttpRequest.newBuilder(base.resolve("/api/v1/extensions"))
            .timeout(ANSWER_LIMIT)
            .header("Authorization", "Bearer " + secret)
            .GET();
    var response = answered(asking.build());
    if (response.statusCode() != 200) {
      return Set.of();
    }
    var working = new HashSet<String>();
    for (var one : JSON.readTree(response.body()).path("extensions")) {
      if (one.path("state").asString("").equals("enabled")) {
        working.add(one.path("id").asString(""));
      }
    }
    return working;
  }

  @Override
  public void begin() {
    ask("", self());
  }

  @Override
  public void beat() {
    ask("/beat", self());
  }

  @Override
  public Changes changes() {
    return changes(ask("/changes", self()));
  }

  @Override
  public void quiet() {
    ask("/quiet", self());
  }

  @Override
  public Changes freeze() {
    return changes(ask("/freeze", self()));
  }

  @Override
  public void complete(URI address) {
    ask("/complete", self().put("address", address.toString()));
  }

  @Override
  public void abandon() {
    ask("/abandon", self());
  }

  private ObjectNode self() {
    var process = self.process();
    return JSON.createObjectNode()
        .put("bootId", process.bootId())
        .put("pid", Long.toString(process.pid()))
        .put("startTicks", Long.toString(process.startTicks()))
        .put("version", self.version())
        .put("schema", Integer.toString(self.schema()));
  }

  private static Changes changes(JsonNode answer) {
    Map<String, Set<String>> keys = new HashMap<>();
    for (var table : answer.path("keys").properties()) {
      var rows = new HashSet<String>();
      table.getValue().forEach(key -> rows.add(key.stringValue()));
      keys.put(table.getKey(), rows);
    }
    return new Changes(keys, answer.path("noted").asLong(0));
  }

  private JsonNode ask(String step, ObjectNode body) {
    return send(request(step).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))).build());
  }

  private HttpRequest.Builder request(String step) {
    return HttpRequest.newBuilder(base.resolve("/api/v1/upgrade" + step))
        .timeout(ANSWER_LIMIT)
        .header("Authorization", "Bearer " + secret)
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest request) {
    var response = answered(request);
    var answer =
        response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    if (response.statusCode() >= 300) {
      throw new Refused(complaint(response.statusCode(), answer));
    }
    return answer;
  }

  /// That somebody takes the connection proves nothing: once we share its socket, the kernel does.
  private HttpResponse<String> answered(HttpRequest request) {
    var answer = client.sendAsync(request, BodyHandlers.ofString());
    try {
      while (true) {
        try {
          return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (!isAlive.getAsBoolean()) {
            answer.cancel(true);
            throw new Gone(e);
          }
        }
      }
    } catch (ExecutionException e) {
      throw new Gone(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone(e);
    }
  }

  private static String complaint(int status, JsonNode answer) {
    if (status == 404) {
      return "The running server is of a version that can't hand over while it serves: stop it"
          + " (gremlin stop), then start the new one (gremlin serve).";
    }
    return answer.path("detail").asString("it answered " + status);
  }
}
