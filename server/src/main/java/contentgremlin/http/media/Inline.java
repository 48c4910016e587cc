package contentgremlin.http.media;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a browser may show bytes that strangers uploaded, at an address of ours. Only types that
/// cannot carry a script may: the rest is saved, and sandboxed in case a browser shows it all the
/// same.
///
/// @param mediaType as it is sent
record Inline(String mediaType, boolean isSafe) {
  static final String SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox";

  /// What a browser's own viewer of a picture, song, film or PDF needs.
  private static final String VIEWER =
      "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self';"
          + " style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final Set<String> SAFE_APPLICATIONS = Set.of("application/pdf", "application/ogg");

  static Inline of(@Nullable String format) {
    if (format == null) {
      return new Inline("application/octet-stream", false);
    }
    var type = format.toLowerCase(Locale.ROOT);
    if (type.equals("text/plain")) {
      return new Inline("text/plain; charset=utf-8", true);
    }
    return new Inline(type, isSafe(type));
  }

  String policy() {
    return isSafe ? VIEWER : SANDBOX;
  }

  private static boolean isSafe(String type) {
    boolean isMedia =
        type.startsWith("video/") || type.startsWith("audio/") || type.startsWith("image/");
    return (isMedia && !type.endsWith("xml")) || SAFE_APPLICATIONS.contains(type);
  }
}
