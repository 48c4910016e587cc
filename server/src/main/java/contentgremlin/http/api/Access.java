package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;

/// What a request is told when it may not: 401 if logging in would help, else 403.
final class Access {
  private Access() {}

  static boolean isAnonymous(Actor actor) {
    return actor instanceof Actor.Anonymous;
  }

  static ProblemException refused(Actor actor, String why) {
    return isAnonymous(actor) ? logInFirst() : new ProblemException(403, "Not allowed", why);
  }

  static ProblemException logInFirst() {
    return new ProblemException(
        Response.problem(401, "Not logged in", "Log in, or send a token.")
            .with("WWW-Authenticate", "Bearer realm=\"contentgremlin\""));
  }

  static void requireAccount(Request request) {
    if (isAnonymous(request.actor())) {
      throw logInFirst();
    }
  }

  static void requireAdministrator(Request request) {
    if (!request.actor().canAdminister()) {
      throw refused(request.actor(), "Only administrators may do this.");
    }
  }

  /// Passwords, names and tokens are in the hands of the person: a token that is good for less than
  /// everything can't make itself one that is good for more.
  static void requireEveryScope(Request request) {
    requireAccount(request);
    for (var scope : Actor.Scope.ALL) {
      if (!request.actor().has(scope)) {
        throw refused(
            request.actor(), "This needs a login, or a token that is good for everything.");
      }
    }
  }
}
