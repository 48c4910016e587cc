package contentgremlin.http.media;

import contentgremlin.http.Request;
import contentgremlin.http.Response;
import java.util.Arrays;
import java.util.List;

/// A few bytes that are answered all at once, or not if the client has them.
final class Whole {
  private Whole() {}

  static Response of(
      Request request, byte[] bytes, String mediaType, String etag, Response.File.Cache cache) {
    var quoted = '"' + etag + '"';
    var answer =
        isKnown(request, quoted)
            ? new Response.Empty(304, List.of())
            : new Response.Text(200, List.of(), mediaType, bytes);
    return answer
        .with("ETag", quoted)
        .with("Cache-Control", isForAll(cache) ? "public, no-cache" : "private, no-cache")
        .with("Content-Security-Policy", Inline.of(mediaType).policy());
  }

  private static boolean isForAll(Response.File.Cache cache) {
    return switch (cache) {
      case IMMUTABLE, PUBLIC -> true;
      case PRIVATE -> false;
    };
  }

  /// RFC 9110, section 13.1.2: weak comparison.
  private static boolean isKnown(Request request, String etag) {
    return request.headers("If-None-Match").stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
