package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.community.Profile;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.SessionCookie;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/v1/users` and `/api/v1/me`.
final class UserRoutes {
  static final String ADDRESS = "/api/v1/users";
  static final String ME = "/api/v1/me";

  private static final int LIMIT_MAX = 200;
  private static final int TEXT_LENGTH_MAX = 1_000;
  private static final String ROLES = "viewer, uploader, moderator, administrator";

  private final Accounts accounts;

  UserRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ME, this::me),
        Route.get(ADDRESS, this::list),
        Route.post(ADDRESS, this::add),
        Route.get(ADDRESS + "/{name}", this::get),
        new Route("PATCH", ADDRESS + "/{name}", this::change),
        new Route("DELETE", ADDRESS + "/{name}", this::remove));
  }

  /// @param user null for the operator
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Me(boolean operator, @Nullable UserView user, List<String> scopes) {}

  private Response me(Request request) {
    var me =
        switch (request.actor()) {
          case Actor.Anonymous _ -> throw Access.logInFirst();
          case Actor.Operator(var scopes) -> new Me(true, null, words(scopes));
          case Actor.Person(var account, var scopes) ->
              new Me(false, whole(account), words(scopes));
        };
    return Response.ok(me);
  }

  static List<String> words(Set<Actor.Scope> scopes) {
    return scopes.stream().sorted().map(scope -> scope.name().toLowerCase(Locale.ROOT)).toList();
  }

  private UserView whole(Account account) {
    return UserView.of(account, accounts.bytesUsed(account.id()), accounts.profile(account.id()));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<UserView> users, @Nullable String next) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    int limit = Parameters.limit(request, LIMIT_MAX);
    var found = accounts.list(Parameters.accountAfter(request).orElse(null), limit + 1);
    var page = found.stream().limit(limit).toList();
    var next = found.size() > page.size() ? Long.toString(page.getLast().id().value()) : null;
    return Response.ok(
        new Listing(
            page.stream().map(account -> UserView.of(account, null, Profile.NONE)).toList(), next));
  }

  private Response add(Request request) throws IOException {
    Access.requireAdministrator(request);
    var fields = Fields.of(request);
    var name = fields.requiredText("name", TEXT_LENGTH_MAX);
    var role = fields.word("role", Role::of, ROLES).orElse(Role.UPLOADER);
    var password = fields.text("password", TEXT_LENGTH_MAX).orElse(null);
    var quota = quota(fields);
    fields.done();
    return switch (accounts.add(name, role, password)) {
      case Accounts.Registered.Welcome(var account) -> {
        quota.ifPresent(bytes -> require("quota", accounts.changeQuota(account.id(), bytes)));
        var added = accounts.findByName(account.name()).orElse(account);
        yield Response.created(ADDRESS + "/" + added.name(), whole(added));
      }
      case Accounts.Registered.Refused(var field, var why) -> throw refused(field, why);
    };
  }

  private static Optional<Long> quota(Fields fields) {
    return fields.number("quota", Account.QUOTA_NONE, Long.MAX_VALUE);
  }

  private Response get(Request request) {
    var account = named(request);
    if (!account.name().equals(request.parameter("name"))) {
      var now = ADDRESS + "/" + account.name();
      return new Response.Empty(308, List.of(new Response.Header("Location", now)));
    }
    return Response.ok(
        isSelf(request, account) || request.actor().canAdminister()
            ? whole(account)
            : UserView.forOthers(account, accounts.profile(account.id())));
  }

  private Account named(Request request) {
    return accounts
        .findByName(request.parameter("name"))
        .orElseThrow(
            () -> new ProblemException(404, "Not found", "There is no user of this name."));
  }

  private static boolean isSelf(Request request, Account account) {
    return account.id().equals(request.actor().accountId());
  }

  private Response change(Request request) throws IOException {
    var account = named(request);
    boolean self = isSelf(request, account);
    if (self) {
      Access.requireEveryScope(request);
    } else {
      Access.requireAdministrator(request);
    }
    var fields = Fields.of(request);
    if (!request.actor().canAdminister() && (fields.has("role") || fields.has("quota"))) {
      throw Access.refused(request.actor(), "Only administrators change roles and quotas.");
    }
    var role = fields.word("role", Role::of, ROLES);
    var quota = quota(fields);
    var name = fields.text("name", TEXT_LENGTH_MAX);
    var password = fields.text("password", TEXT_LENGTH_MAX);
    var current = fields.text("currentPassword", TEXT_LENGTH_MAX);
    var profile = profile(fields, accounts.profile(account.id()));
    fields.done();
    if (self && password.isPresent()) {
      requireCurrent(account.id(), current.orElse(""), request);
    }
    role.ifPresent(it -> allowOrConflict(accounts.changeRole(account.id(), it)));
    quota.ifPresent(it -> require("quota", accounts.changeQuota(account.id(), it)));
    accounts.describe(account.id(), profile);
    name.ifPresent(it -> require("name", accounts.rename(account.id(), it)));
    password.ifPresent(it -> changePassword(request, account.id(), it, self));
    return Response.ok(whole(accounts.findByName(account.name()).orElse(account)));
  }

  /// What is not sent stays.
  private static Profile profile(Fields fields, Profile before) {
    var website =
        fields.clearableText("website", Profile.WEBSITE_LENGTH_MAX).orElse(before.website());
    if (!website.isEmpty() && !Profile.isWebsite(website)) {
      throw Fields.wrong("website", "must be an address like https://example.org");
    }
    return new Profile(
        fields
            .clearableText("shownName", Profile.NAME_LENGTH_MAX)
            .map(text -> UploadText.line(text, Profile.NAME_LENGTH_MAX))
            .orElse(before.shownName()),
        fields
            .clearableText("about", Profile.ABOUT_LENGTH_MAX)
            .map(text -> UploadText.lines(text, Profile.ABOUT_LENGTH_MAX))
            .orElse(before.about()),
        website,
        fields
            .clearableText("email", Profile.EMAIL_LENGTH_MAX)
            .map(text -> UploadText.line(text, Profile.EMAIL_LENGTH_MAX))
            .orElse(before.email()));
  }

  /// A browser that was left open must not be enough to take an account over.
  private void requireCurrent(AccountId id, String current, Request request) {
    if (!accounts.isPassword(id, current, request.remoteAddress())) {
      throw refused(
          "currentPassword",
          "To change your password, send the one that you have now. After many wrong ones, wait a"
              + " minute.");
    }
  }

  private void changePassword(Request request, AccountId id, String password, boolean self) {
    var kept = self ? request.cookie(SessionCookie.NAME).orElse(null) : null;
    require("password", accounts.changePassword(id, password, kept));
  }

  private Response remove(Request request) {
    Access.requireAdministrator(request);
    allowOrConflict(accounts.remove(named(request).id()));
    return Response.noContent();
  }

  private static void require(String field, Optional<String> complaint) {
    complaint.ifPresent(why -> {
      throw refused(field, why);
    });
  }

  private static void allowOrConflict(Optional<String> complaint) {
    complaint.ifPresent(why -> {
      throw new ProblemException(409, "Not now", why);
    });
  }

  private static ProblemException refused(String field, String why) {
    return new ProblemException(422, "Wrong field: " + field, why);
  }
}
