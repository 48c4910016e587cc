package contentgremlin.extension;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Hears of events, in their order, each at least once, also of those that came while the extension
/// was away, as long as the server keeps them. One call at a time.
public interface Listener {
  /// The types it wants to hear of: "item.published", "job.failed" and so on, see docs/API.md.
  Set<String> types();

  /// At most 10 seconds.
  void on(Event event) throws Exception;

  /// @param number greater than those of all events before
  /// @param item what it is about; the empty string if it is about no item
  /// @param details what else there is to say, by name
  record Event(long number, Instant at, String type, String item, Map<String, String> details) {
    public Event {
      details = Map.copyOf(details);
    }
  }
}
