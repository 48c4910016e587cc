package contentgremlin.http;

import contentgremlin.account.Actor;

/// Finds out who is asking. Thread-safe.
@FunctionalInterface
public interface Authenticator {
  /// Called once per request, before anything else; [Request#actor] is nobody until it returns.
  ///
  /// @return nobody for wrong or missing credentials, unless they deserve a problem of their own
  /// @throws ProblemException to refuse the request
  Actor identify(Request request);
}
