package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.SessionCookie;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Coming in and going out: login, logout, the first administrator, registration.
public final class LoginPages {
  private final Pages pages;
  private final Accounts accounts;
  private final Database database;

  LoginPages(Pages pages, Accounts accounts, Database database) {
    this.pages = pages;
    this.accounts = accounts;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/login", this::login),
        Route.post("/login", this::logIn),
        Route.post("/logout", this::logOut),
        Route.get("/setup", this::setup),
        Route.post("/setup", this::setUp),
        Route.get("/register", this::registration),
        Route.post("/register", this::register));
  }

  /// @param next where to go afterwards
  /// @param error why it did not work, or the empty string
  public record LoginPage(
      Frame frame, String name, String next, String error, boolean canRegister) {}

  /// A form that makes an account.
  ///
  /// @param code of the one-time link, or null for a visitor who registers
  /// @param errorField which field the error is about: "name", "password", "code" or none
  public record NewAccountPage(
      Frame frame, @Nullable String code, String name, String errorField, String error) {
    public String errorOf(String field) {
      return errorField.equals(field) ? error : "";
    }
  }

  /// To the login page, and back here afterwards.
  static Response redirect(Request request) {
    return Response.seeOther("/login?next=" + Texts.encoded(request.target()));
  }

  /// @return the address if it is one of ours, else the home page
  static String local(String address) {
    boolean ours =
        address.startsWith("/")
            && !address.startsWith("//")
            && address.chars().noneMatch(c -> c == '\\' || c < ' ');
    return ours ? address : "/";
  }

  private Response login(Request request) {
    var next = local(request.query("next").orElse("/"));
    if (request.actor() instanceof Actor.Person) {
      return Response.seeOther(next);
    }
    return loginPage(request, 200, "", next, "");
  }

  private Response loginPage(Request request, int status, String name, String next, String error) {
    var frame = pages.frame(request, "Log in");
    return pages.render(status, "login", new LoginPage(frame, name, next, error, canRegister()));
  }

  private Response logIn(Request request) throws IOException {
    var form = Form.of(request);
    var name = form.text("name").strip();
    var next = local(form.text("next"));
    return switch (accounts.logIn(name, form.text("password"), request.remoteAddress())) {
      case Accounts.LoggedIn.In(_, var session) -> loggedIn(request, next, session);
      case Accounts.LoggedIn.Wrong _ ->
          loginPage(request, 422, name, next, "The name or the password is not right.");
      case Accounts.LoggedIn.TooMany(var pause) ->
          loginPage(
                  request,
                  429,
                  name,
                  next,
                  "Too many attempts. Try again in " + Texts.roughly(pause) + ".")
              .with("Retry-After", Long.toString(Math.max(1, pause.toSeconds())));
    };
  }

  private Response logOut(Request request) {
    request.cookie(SessionCookie.NAME).ifPresent(accounts::logOut);
    var cookie = SessionCookie.clear(request.isSecure());
    return Response.seeOther("/").with(cookie.name(), cookie.value());
  }

  private static Response loggedIn(Request request, String next, String session) {
    var cookie = SessionCookie.set(session, request.isSecure());
    return Response.seeOther(next).with(cookie.name(), cookie.value());
  }

  private Response setup(Request request) {
    if (!accounts.needsSetup()) {
      return alreadySetUp();
    }
    return newAccountPage(request, 200, request.query("code").orElse(""), "", "", "");
  }

  private Response setUp(Request request) throws IOException {
    if (!accounts.needsSetup()) {
      return alreadySetUp();
    }
    var form = Form.of(request);
    var code = form.text("code").strip();
    var name = form.text("name").strip();
    if (!form.text("password").equals(form.text("repeated"))) {
      return newAccountPage(
          request, 422, code, name, "repeated", "This is not the same as the password above.");
    }
    return welcome(request, accounts.setUp(code, name, form.text("password")), form, code);
  }

  private static Response alreadySetUp() {
    return Response.problem(
        410, "Already set up", "There is an administrator; log in, or ask that person.");
  }

  private Response registration(Request request) {
    return canRegister() ? newAccountPage(request, 200, null, "", "", "") : closed();
  }

  private Response register(Request request) throws IOException {
    if (!canRegister()) {
      return closed();
    }
    var form = Form.of(request);
    var name = form.text("name").strip();
    if (!form.text("password").equals(form.text("repeated"))) {
      return newAccountPage(
          request, 422, null, name, "repeated", "This is not the same as the password above.");
    }
    return welcome(request, accounts.register(name, form.text("password")), form, null);
  }

  private static Response closed() {
    return Response.problem(
        403, "By invitation", "An administrator makes the accounts here; ask one of them.");
  }

  /// Logs the new person in at once.
  private Response welcome(
      Request request, Accounts.Registered registered, Form form, @Nullable String code) {
    return switch (registered) {
      case Accounts.Registered.Refused(var field, var why) ->
          newAccountPage(request, 422, code, form.text("name").strip(), field, why);
      case Accounts.Registered.Welcome(var account) -> {
        var loggedIn =
            accounts.logIn(account.name(), form.text("password"), request.remoteAddress());
        yield loggedIn instanceof Accounts.LoggedIn.In(_, var session)
            ? loggedIn(request, "/upload", session)
            : Response.seeOther("/login");
      }
    };
  }

  private Response newAccountPage(
      Request request,
      int status,
      @Nullable String code,
      String name,
      String errorField,
      String error) {
    var frame = pages.frame(request, code == null ? "Register" : "Welcome");
    return pages.render(
        status, "new-account", new NewAccountPage(frame, code, name, errorField, error));
  }

  private boolean canRegister() {
    return database.read(tables -> Setting.REGISTRATION.flag(tables.settings()));
  }
}
