package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An extension's grabber asks over the network, as the server's own do: by its rate, kept, and
/// only whom an administrator allows.
class AskingExtensionTest {
  private static final String GRABBER =
      """
      public Parts start(Host host) {
        var provider = new Provider("aa-place", "A place", "http://127.0.0.1:9", 100, java.time.Duration.ofSeconds(1),
            true, java.time.Duration.ofDays(1), java.time.Duration.ofDays(1));
        return Parts.none().with(new Grabber() {
          public Profile profile() {
            return new Profile("aa-asks", 1, "Asks", "Says what the place says.", Set.of("audio"), Profile.FIND,
                Profile.CATALOGUE, List.of(provider), Set.of("titles/title"), Set.of("entities"));
          }
          public Answer grab(Subject subject, Sources sources) throws Exception {
            var title = java.net.URLEncoder.encode(subject.item().value("titles", "title"), "UTF-8");
            var question = new Sources.Question(provider, sources.address(provider) + "/search?q=" + title,
                "application/json", "Bearer " + sources.key(provider), "");
            return switch (sources.ask(question)) {
              case Sources.Reply.Unanswered no -> no.failed();
              case Sources.Reply.Nothing no -> new Answer.Nothing(List.of());
              case Sources.Reply.Text text -> {
                var found = host.json(text.text()).orElseThrow();
                var said = new ArrayList<Statement>();
                for (var artist : found.list("artists")) {
                  said.add(Statement.of("entities", "artist", artist.text("name")));
                }
                yield new Answer.Found(said, List.of());
              }
            };
          }
        });
      }
      """;

  @TempDir Path folder;

  private static void set(ExtendedServer server, String name, String value) throws Exception {
    var answer =
        server.send("PUT", "/api/v1/settings/" + name, "{\"value\":\"%s\"}".formatted(value));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void a_grabber_asks_whom_an_administrator_allows_and_says_what_it_heard() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    var place = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    place.createContext(
        "/api/search",
        exchange -> {
          asked.add(
              exchange.getRequestURI().getQuery()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          var body = "{\"artists\":[{\"name\":\"The Gremlins\"}]}".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    place.start();
    try (var server = new ExtendedServer(folder.resolve("home")).with("aa", GRABBER).start()) {
      assertThat(server.state("aa")).as(server.reason("aa")).isEqualTo("enabled");
      var id = server.upload("Garden.wav");
      until(() ->
          server.json("/api/v1/items/" + id + "/description").toString().contains("ending")
              ? id
              : null);
      assertThat(asked).isEmpty();

      set(server, "aa-place-address", "http://127.0.0.1:" + place.getAddress().getPort() + "/api");
      set(server, "aa-place-key", "sesame");
      set(server, "providers", "aa-place");

      until(() ->
          server.json("/api/v1/items/" + id + "/metadata").toString().contains("The Gremlins")
              ? id
              : null);
      assertThat(asked).containsExactly("q=Garden Bearer sesame");
      assertThat(server.json("/api/v1/grabbers").toString()).contains("aa-asks", "A place");
      assertThat(server.json("/api/v1/settings").toString()).doesNotContain("sesame");
    } finally {
      place.stop(0);
    }
  }
}
