package contentgremlin.http;

import contentgremlin.account.Actor;

/// Finds out who asks, once per request and before its handler runs. Thread-safe.
@FunctionalInterface
public interface Authenticator {
  /// May look at everything of the request but its body and its actor, which is what this answers.
  ///
  /// @throws ProblemException if the request must not get to its handler: a token that is not valid
  ///   (401), a post from another site (403)
  Actor authenticate(Request request);
}
