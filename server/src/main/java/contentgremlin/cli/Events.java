package contentgremlin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The server's events as they happen. Not thread-safe; one reader.
final class Events implements AutoCloseable {
  private final Stream<String> stream;
  private final Iterator<String> lines;

  private Events(Stream<String> stream) {
    this.stream = stream;
    this.lines = stream.iterator();
  }

  /// From now on: whoever asks for a state after this call misses no change of it.
  static Events open(Api api) throws IOException, InterruptedException {
    return new Events(api.stream("/api/v1/events"));
  }

  static Events of(Stream<String> lines) {
    return new Events(lines);
  }

  /// @param type "item.published"
  record Event(String type, JsonNode data) {
    boolean isAbout(String item) {
      return data.path("item").asString("").equals(item);
    }
  }

  /// Waits for the next event.
  ///
  /// @return empty when the stream has ended: the server stops, or the connection is gone
  Optional<Event> next() {
    var type = "message";
    var data = new StringBuilder();
    try {
      while (lines.hasNext()) {
        var line = lines.next();
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            return Optional.of(new Event(type, Api.JSON.readTree(data.toString())));
          }
          type = "message";
        } else if (line.startsWith("event:")) {
          type = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring("data:".length()).strip());
        }
      }
    } catch (UncheckedIOException _) {
      // The connection broke: the same as its end.
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    stream.close();
  }
}
