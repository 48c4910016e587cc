package contentgremlin.install;

/// A folder that may well become a library, if a person says so.
///
/// @param path absolute
public record Suggestion(String name, String path) {}
