package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.http.Authenticator;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.SessionCookie;
import java.util.Optional;

/// Knows people by a token in `Authorization: Bearer …` (RFC 6750) or by their session's cookie. A
/// token that is wrong is refused; a session that has ended makes a visitor of its person.
/// Thread-safe.
public final class Authentication implements Authenticator {
  private static final String SCHEME = "Bearer ";

  private final Accounts accounts;

  public Authentication(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Actor identify(Request request) {
    var token = bearer(request);
    if (token.isPresent()) {
      return accounts.byBearer(token.get()).orElseThrow(Authentication::wrongToken);
    }
    return request
        .cookie(SessionCookie.NAME)
        .flatMap(accounts::bySession)
        .orElseGet(Actor.Anonymous::new);
  }

  /// Other schemes are not for us: a proxy before the server may want them.
  static Optional<String> bearer(Request request) {
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip());
  }

  private static ProblemException wrongToken() {
    return new ProblemException(
        Response.problem(
                401,
                "Unknown token",
                "This token is wrong, has ended or was revoked. Make a new one.")
            .with("WWW-Authenticate", "Bearer realm=\"contentgremlin\", error=\"invalid_token\""));
  }
}
