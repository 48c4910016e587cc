package contentgremlin.enrich;

/// What a provider said: text, in a known limit of size.
///
/// @param mediaType without parameters
public record Reply(String mediaType, String text) {}
