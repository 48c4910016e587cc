package contentgremlin.http.server;

import contentgremlin.http.Disposition;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.io.Content;

/// Answers with a file, or the parts of it that were asked for, or just that it has not changed.
/// Thread-safe.
final class FileResponder {
  private final OpenFiles files;

  FileResponder(OpenFiles files) {
    this.files = files;
  }

  /// @throws java.nio.file.NoSuchFileException if the file is gone
  void respond(Exchange out, Request request, Response.File answer) throws IOException {
    try (var file = files.open(answer.path())) {
      var conditions = new Conditions("\"" + answer.etag() + "\"", file.modified());
      describe(out, answer, conditions);
      switch (conditions.verdict(request)) {
        case FAILED -> finish(out, 412);
        case NOT_MODIFIED -> finish(out, 304);
        case PROCEED -> respond(out, request, answer, conditions, file);
      }
    }
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

  private static void finish(Exchange out, int status) throws IOException {
    out.jettyResponse().setStatus(status);
    Content.Sink.write(out.jettyResponse(), true, null);
  }

  private static void respond(
      Exchange out,
      Request request,
      Response.File answer,
      Conditions conditions,
      OpenFiles.Use file)
      throws IOException {
    // Section 14.2: ranges are defined for GET alone.
    boolean mayBePart =
        request.method().equals("GET")
            && answer.status() == 200
            && conditions.allowsRanges(request);
    var header = mayBePart ? request.header("Range").orElse(null) : null;
    switch (ByteRanges.parse(header, file.size())) {
      case ByteRanges.Whole() -> whole(out, answer, file);
      case ByteRanges.Outside() -> {
        out.jettyResponse().getHeaders().put("Content-Range", "bytes */" + file.size());
        finish(out, 416);
      }
      case ByteRanges.Some(var spans) when spans.size() == 1 ->
          part(out, answer, file, spans.getFirst());
      case ByteRanges.Some(var spans) -> parts(out, answer, file, spans);
    }
  }

  private static void whole(Exchange out, Response.File answer, OpenFiles.Use file)
      throws IOException {
    out.jettyResponse().setStatus(answer.status());
    content(out, answer.mediaType(), file.size());
    if (out.isHead() || file.size() == 0) {
      Content.Sink.write(out.jettyResponse(), true, null);
    } else {
      FileSender.send(out, file.channel(), new ByteRanges.Span(0, file.size()), true);
    }
  }

  private static void part(
      Exchange out, Response.File answer, OpenFiles.Use file, ByteRanges.Span span)
      throws IOException {
    out.jettyResponse().setStatus(206);
    out.jettyResponse().getHeaders().put("Content-Range", span.contentRange(file.size()));
    content(out, answer.mediaType(), span.length());
    FileSender.send(out, file.channel(), span, true);
  }

  private static void parts(
      Exchange out, Response.File answer, OpenFiles.Use file, List<ByteRanges.Span> spans)
      throws IOException {
    var boundary = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    var heads = new ArrayList<byte[]>();
    var end = ascii("\r\n--" + boundary + "--\r\n");
    long length = end.length;
    for (var span : spans) {
      var head =
          ascii(
              "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                  .formatted(boundary, answer.mediaType(), span.contentRange(file.size())));
      heads.add(head);
      length += head.length + span.length();
    }
    out.jettyResponse().setStatus(206);
    content(out, "multipart/byteranges; boundary=" + boundary, length);
    for (int i = 0; i < spans.size(); i++) {
      write(out, heads.get(i), false);
      FileSender.send(out, file.channel(), spans.get(i), false);
    }
    write(out, end, true);
  }

  private static void write(Exchange out, byte[] bytes, boolean isLast) throws IOException {
    Content.Sink.write(out.jettyResponse(), isLast, ByteBuffer.wrap(bytes));
    out.sent += bytes.length;
  }

  private static void content(Exchange out, String mediaType, long length) {
    var headers = out.jettyResponse().getHeaders();
    headers.put("Content-Type", mediaType);
    headers.put("Content-Length", length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
