package contentgremlin.http.page;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.engine.Accounts;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people who have accounts here, for administrators.
public final class UserPages {
  private static final int PAGE_SIZE = 100;

  private final Pages pages;
  private final Accounts accounts;

  UserPages(Pages pages, Accounts accounts) {
    this.pages = pages;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/users", this::show),
        Route.post("/admin/users", this::add),
        Route.post("/admin/users/{name}/role", this::changeRole),
        Route.post("/admin/users/{name}/remove", this::remove));
  }

  public record Row(String name, String role, String since, boolean isViewer) {}

  /// @param typedName what stood in the form for a new account that was refused
  /// @param errorField which field the error is about, or the empty string for the whole page
  public record UsersPage(
      Frame frame,
      List<Row> rows,
      List<String> roles,
      @Nullable String next,
      String typedName,
      String errorField,
      String error) {
    public String errorOf(String field) {
      return errorField.equals(field) ? error : "";
    }
  }

  private Response show(Request request) {
    return show(request, 200, "", "", "");
  }

  private Response show(
      Request request, int status, String typedName, String errorField, String error) {
    Administration.require(request);
    var found = accounts.list(after(request), PAGE_SIZE + 1);
    var shown = found.stream().limit(PAGE_SIZE).toList();
    var next =
        found.size() > PAGE_SIZE ? "/admin/users?after=" + shown.getLast().id().value() : null;
    var rows =
        shown.stream()
            .map(account ->
                new Row(
                    account.name(),
                    account.role().word(),
                    Texts.day(account.created()),
                    account.id().equals(request.actor().accountId())))
            .toList();
    var roles = Arrays.stream(Role.values()).map(Role::word).toList();
    var frame = pages.frame(request, "People");
    return pages.render(
        status,
        "admin-users",
        new UsersPage(frame, rows, roles, next, typedName, errorField, error));
  }

  private static @Nullable AccountId after(Request request) {
    return request
        .query("after")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> new AccountId(Long.parseLong(text)))
        .orElse(null);
  }

  private Response add(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    var name = form.text("name").strip();
    var password = form.text("password");
    var role = role(form.text("role"));
    return switch (accounts.add(name, role, password.isEmpty() ? null : password)) {
      case Accounts.Registered.Welcome _ -> Response.seeOther("/admin/users");
      case Accounts.Registered.Refused(var field, var why) -> show(request, 422, name, field, why);
    };
  }

  private static Role role(String word) {
    return Arrays.stream(Role.values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> new ProblemException(422, "No such role", "There is no role “" + word + "”."));
  }

  private Response changeRole(Request request) throws IOException {
    Administration.require(request);
    var role = role(Form.of(request).text("role"));
    return answer(request, accounts.changeRole(account(request).id(), role));
  }

  private Response remove(Request request) {
    Administration.require(request);
    return answer(request, accounts.remove(account(request).id()));
  }

  private Response answer(Request request, Optional<String> refusal) {
    return refusal.isEmpty()
        ? Response.seeOther("/admin/users")
        : show(request, 409, "", "", refusal.get());
  }

  private Account account(Request request) {
    var name = request.parameter("name");
    return accounts
        .findByName(name)
        .orElseThrow(() ->
            new ProblemException(404, "Nobody here", "There is nobody called “" + name + "”."));
  }
}
