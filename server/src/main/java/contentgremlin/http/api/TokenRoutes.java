package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.account.Secret;
import contentgremlin.engine.Accounts;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tokens`: a person's own tokens, or the operator's.
final class TokenRoutes {
  static final String ADDRESS = "/api/v1/tokens";

  private static final int LABEL_LENGTH_MAX = 100;
  private static final int WORD_LENGTH_MAX = 20;
  private static final int LIFETIME_LENGTH_MAX = 40;
  private static final Duration LIFETIME_MAX = Duration.ofDays(36_500);

  private final Accounts accounts;

  TokenRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.post(ADDRESS, this::create),
        new Route("DELETE", ADDRESS + "/{id}", this::revoke));
  }

  /// @param token the text itself: only in the answer to its creation
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TokenView(
      long id,
      String label,
      List<String> scopes,
      String created,
      @Nullable String expires,
      @Nullable String token) {
    static TokenView of(Secret secret, @Nullable String text) {
      return new TokenView(
          secret.id(),
          secret.label(),
          UserRoutes.words(Accounts.scopesOf(secret)),
          secret.created().toString(),
          secret.expires() == null ? null : secret.expires().toString(),
          text);
    }
  }

  record Listing(List<TokenView> tokens) {}

  private Response list(Request request) {
    Access.requireEveryScope(request);
    var tokens = accounts.tokens(request.actor().accountId());
    return Response.ok(
        new Listing(tokens.stream().map(secret -> TokenView.of(secret, null)).toList()));
  }

  private Response create(Request request) throws IOException {
    Access.requireEveryScope(request);
    var fields = Fields.of(request);
    var label = fields.requiredText("label", LABEL_LENGTH_MAX).strip();
    var scopes =
        fields
            .texts("scopes", Actor.Scope.values().length, WORD_LENGTH_MAX)
            .map(TokenRoutes::scopes)
            .orElse(Actor.Scope.ALL);
    var lifetime =
        fields.text("lifetime", LIFETIME_LENGTH_MAX).map(TokenRoutes::lifetime).orElse(null);
    fields.done();
    if (label.isEmpty()) {
      throw Fields.wrong("label", "must not be empty");
    }
    if (scopes.contains(Actor.Scope.WORK)) {
      Access.requireAdministrator(request);
    }
    var account = request.actor().accountId();
    if (accounts.tokens(account).size() >= Accounts.TOKENS_MAX) {
      throw new ProblemException(
          409,
          "Too many tokens",
          "There are " + Accounts.TOKENS_MAX + " already; revoke one first.");
    }
    var made = accounts.createToken(account, label, scopes, lifetime);
    var view = TokenView.of(made.secret(), made.text());
    return Response.created(ADDRESS + "/" + view.id(), view).with("Cache-Control", "no-store");
  }

  private static Duration lifetime(String text) {
    try {
      var lifetime = Duration.parse(text);
      if (lifetime.isPositive() && lifetime.compareTo(LIFETIME_MAX) <= 0) {
        return lifetime;
      }
    } catch (DateTimeParseException _) {
      // Told below, as for one that is too long.
    }
    throw Fields.wrong("lifetime", "must be a duration like P30D or PT12H (ISO 8601)");
  }

  private static Set<Actor.Scope> scopes(List<String> words) {
    var scopes = EnumSet.noneOf(Actor.Scope.class);
    for (var word : words) {
      try {
        scopes.add(Actor.Scope.valueOf(word.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException _) {
        throw Fields.wrong("scopes", "may hold: read, upload, edit, admin, work");
      }
    }
    if (scopes.isEmpty()) {
      throw Fields.wrong("scopes", "must not be empty: the token would be good for nothing");
    }
    return scopes;
  }

  private Response revoke(Request request) {
    Access.requireEveryScope(request);
    try {
      long id = Long.parseLong(request.parameter("id"));
      if (accounts.revokeToken(request.actor().accountId(), id)) {
        return Response.noContent();
      }
    } catch (NumberFormatException _) {
      // Then there is none, as for any wrong number.
    }
    return Response.notFound("You have no such token.");
  }
}
