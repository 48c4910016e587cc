package contentgremlin.http;

import org.jspecify.annotations.Nullable;

/// Refuses requests before a handler sees them, e.g. those that another site made somebody's
/// browser send. Thread-safe.
@FunctionalInterface
public interface RequestGuard {
  /// @return the answer, or null to let the request pass
  @Nullable Response refuse(Request request);
}
