package contentgremlin.upgrade;

import org.jspecify.annotations.Nullable;

/// An item that came after an upgrade, and that going back would leave behind.
///
/// @param path where its original bytes are, relative to `content/`; null if they are gone or
///   elsewhere
/// @param name of the file, where it came from
public record Since(String id, String title, @Nullable String path, String name) {}
