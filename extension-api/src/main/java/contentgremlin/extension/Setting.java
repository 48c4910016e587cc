package contentgremlin.extension;

/// Something that an administrator can set for the extension.
///
/// @param name begins with the extension's id and "-"
/// @param fallback what counts as long as nobody has set it
/// @param meaning in a sentence
/// @param secret it is never shown again
public record Setting(String name, String fallback, String meaning, boolean secret) {}
