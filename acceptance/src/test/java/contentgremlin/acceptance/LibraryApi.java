package contentgremlin.acceptance;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What tests ask of libraries. Thread-safe.
final class LibraryApi {
  static final String ADDRESS = "/api/v1/libraries";
  private final Api api;

  LibraryApi(Api api) {
    this.api = api;
  }

  record Mirrored(String id, String path, String state, String description) {
    boolean isThere() {
      return state.equals("published") || state.equals("failed");
    }
  }

  void add(String name, String path) throws IOException {
    Api.must(api.sendJson("POST", ADDRESS, Map.of("name", name, "path", path)));
  }

  void remove(String name) throws IOException {
    Api.must(api.send("DELETE", place(name), java.net.http.HttpRequest.BodyPublishers.noBody()));
  }

  private static String place(String name) {
    return ADDRESS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode library(String name) throws IOException {
    return Api.must(api.get(place(name))).json();
  }

  /// All items that are files of libraries.
  List<Mirrored> items() throws IOException {
    var found = new ArrayList<Mirrored>();
    var after = "";
    do {
      var page = Api.must(api.get("/api/v1/items?limit=200" + after)).json();
      for (var item : page.path("items")) {
        if (item.path("source").asString("").equals("mirrored")) {
          found.add(
              new Mirrored(
                  item.path("id").asString(),
                  item.path("path").asString(""),
                  item.path("state").asString(""),
                  item.path("description").asString("")));
        }
      }
      var next = page.path("next").asString("");
      after = next.isEmpty() ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    } while (!after.isEmpty());
    return found;
  }

  /// How many items of files there are in each state.
  Map<String, Integer> states() throws IOException {
    var states = new HashMap<String, Integer>();
    items().forEach(item -> states.merge(item.state(), 1, Integer::sum));
    return states;
  }

  /// Identifiers by path, of those in that state.
  Map<String, String> ids(String state) throws IOException {
    var ids = new HashMap<String, String>();
    for (var item : items()) {
      if (item.state().equals(state)) {
        ids.put(item.path(), item.id());
      }
    }
    return ids;
  }

  /// Waits until there are so many in this state, and no others.
  void awaitAll(String state, int count, java.time.Duration max) {
    Await.untilTrue(
        count + " items to be " + state, max, () -> states().equals(Map.of(state, count)));
  }

  void awaitAlert(String alert, boolean stands, java.time.Duration max) {
    Await.untilTrue(
        "the alert " + alert + (stands ? "" : " to go"),
        max,
        () -> alerts().contains(alert) == stands);
  }

  void describe(String item, String text) throws IOException {
    Api.must(api.sendJson("PATCH", "/api/v1/items/" + item, Map.of("description", text)));
  }

  /// Whether nothing is being compared, and no file waits to be read.
  boolean isIdle() throws IOException {
    for (var library : Api.must(api.get(ADDRESS)).json().path("libraries")) {
      if (library.path("due").asInt() > 0
          || library.path("state").asString("").equals("scanning")) {
        return false;
      }
    }
    return true;
  }

  /// Kinds and subjects of the alerts that stand.
  List<String> alerts() throws IOException {
    return alerts("standing");
  }

  /// @param state "standing" or "resolved"
  List<String> alerts(String state) throws IOException {
    var found = new ArrayList<String>();
    Api.must(api.get("/api/v1/alerts?state=" + state))
        .json()
        .path("alerts")
        .forEach(alert ->
            found.add(alert.path("kind").asString("") + " " + alert.path("subject").asString("")));
    return found;
  }
}
