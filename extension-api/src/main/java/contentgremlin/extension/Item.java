package contentgremlin.extension;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// An item as it is at one moment.
///
/// @param type "video", "audio", "image" or "document"
/// @param visibility "public", "unlisted" or "private"
/// @param state "processing", "published", "failed", "missing", "offline" or "trashed"
/// @param name of its original file
/// @param duration zero where that makes no sense, or is not known
/// @param known what was said of it, highest priority first within group and key
public record Item(
    String id,
    String title,
    String type,
    String description,
    List<String> tags,
    String visibility,
    String state,
    String name,
    Duration duration,
    Instant created,
    List<Said> known) {
  public Item {
    tags = List.copyOf(tags);
    known = List.copyOf(known);
  }

  /// What counts of all that was said under this key; the empty string if nobody said anything.
  public String value(String group, String key) {
    return known.stream()
        .filter(said -> said.group().equals(group) && said.key().equals(key))
        .map(Said::value)
        .findFirst()
        .orElse("");
  }

  /// The same, without what one grabber said: nobody shall believe himself.
  public Item without(String grabber) {
    return new Item(
        id,
        title,
        type,
        description,
        tags,
        visibility,
        state,
        name,
        duration,
        created,
        known.stream().filter(said -> !said.by().equals(grabber)).toList());
  }
}
