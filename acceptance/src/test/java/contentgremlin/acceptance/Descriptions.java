package contentgremlin.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// What tests ask of how items are described.
final class Descriptions {
  private static final Duration EVENT_MAX = Duration.ofMinutes(3);

  private final Api api;

  /// The number of the last event that was heard.
  private long heard;

  Descriptions(Api api) {
    this.api = api;
  }

  /// Asked at these places from now on, and only those that are named.
  void ask(Catalogues catalogues, String providers) throws IOException {
    for (var provider : Catalogues.Catalogue.values()) {
      var id = provider.name().toLowerCase(java.util.Locale.ROOT);
      api.set(id + "-address", catalogues.address(provider));
    }
    api.set("contact", "somebody@club.example");
    api.set("providers", providers);
  }

  JsonNode grabbers() throws IOException {
    return Api.must(api.get("/api/v1/grabbers")).json();
  }

  /// Whether all is known of so many items that can be known now.
  boolean isOver(int items) throws IOException {
    var now = grabbers();
    return now.path("ended").asInt() == items
        && now.path("waiting").asInt() == 0
        && api.openJobs() == 0;
  }

  void awaitOver(int items, Duration max) {
    Await.untilTrue("all of " + items + " items to be described", max, () -> isOver(items));
  }

  /// The outcomes of an item's stages, as the server tells of them.
  Map<String, JsonNode> stages(String item) throws IOException {
    var stages = new HashMap<String, JsonNode>();
    Api.must(api.get("/api/v1/items/" + item + "/description"))
        .json()
        .path("stages")
        .forEach(stage -> stages.put(stage.path("stage").asString(), stage));
    return stages;
  }

  /// "done", "nothing", "failed"; the empty string if the stage was not done yet.
  String outcome(String item, String stage) throws IOException {
    var known = stages(item).get(stage);
    return known == null ? "" : known.path("outcome").asString();
  }

  /// Waits for the next event of one of these types, and returns as soon as it is told.
  void awaitEvent(String... types) throws IOException, InterruptedException {
    var wanted = Set.of(types);
    var in = api.events(heard);
    var listening =
        new FutureTask<>(() ->
            listen(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), wanted));
    Thread.ofVirtual().start(listening);
    try {
      listening.get(EVENT_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no event told of " + wanted, e);
    } finally {
      in.close();
    }
  }

  private boolean listen(BufferedReader lines, Set<String> wanted) throws IOException {
    boolean isWanted = false;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        isWanted = wanted.contains(line.substring("event: ".length()));
      } else if (line.startsWith("id: ")) {
        heard = Long.parseLong(line.substring("id: ".length()));
      } else if (line.isEmpty() && isWanted) {
        return true;
      }
    }
    throw new IOException("the events ended");
  }
}
