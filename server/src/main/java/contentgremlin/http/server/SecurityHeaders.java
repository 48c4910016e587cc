package contentgremlin.http.server;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/// What every answer tells browsers, unless its handler said it otherwise: nothing may be guessed,
/// framed, embedded elsewhere, or fetched by what we send.
final class SecurityHeaders {
  private static final List<HttpField> DEFAULTS =
      List.of(
          new PreEncodedHttpField(
              "Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField("X-Frame-Options", "DENY"),
          // Not no-referrer: that would take the Origin from our own forms, which the check of
          // cross-site requests needs.
          new PreEncodedHttpField("Referrer-Policy", "same-origin"),
          new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
          new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"));

  private SecurityHeaders() {}

  static void complete(HttpFields.Mutable headers) {
    for (var field : DEFAULTS) {
      if (!headers.contains(field.getName())) {
        headers.add(field);
      }
    }
  }
}
