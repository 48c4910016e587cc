package contentgremlin.extension;

/// A statement about an item, and who made it.
///
/// @param language a BCP 47 tag, or the empty string where it does not matter
/// @param priority the highest one counts
/// @param by "embedded", "person", "name", or a grabber's id
public record Said(
    String group, String key, String language, String value, int priority, String by) {}
