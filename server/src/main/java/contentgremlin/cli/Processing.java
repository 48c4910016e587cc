package contentgremlin.cli;

import contentgremlin.cli.Events.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Waits until items are published or have failed, and shows how far they are. Not thread-safe.
final class Processing {
  private static final int RECONNECTS_MAX = 20;

  private final Api api;
  private final Bars bars;
  private final Map<String, Bars.Bar> open = new LinkedHashMap<>();
  private final Map<String, JsonNode> ended = new HashMap<>();

  Processing(Api api, Bars bars) {
    this.api = api;
    this.bars = bars;
  }

  /// @param labels of the items, by id
  /// @return the items in the labels' order, each published or not
  List<JsonNode> await(Map<String, String> labels) throws IOException, InterruptedException {
    labels.forEach((item, label) -> open.put(item, bars.add(label)));
    for (int connects = 0; !open.isEmpty(); connects++) {
      if (connects > RECONNECTS_MAX) {
        throw CommandException.failed("the server ended the stream of events again and again");
      }
      try (var events = Events.open(api)) {
        lookAtAll();
        follow(events);
      }
    }
    return labels.keySet().stream().map(ended::get).filter(Objects::nonNull).toList();
  }

  private void follow(Events events) throws IOException, InterruptedException {
    while (!open.isEmpty()) {
      var event = events.next();
      if (event.isEmpty()) {
        return;
      }
      take(event.get());
    }
  }

  private void take(Event event) throws IOException, InterruptedException {
    if (event.type().equals("resync")) {
      lookAtAll();
      return;
    }
    var item = event.data().path("item").asString("");
    var bar = open.get(item);
    if (bar == null) {
      return;
    }
    switch (event.type()) {
      case "job.progress" -> bar.set(event.data().path("fraction").asDouble(-1), detail(event));
      case "job.started" -> bar.set(0, event.data().path("kind").asString(""));
      case "item.published", "item.failed", "item.trashed", "item.removed" -> lookAt(item);
      default -> {}
    }
  }

  private static String detail(Event event) {
    var text = event.data().path("kind").asString("");
    var speed = event.data().path("speed").asDouble(0);
    if (speed > 0) {
      text += ", %.1f×".formatted(speed);
    }
    var remaining = event.data().path("remainingSeconds");
    if (remaining.isNumber()) {
      text += ", " + Texts.duration(Duration.ofSeconds(remaining.asLong())) + " left";
    }
    return text;
  }

  private void lookAtAll() throws IOException, InterruptedException {
    for (var item : List.copyOf(open.keySet())) {
      lookAt(item);
    }
  }

  private void lookAt(String id) throws IOException, InterruptedException {
    var item = api.get("/api/v1/items/" + Api.escaped(id));
    var state = item.path("state").asString("");
    if (!state.equals("processing")) {
      var bar = open.remove(id);
      if (bar != null) {
        bar.end(outcome(item, state));
        ended.put(id, item);
      }
    }
  }

  private String outcome(JsonNode item, String state) {
    var reason = item.path("reason").asString("");
    return isPublished(item)
        ? "published  " + api.base().resolve("/items/" + item.path("id").asString(""))
        : state + (reason.isEmpty() ? "" : ": " + reason);
  }

  static boolean isPublished(JsonNode item) {
    return item.path("state").asString("").equals("published");
  }
}
