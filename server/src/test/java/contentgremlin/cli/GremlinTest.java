package contentgremlin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import contentgremlin.cli.ServerLocator.Located;
import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands against a real HTTP server that gives prepared answers.
final class GremlinTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private HttpServer server;
  private Located located = new Located.Nowhere("there is no home here");

  private record Answer(int status, String body) {}

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          requests.add((line + " " + body).strip());
          assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
              .isEqualTo("Bearer open sesame");
          var answer = answers.getOrDefault(line, new Answer(404, ""));
          var bytes = answer.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "items",
        "jobs",
        "status",
        "retry 1",
        "cancel 1",
        "set",
        "user list",
        "token",
        "stop",
        "demand x"
      })
  void withoutServerEveryCommandEndsWithThree(String line) {
    assertThat(run(line.split(" "))).isEqualTo(3);
    assertThat(err.toString()).contains("no server runs for", "there is no home here");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatNobodyKnowsIsWrongUsage() {
    assertThat(run("dance")).isEqualTo(2);
    assertThat(err.toString()).contains("dance");
  }

  @Test
  void noCommandIsWrongUsageAndShowsThem() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("serve", "items", "stop");
  }

  @Test
  void theVersionNamesCommitAndSchema() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().strip()).isEqualTo("gremlin 1.2.3 (commit abc, schema 7)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "items", "jobs", "user add", "token create", "demand", "stop"})
  void everyCommandExplainsItself(String command) {
    assertThat(run((command + " --help").split(" "))).isZero();
    assertThat(out.toString()).contains("--home=DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8765", "localhost", "a:b", "host:99999", "host:80/path", "user@host:80"})
  void whatIsNoAddressIsWrongUsage(String listen) {
    assertThat(run("serve", "--listen", listen)).isEqualTo(2);
    assertThat(err.toString()).contains("--listen must be HOST:PORT");
  }

  @Test
  void aServerThatWentAwayEndsWithThree() {
    locate();
    server.stop(0);
    assertThat(run("items")).isEqualTo(3);
    assertThat(err.toString()).contains("no server answers at");
  }

  @Test
  void itemsAreFetchedPageByPage() {
    locate();
    answers.put(
        "GET /api/v1/items?limit=200&q=two%20words",
        new Answer(200, "{\"items\":[{\"id\":\"a\"}],\"next\":\"c/1\"}"));
    answers.put(
        "GET /api/v1/items?limit=200&q=two%20words&after=c%2F1",
        new Answer(200, "{\"items\":[{\"id\":\"b\"}]}"));

    assertThat(run("items", "--json", "two words")).isZero();

    assertThat(Api.JSON.readTree(out.toString()).findValuesAsString("id"))
        .containsExactly("a", "b");
  }

  @Test
  void titlesCannotSteerTheTerminal() {
    locate();
    answers.put(
        "GET /api/v1/items?limit=200",
        new Answer(200, "{\"items\":[{\"id\":\"a\",\"title\":\"\\u001b[2Jboo\"}]}"));

    assertThat(run("items")).isZero();

    assertThat(out.toString()).contains("boo").doesNotContain("\u001b");
  }

  @Test
  void aRefusalIsToldInTheServersWords() {
    locate();
    answers.put(
        "POST /api/v1/jobs/5/retry",
        new Answer(409, "{\"title\":\"Not now\",\"detail\":\"It is running.\"}"));
    answers.put("POST /api/v1/jobs/6/retry", new Answer(200, "{\"state\":\"queued\"}"));

    assertThat(run("retry", "5", "6")).isEqualTo(1);

    assertThat(err.toString()).contains("job 5: Not now: It is running.");
    assertThat(out.toString()).contains("job 6: queued");
  }

  @Test
  void aPlainTokenMayDoEverything() {
    locate();
    answers.put("POST /api/v1/tokens", new Answer(201, "{\"id\":1,\"token\":\"s3cret\"}"));

    assertThat(run("token")).isZero();

    assertThat(out.toString().strip()).isEqualTo("s3cret");
    assertThat(requests.getFirst()).contains("[\"read\",\"upload\",\"edit\",\"admin\"]");
  }

  @Test
  void demandPrintsWhatIsFoundOutUntilTheEnd() {
    locate();
    answers.put(
        "POST /api/v1/demand",
        new Answer(
            200,
            """
            event: DEMANDED
            data: {"item":"a"}

            event: PARSED
            data: {}

            event: GRABBED
            id: 4
            data: {"grabber":"nfo"}

            event: ENDED
            id: 5
            data: {}

            """));
    answers.put("GET /api/v1/items/a", new Answer(200, "{\"state\":\"published\"}"));

    assertThat(run("demand", "a")).isZero();

    assertThat(out.toString().lines()).containsExactly("PARSED", "GRABBED nfo", "ENDED");
    assertThat(requests.getFirst()).contains("\"item\":\"a\"");
  }

  @Test
  void aDemandWhoseStreamBreaksOffFails() {
    locate();
    answers.put("POST /api/v1/demand", new Answer(200, "event: PARSED\ndata: {}\n\n"));

    assertThat(run("demand", "a")).isEqualTo(1);

    assertThat(err.toString()).contains("ended the stream of events");
  }

  private void locate() {
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    located = new Located.At(address, "open sesame", new ProcessIdentity("boot", 1_000_000_000, 1));
  }

  private int run(String... arguments) {
    Launcher launcher =
        (_, _) -> {
          throw new IllegalStateException("nothing is to be launched here");
        };
    var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
    var surroundings =
        new Surroundings(
            launcher,
            new NoUpgrader(),
            _ -> located,
            new NoArchive(),
            new NoInstaller(),
            (_, _) -> {
              throw new IllegalStateException("nobody is to work here");
            },
            () -> {
              throw new IllegalStateException("nothing is to be supervised here");
            },
            new BuildInfo("1.2.3", "abc", 7),
            InstantSource.system(),
            terminal);
    return new Gremlin(surroundings).run(arguments);
  }
}
