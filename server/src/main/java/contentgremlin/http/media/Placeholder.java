package contentgremlin.http.media;

import contentgremlin.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What stands for a picture that is still being made. It is an error, and says so to programs; a
/// browser shows it all the same, rather than a torn picture.
final class Placeholder {
  private static final byte[] PICTURE =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 270" width="480" height="270">
      <title>This picture is being made</title>
      <rect width="480" height="270" fill="#7773"/>
      <g fill="#7779"><circle cx="200" cy="135" r="12"/><circle cx="240" cy="135" r="12"/>
      <circle cx="280" cy="135" r="12"/></g></svg>
      """
          .getBytes(StandardCharsets.UTF_8);

  private Placeholder() {}

  static Response answer() {
    return new Response.Text(404, List.of(), "image/svg+xml", PICTURE.clone())
        .with("Cache-Control", "no-store")
        .with("Retry-After", "2")
        .with("Content-Security-Policy", Inline.SANDBOX);
  }
}
