package contentgremlin.http.page;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A browser without script: asks for pages, posts forms, keeps cookies, follows no redirect by
/// itself.
final class SampleBrowser implements AutoCloseable {
  private static final Pattern LINK = Pattern.compile(" (?:href|src|action)=\"([^\"]+)\"");

  // The JDK's client now and then misreads a large answer to the request that upgrades to HTTP/2.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String origin;
  private String cookie = "";

  SampleBrowser(SampleSite site) {
    this.origin = site.address();
  }

  SampleBrowser loggedInAs(String name) throws IOException, InterruptedException {
    var answer = post("/login", "name", name, "password", SampleSite.PASSWORD, "next", "/");
    if (answer.statusCode() != 303) {
      throw new IllegalStateException("login answered " + answer.statusCode());
    }
    return this;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  /// @param fields names and values, by turns
  HttpResponse<String> post(String path, String... fields)
      throws IOException, InterruptedException {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
    }
    var body = HttpRequest.BodyPublishers.ofString(String.join("&", pairs));
    return send(
        HttpRequest.newBuilder()
            .POST(body)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin),
        path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    request.uri(URI.create(origin + path)).header("Accept", "text/html,*/*");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    for (var set : answer.headers().allValues("Set-Cookie")) {
      if (set.startsWith("gremlin_session=")) {
        cookie = set.substring(0, set.indexOf(';'));
      }
    }
    return answer;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Addresses of this site that a page mentions.
  static Set<String> links(String page) {
    var links = new LinkedHashSet<String>();
    var matcher = LINK.matcher(page);
    while (matcher.find()) {
      var link = matcher.group(1).replace("&amp;", "&");
      if (link.startsWith("/") && !link.startsWith("//")) {
        links.add(link);
      }
    }
    return links;
  }

  /// The ids of the cards on a listing, in their order.
  static List<String> cards(String page) {
    return Pattern.compile("data-card=\"([^\"]+)\"")
        .matcher(page)
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
