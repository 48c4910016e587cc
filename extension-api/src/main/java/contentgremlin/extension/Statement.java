package contentgremlin.extension;

/// What a grabber, a parser or a job handler says of an item.
///
/// @param group titles, classification, musical, entities, identifier, spatial, technical,
///   temporal, organizational, commercial, personal, legal, contact or miscellaneous
/// @param key within the group: small letters, digits and "_"
/// @param language a BCP 47 tag, or the empty string where it does not matter
/// @param value at most 100,000 characters
public record Statement(String group, String key, String language, String value) {
  public static Statement of(String group, String key, String value) {
    return new Statement(group, key, "", value);
  }
}
