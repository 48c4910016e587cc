package contentgremlin.http.page;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.account.Secret;
import contentgremlin.engine.Accounts;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A person's own account: name, password, tokens for programs.
public final class AccountPages {
  private static final int LABEL_LENGTH_MAX = 100;

  private final Pages pages;
  private final Accounts accounts;

  AccountPages(Pages pages, Accounts accounts) {
    this.pages = pages;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/account", this::show),
        Route.post("/account/name", this::rename),
        Route.post("/account/password", this::changePassword),
        Route.post("/account/tokens", this::createToken),
        Route.post("/account/tokens/{id}/revoke", this::revokeToken));
  }

  public record Token(long id, String label, String scopes, String created, String expires) {}

  /// @param fresh a token that was just made; shown this once
  /// @param errorField which field the error is about
  public record AccountPage(
      Frame frame,
      String name,
      String role,
      List<Token> tokens,
      @Nullable String fresh,
      String done,
      String errorField,
      String error) {
    public String errorOf(String field) {
      return errorField.equals(field) ? error : "";
    }
  }

  private Response show(Request request) {
    if (!(request.actor() instanceof Actor.Person)) {
      return LoginPages.redirect(request);
    }
    var account = account(request);
    var done =
        switch (request.query("done").orElse("")) {
          case "name" -> "Your name is changed. Links by the old one go on working.";
          case "password" -> "Your password is changed.";
          case "revoked" -> "The token is revoked.";
          default -> "";
        };
    return show(request, 200, account, null, done, "", "");
  }

  private Response show(
      Request request,
      int status,
      Account account,
      @Nullable String fresh,
      String done,
      String errorField,
      String error) {
    var tokens = accounts.tokens(account.id()).stream().map(AccountPages::token).toList();
    var frame = pages.frame(request, "Account");
    return pages.render(
        status,
        "account",
        new AccountPage(
            frame, account.name(), account.role().word(), tokens, fresh, done, errorField, error));
  }

  private static Token token(Secret secret) {
    Instant expires = secret.expires();
    return new Token(
        secret.id(),
        secret.label(),
        secret.scopes().equals("*") ? "everything" : secret.scopes(),
        Texts.day(secret.created()),
        expires == null ? "never" : Texts.day(expires));
  }

  private Response rename(Request request) throws IOException {
    var account = account(request);
    var name = Form.of(request).text("name").strip();
    if (!Account.isName(name)) {
      return refused(
          request,
          account,
          "name",
          "A name has 2 to 32 lower-case letters, digits, - and _, and begins with a letter or a"
              + " digit.");
    }
    return answer(request, account, accounts.rename(account.id(), name), "name");
  }

  private Response changePassword(Request request) throws IOException {
    var account = account(request);
    var form = Form.of(request);
    if (!form.text("password").equals(form.text("repeated"))) {
      return refused(
          request, account, "repeated", "This is not the same as the new password above.");
    }
    return switch (accounts.logIn(account.name(), form.text("current"), request.remoteAddress())) {
      case Accounts.LoggedIn.Wrong _ ->
          refused(request, account, "current", "This is not your present password.");
      case Accounts.LoggedIn.TooMany(var pause) ->
          refused(
              request,
              account,
              "current",
              "Too many attempts. Try again in " + Texts.roughly(pause) + ".");
      case Accounts.LoggedIn.In(_, var session) -> {
        // It only proved that the password is known.
        accounts.logOut(session);
        yield answer(
            request,
            account,
            accounts.changePassword(account.id(), form.text("password")),
            "password");
      }
    };
  }

  private Response createToken(Request request) throws IOException {
    var account = account(request);
    var form = Form.of(request);
    var label = form.text("label").strip();
    if (label.isEmpty() || label.length() > LABEL_LENGTH_MAX) {
      return refused(request, account, "label", "Say what the token is for, in a few words.");
    }
    var scopes = scopes(form);
    if (scopes.isEmpty()) {
      return refused(request, account, "scopes", "Choose what the token may do.");
    }
    if (accounts.tokens(account.id()).size() >= Accounts.TOKENS_MAX) {
      return refused(request, account, "label", "You have very many tokens; revoke one first.");
    }
    var token = accounts.createToken(account.id(), label, scopes, null);
    return show(request, 200, account, token.text(), "", "", "");
  }

  private static Set<Actor.Scope> scopes(Form form) {
    var words = Set.copyOf(form.all("scope"));
    return Arrays.stream(Actor.Scope.values())
        .filter(scope -> words.contains(scope.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Actor.Scope.class)));
  }

  private Response revokeToken(Request request) {
    var account = account(request);
    var id = request.parameter("id");
    if (!id.matches("\\d{1,18}") || !accounts.revokeToken(account.id(), Long.parseLong(id))) {
      throw new ProblemException(404, "No such token", "It may have been revoked already.");
    }
    return Response.seeOther("/account?done=revoked");
  }

  private Response answer(
      Request request, Account account, Optional<String> refusal, String field) {
    return refusal.isEmpty()
        ? Response.seeOther("/account?done=" + field)
        : refused(request, account, field, refusal.get());
  }

  private Response refused(Request request, Account account, String field, String why) {
    return show(request, 422, account, null, "", field, why);
  }

  /// Whose account it is. A token that is good for less than everything is not enough: it could
  /// make itself one that is good for more.
  private static Account account(Request request) {
    if (!(request.actor() instanceof Actor.Person(var account, var scopes))) {
      throw new ProblemException(401, "Please log in", "This page is about your own account.");
    }
    if (!scopes.containsAll(Actor.Scope.ALL)) {
      throw new ProblemException(
          403,
          "Not with this token",
          "This needs a login, or a token that is good for everything.");
    }
    return account;
  }
}
