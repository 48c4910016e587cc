package contentgremlin.http.api;

import contentgremlin.http.Request;
import contentgremlin.http.RequestGuard;
import contentgremlin.http.Response;
import contentgremlin.http.SessionCookie;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses what another site made somebody's browser send. Thread-safe.
///
/// Only requests that may change something are looked at. One that carries a session's cookie must
/// prove that our own pages sent it: by `Sec-Fetch-Site`, or by an `Origin` that is ours. One
/// without is refused only if it comes from elsewhere, so that nobody is logged in by another site.
/// Tokens are not sent by browsers on their own, so whoever brings one passes.
public final class CrossSiteGuard implements RequestGuard {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OUR_OWN = Set.of("same-origin", "none");

  private final Database database;

  public CrossSiteGuard(Database database) {
    this.database = database;
  }

  private enum Sender {
    OURS,
    ELSEWHERE,
    UNKNOWN
  }

  @Override
  public @Nullable Response refuse(Request request) {
    if (SAFE_METHODS.contains(request.method()) || Authentication.bearer(request).isPresent()) {
      return null;
    }
    boolean refused =
        switch (sender(request)) {
          case OURS -> false;
          case ELSEWHERE -> true;
          case UNKNOWN -> request.cookie(SessionCookie.NAME).isPresent();
        };
    return refused
        ? Response.problem(
            403,
            "Sent from another site",
            "This request does not come from our own pages, so it is refused. A proxy before the"
                + " server must pass Host on, or the setting base-url must be the address that"
                + " people use. Programs should send a token instead of the cookie.")
        : null;
  }

  private Sender sender(Request request) {
    var site = request.header("Sec-Fetch-Site");
    if (site.isPresent()) {
      return OUR_OWN.contains(site.get().toLowerCase(Locale.ROOT)) ? Sender.OURS : Sender.ELSEWHERE;
    }
    return request
        .header("Origin")
        .map(origin -> isOurs(origin, request) ? Sender.OURS : Sender.ELSEWHERE)
        .orElse(Sender.UNKNOWN);
  }

  private boolean isOurs(String sent, Request request) {
    var origin = origin(sent);
    if (origin.isEmpty()) {
      return false;
    }
    return origin.equals(origin(request.origin())) || origin.equals(origin(baseUrl()));
  }

  private String baseUrl() {
    return database.read(tables -> Setting.BASE_URL.text(tables.settings()));
  }

  /// Scheme and authority without a port that goes without saying; empty if there is none.
  private static Optional<String> origin(String address) {
    try {
      var uri = URI.create(address.strip().toLowerCase(Locale.ROOT));
      if (uri.getScheme() == null || uri.getHost() == null) {
        return Optional.empty();
      }
      int usual = uri.getScheme().equals("https") ? 443 : 80;
      int port = uri.getPort() == -1 ? usual : uri.getPort();
      return Optional.of(uri.getScheme() + "://" + uri.getHost() + ":" + port);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
