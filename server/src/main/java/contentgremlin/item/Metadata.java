package contentgremlin.item;

import java.time.Instant;

/// One statement about an item, and who made it.
///
/// @param group titles, classification, musical, entities, identifier, spatial, technical,
///   temporal, organizational, commercial, personal, legal, contact or miscellaneous
/// @param language BCP 47 tag, or the empty string where language does not matter
/// @param priority the highest wins; what a person wrote has [#PRIORITY_PERSON]
/// @param provider who said it: "embedded", "person", a grabber's id
public record Metadata(
    String group,
    String key,
    String language,
    String value,
    int priority,
    String provider,
    Instant at) {
  public static final int PRIORITY_PERSON = 1_000;
  public static final int PRIORITY_EMBEDDED = 100;
}
