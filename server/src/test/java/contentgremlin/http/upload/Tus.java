package contentgremlin.http.upload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Sends single tus requests, right or wrong, as tests need them.
record Tus(URI base, String bearer) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @param headers name, value, name, value …; an empty value leaves out a default
  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, BodyPublishers.ofByteArray(body))
            .header("Authorization", "Bearer " + bearer);
    boolean isVersionGiven = List.of(headers).contains("Tus-Resumable");
    if (!isVersionGiven) {
      request.header("Tus-Resumable", "1.0.0");
    }
    for (int i = 0; i < headers.length; i += 2) {
      if (!headers[i + 1].isEmpty()) {
        request.header(headers[i], headers[i + 1]);
      }
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String... headers) throws IOException, InterruptedException {
    return send("POST", TusRoutes.PATH, new byte[0], headers);
  }

  String create(String... headers) throws IOException, InterruptedException {
    var answer = post(headers);
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + text(answer));
    }
    return header(answer, "Location");
  }

  HttpResponse<byte[]> patch(String path, long offset, byte[] body, String... headers)
      throws IOException, InterruptedException {
    var all = new java.util.ArrayList<>(List.of(headers));
    all.addAll(
        List.of(
            "Content-Type",
            "application/offset+octet-stream",
            "Upload-Offset",
            Long.toString(offset)));
    return send("PATCH", path, body, all.toArray(String[]::new));
  }

  HttpResponse<byte[]> head(String path) throws IOException, InterruptedException {
    return send("HEAD", path, new byte[0]);
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
