package contentgremlin.http.server;

import contentgremlin.http.Disposition;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.server.FileTransfer.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.util.Callback;

/// Answers with a file, or the parts of it that were asked for, or just that it has not changed.
/// Thread-safe.
final class FileResponder {
  private final OpenFiles files;

  FileResponder(OpenFiles files) {
    this.files = files;
  }

  /// @param done called once, when everything was handed to the network or could not be
  /// @throws java.nio.file.NoSuchFileException if the file is gone; then nothing was sent
  void respond(Exchange out, Request request, Response.File answer, Callback done)
      throws IOException {
    var file = files.open(answer.path());
    var conditions = new Conditions("\"" + answer.etag() + "\"", file.modified());
    describe(out, answer, conditions);
    var pieces =
        switch (conditions.verdict(request)) {
          case FAILED -> bodiless(out, 412);
          case NOT_MODIFIED -> bodiless(out, 304);
          case PROCEED -> pieces(out, request, answer, conditions, file.size());
        };
    new FileTransfer(out, file, pieces, done).iterate();
  }

  private static void describe(Exchange out, Response.File answer, Conditions conditions) {
    var headers = out.jettyResponse().getHeaders();
    headers.put("ETag", conditions.etag());
    headers.put("Last-Modified", Conditions.date(conditions.modified()));
    headers.put("Accept-Ranges", "bytes");
    headers.put(
        "Cache-Control",
        switch (answer.cache()) {
          case IMMUTABLE -> "public, max-age=31536000, immutable";
          case PUBLIC -> "public, no-cache";
          case PRIVATE -> "private, no-cache";
        });
    var download = answer.download();
    if (download != null) {
      headers.put("Content-Disposition", Disposition.attachment(download));
    }
  }

  private static List<Piece> bodiless(Exchange out, int status) {
    out.jettyResponse().setStatus(status);
    if (status >= 400) {
      // It was this request that was wrong: the next one may not be.
      out.jettyResponse().getHeaders().put("Cache-Control", "no-store");
    }
    return List.of();
  }

  private static List<Piece> pieces(
      Exchange out, Request request, Response.File answer, Conditions conditions, long size) {
    // Section 14.2: ranges are defined for GET alone.
    boolean mayBePart =
        request.method().equals("GET")
            && answer.status() == 200
            && conditions.allowsRanges(request);
    var header = mayBePart ? request.header("Range").orElse(null) : null;
    return switch (ByteRanges.parse(header, size)) {
      case ByteRanges.Whole() -> whole(out, answer, size);
      case ByteRanges.Outside() -> {
        out.jettyResponse().getHeaders().put("Content-Range", "bytes */" + size);
        yield bodiless(out, 416);
      }
      case ByteRanges.Some(var spans) when spans.size() == 1 ->
          one(out, answer, size, spans.getFirst());
      case ByteRanges.Some(var spans) -> several(out, answer, size, spans);
    };
  }

  private static List<Piece> whole(Exchange out, Response.File answer, long size) {
    out.jettyResponse().setStatus(answer.status());
    content(out, answer.mediaType(), size);
    return out.isHead() || size == 0
        ? List.of()
        : List.of(new Piece.Part(new ByteRanges.Span(0, size)));
  }

  private static List<Piece> one(
      Exchange out, Response.File answer, long size, ByteRanges.Span span) {
    out.jettyResponse().setStatus(206);
    out.jettyResponse().getHeaders().put("Content-Range", span.contentRange(size));
    content(out, answer.mediaType(), span.length());
    return List.of(new Piece.Part(span));
  }

  private static List<Piece> several(
      Exchange out, Response.File answer, long size, List<ByteRanges.Span> spans) {
    var boundary = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    var pieces = new ArrayList<Piece>();
    long length = 0;
    for (var span : spans) {
      var head =
          ascii(
              "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                  .formatted(boundary, answer.mediaType(), span.contentRange(size)));
      pieces.add(new Piece.Text(head));
      pieces.add(new Piece.Part(span));
      length += head.remaining() + span.length();
    }
    var end = ascii("\r\n--" + boundary + "--\r\n");
    pieces.add(new Piece.Text(end));
    out.jettyResponse().setStatus(206);
    content(out, "multipart/byteranges; boundary=" + boundary, length + end.remaining());
    return pieces;
  }

  private static void content(Exchange out, String mediaType, long length) {
    var headers = out.jettyResponse().getHeaders();
    headers.put("Content-Type", mediaType);
    headers.put("Content-Length", length);
  }

  private static ByteBuffer ascii(String text) {
    return StandardCharsets.US_ASCII.encode(text);
  }
}
