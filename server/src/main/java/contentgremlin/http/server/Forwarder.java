package contentgremlin.http.server;

import contentgremlin.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Has requests answered by the process that took over from this one. Thread-safe.
final class Forwarder {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /// They speak of one connection, not of the message (RFC 9110, section 7.6.1), or are made anew.
  private static final Set<String> OF_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect",
          "content-length");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  Response forward(JettyRequest request, URI successor) throws IOException, InterruptedException {
    var answer = client.send(asked(request, successor), BodyHandlers.ofInputStream());
    var headers = new ArrayList<Response.Header>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_CONNECTION.contains(name) && !name.startsWith(":")) {
            values.forEach(value -> headers.add(new Response.Header(name, value)));
          }
        });
    return hasBody(request, answer) ? stream(answer, headers) : empty(answer, headers);
  }

  private static HttpRequest asked(JettyRequest request, URI successor) {
    var asked =
        HttpRequest.newBuilder(URI.create(successor + request.target()))
            .method(request.method(), body(request));
    for (var field : request.fields()) {
      var name = field.getName();
      if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
        asked.header(name, field.getValue());
      }
    }
    // Java's client leaves this one to us by the option jdk.httpclient.allowRestrictedHeaders.
    asked.setHeader("Host", request.authority());
    asked.setHeader("X-Forwarded-For", request.remoteAddress());
    return asked.build();
  }

  private static BodyPublisher body(JettyRequest request) {
    if (!request.bodyStream().isUnread()) {
      return BodyPublishers.noBody();
    }
    var stream = BodyPublishers.ofInputStream(request::body);
    long length = request.contentLength();
    return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
  }

  private static boolean hasBody(JettyRequest request, HttpResponse<InputStream> answer) {
    int status = answer.statusCode();
    return !request.method().equals("HEAD") && status != 204 && status != 304;
  }

  private static Response stream(HttpResponse<InputStream> answer, List<Response.Header> headers) {
    var mediaType = answer.headers().firstValue("content-type").orElse("application/octet-stream");
    headers.removeIf(header -> header.name().equals("content-type"));
    answer
        .headers()
        .firstValue("content-length")
        .ifPresent(length -> headers.add(new Response.Header("Content-Length", length)));
    return new Response.Stream(
        answer.statusCode(),
        headers,
        mediaType,
        out -> {
          try (var body = answer.body()) {
            body.transferTo(out);
          }
        });
  }

  private static Response empty(HttpResponse<InputStream> answer, List<Response.Header> headers)
      throws IOException {
    answer.body().close();
    return new Response.Empty(answer.statusCode(), headers);
  }
}
