package contentgremlin.enrich;

import contentgremlin.item.Metadata;
import java.time.Instant;

/// What a grabber says of an item.
///
/// @param language BCP 47, or the empty string where it does not matter
public record Statement(String group, String key, String language, String value) {
  public static Statement of(String group, String key, String value) {
    return new Statement(group, key, "", value);
  }

  public Metadata by(Profile grabber, Instant now) {
    return new Metadata(group, key, language, value, grabber.priority(), grabber.id(), now);
  }
}
