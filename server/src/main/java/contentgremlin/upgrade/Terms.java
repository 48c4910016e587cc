package contentgremlin.upgrade;

import org.jspecify.annotations.Nullable;

/// What a successor must know of how the running server was started.
///
/// @param content where content is, if not in the home
/// @param database its URL, which may hold a password, if it is not in the home
public record Terms(
    String version, int schema, @Nullable String content, @Nullable String database) {
  /// Tells no password.
  @Override
  public String toString() {
    return "version %s, schema %d".formatted(version, schema);
  }
}
