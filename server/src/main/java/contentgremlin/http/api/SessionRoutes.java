package contentgremlin.http.api;

import contentgremlin.engine.Accounts;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.SessionCookie;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// `/api/v1/session`: log in and out, for pages with script.
final class SessionRoutes {
  static final String ADDRESS = "/api/v1/session";

  private static final int TEXT_LENGTH_MAX = 1_000;

  private final Accounts accounts;
  private final Database database;

  SessionRoutes(Accounts accounts, Database database) {
    this.accounts = accounts;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(Route.post(ADDRESS, this::logIn), new Route("DELETE", ADDRESS, this::logOut));
  }

  private Response logIn(Request request) throws IOException {
    var fields = Fields.of(request);
    var name = fields.requiredText("name", TEXT_LENGTH_MAX);
    var password = fields.requiredText("password", TEXT_LENGTH_MAX);
    fields.done();
    return switch (accounts.logIn(name, password, request.remoteAddress())) {
      case Accounts.LoggedIn.In(var account, var session) -> {
        var cookie = SessionCookie.set(session, isSecure(request));
        yield Response.ok(UserView.of(account, null, accounts.profile(account.id())))
            .with(cookie.name(), cookie.value())
            .with("Cache-Control", "no-store");
      }
      case Accounts.LoggedIn.Wrong() ->
          Response.problem(401, "Not logged in", "The name or the password is wrong.")
              .with("WWW-Authenticate", "Bearer realm=\"contentgremlin\"");
      case Accounts.LoggedIn.TooMany(var pause) -> tooMany(pause);
    };
  }

  private static Response tooMany(Duration pause) {
    long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
    return Response.problem(429, "Too many tries", "Wait " + seconds + " seconds, then try again.")
        .with("Retry-After", Long.toString(seconds));
  }

  private Response logOut(Request request) {
    request.cookie(SessionCookie.NAME).ifPresent(accounts::logOut);
    var cookie = SessionCookie.clear(isSecure(request));
    return Response.noContent().with(cookie.name(), cookie.value());
  }

  /// A proxy may speak https for us without telling.
  private boolean isSecure(Request request) {
    return request.isSecure()
        || database.read(tables -> Setting.BASE_URL.text(tables.settings()).startsWith("https://"));
  }
}
