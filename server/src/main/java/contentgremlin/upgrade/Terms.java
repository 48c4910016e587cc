package contentgremlin.upgrade;

import org.jspecify.annotations.Nullable;

/// What a successor must know of how the running server was started.
///
/// @param content where content is, if not in the home
/// @param remote whether the database is elsewhere
public record Terms(String version, int schema, @Nullable String content, boolean remote) {}
