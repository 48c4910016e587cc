package contentgremlin.http.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/// Puts our answers on the wire. Thread-safe.
final class ResponseWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private final FileResponder files;
  private final BooleanSupplier isLast;

  /// @param isLast whether connections end with the answer that is written
  ResponseWriter(FileResponder files, BooleanSupplier isLast) {
    this.files = files;
    this.isLast = isLast;
  }

  /// Returns when everything was handed to the network; files may take longer.
  ///
  /// @param done called once the whole answer was handed to the network, or could not be; unless
  ///   this throws
  void write(Exchange out, JettyRequest request, Response answer, Callback done)
      throws IOException, InterruptedException {
    start(out, request, answer);
    switch (answer) {
      case Response.Json json -> bytes(out, json(out, json.status(), json.body()));
      case Response.Problem problem -> problem(out, problem);
      case Response.Empty empty -> empty(out, empty);
      case Response.Text text -> {
        defaultHeader(out, "Cache-Control", "private, no-cache");
        out.jettyResponse().getHeaders().put("Content-Type", text.mediaType());
        bytes(out, text.body());
      }
      case Response.File file -> {
        file(out, request, file, done);
        return;
      }
      case Response.Stream stream -> stream(out, stream);
    }
    drain(request);
    done.succeeded();
  }

  private static void drain(JettyRequest request) throws InterruptedException {
    if (request.bodyStream().isUnread() && !request.bodyStream().isHeldBack()) {
      request.bodyStream().drain();
    }
  }

  private void start(Exchange out, JettyRequest request, Response answer) {
    out.jettyResponse().setStatus(answer.status());
    var headers = out.jettyResponse().getHeaders();
    for (var header : answer.headers()) {
      headers.add(header.name(), header.value());
    }
    SecurityHeaders.complete(headers);
    if ((request.bodyStream().leavesRest() || isLast.getAsBoolean()) && out.isHttp1()) {
      // What is left of the body stands before the next request; or that one is not for us.
      headers.put("Connection", "close");
    }
  }

  private static byte[] json(Exchange out, int status, Object body) {
    out.jettyResponse().setStatus(status);
    defaultHeader(out, "Cache-Control", "no-store");
    defaultHeader(out, "Content-Type", "application/json");
    return JSON.writeValueAsBytes(body);
  }

  private static void problem(Exchange out, Response.Problem problem) throws IOException {
    defaultHeader(out, "Content-Type", "application/problem+json");
    var body =
        Map.of(
            "type", "about:blank",
            "title", problem.title(),
            "status", problem.status(),
            "detail", problem.detail());
    bytes(out, json(out, problem.status(), body));
  }

  private static void empty(Exchange out, Response.Empty empty) throws IOException {
    boolean hasNoLength = empty.status() == 204 || empty.status() == 304;
    if (!hasNoLength) {
      out.jettyResponse().getHeaders().put("Content-Length", 0);
    }
    Content.Sink.write(out.jettyResponse(), true, null);
  }

  private static void bytes(Exchange out, byte[] body) throws IOException {
    out.jettyResponse().getHeaders().put("Content-Length", body.length);
    if (out.isHead()) {
      Content.Sink.write(out.jettyResponse(), true, null);
      return;
    }
    Content.Sink.write(out.jettyResponse(), true, ByteBuffer.wrap(body));
    out.sent += body.length;
  }

  private void file(Exchange out, JettyRequest request, Response.File file, Callback done)
      throws IOException {
    try {
      files.respond(out, request, file, done);
    } catch (NoSuchFileException e) {
      gone(out, request, file, e);
      done.succeeded();
    }
  }

  /// The database knows the file, the disk does not: somebody should hear of it.
  private void gone(Exchange out, JettyRequest request, Response.File file, Exception fault)
      throws IOException {
    System.getLogger(ResponseWriter.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "A file that was asked for is gone: " + file.path(),
            fault);
    out.jettyResponse().reset();
    var problem = Response.notFound("The file is gone.");
    start(out, request, problem);
    problem(out, problem);
  }

  private static void stream(Exchange out, Response.Stream stream)
      throws IOException, InterruptedException {
    out.jettyResponse().getHeaders().put("Content-Type", stream.mediaType());
    defaultHeader(out, "Cache-Control", "no-store");
    if (out.isHead()) {
      Content.Sink.write(out.jettyResponse(), true, null);
      return;
    }
    var body = new BodyOut(out);
    stream.writer().writeTo(body);
    body.close();
  }

  private static void defaultHeader(Exchange out, String name, String value) {
    var headers = out.jettyResponse().getHeaders();
    if (!headers.contains(name)) {
      headers.put(name, value);
    }
  }

  /// Collects small writes; a flush sends them.
  private static final class BodyOut extends OutputStream {
    private static final int SIZE = 8 * 1024;

    private final Exchange out;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(256);

    BodyOut(Exchange out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      pending.write(bytes, offset, length);
      if (pending.size() >= SIZE) {
        flush();
      }
    }

    @Override
    public void flush() throws IOException {
      send(false);
    }

    @Override
    public void close() throws IOException {
      send(true);
    }

    private void send(boolean isLast) throws IOException {
      var bytes = pending.toByteArray();
      pending.reset();
      Content.Sink.write(out.jettyResponse(), isLast, ByteBuffer.wrap(bytes));
      out.sent += bytes.length;
    }
  }
}
