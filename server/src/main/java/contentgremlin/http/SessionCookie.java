package contentgremlin.http;

import java.time.Duration;

/// The cookie that keeps a person logged in. Pages and API set the same one.
public final class SessionCookie {
  public static final String NAME = "gremlin_session";

  /// As long as browsers keep any cookie: the server ends sessions, the cookie only carries them.
  private static final Duration KEPT = Duration.ofDays(400);

  private SessionCookie() {}

  /// @param session what a login gave
  /// @param secure whether the browser came by https; then the cookie never travels without it
  public static Response.Header set(String session, boolean secure) {
    return header(session, KEPT, secure);
  }

  /// Makes the browser forget it.
  public static Response.Header clear(boolean secure) {
    return header("", Duration.ZERO, secure);
  }

  private static Response.Header header(String value, Duration age, boolean secure) {
    return new Response.Header(
        "Set-Cookie",
        NAME
            + "="
            + value
            + "; Path=/; Max-Age="
            + age.toSeconds()
            + "; HttpOnly; SameSite=Lax"
            + (secure ? "; Secure" : ""));
  }
}
