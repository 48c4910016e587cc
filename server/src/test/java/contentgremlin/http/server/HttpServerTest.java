package contentgremlin.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.http.ProblemException;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayLeave = new CountDownLatch(1);
  private RunningServer running;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    running =
        new RunningServer(
            RunningServer.QUICK,
            List.of(request ->
                request.header("X-Evil").isPresent()
                    ? Response.problem(403, "Forbidden", "From another site.")
                    : null),
            Route.get("/api/v1/hello", _ -> Response.ok(Map.of("hello", "world"))),
            Route.get(
                "/api/v1/items/{id}",
                request -> Response.ok(Map.of("id", request.parameter("id")))),
            Route.get(
                "/thread", _ -> Response.ok(Map.of("virtual", Thread.currentThread().isVirtual()))),
            Route.get(
                "/bug",
                _ -> {
                  throw new IllegalStateException("the secret plan");
                }),
            Route.get(
                "/refuse",
                _ -> {
                  throw new ProblemException(409, "Conflict", "Not now.");
                }),
            Route.post(
                "/echo",
                request ->
                    new Response.Text(200, List.of(), "text/plain", request.body().readAllBytes())),
            Route.post("/deaf", _ -> Response.problem(413, "Too large", "Less, please.")),
            Route.get(
                "/slow",
                _ -> {
                  entered.countDown();
                  mayLeave.await();
                  return Response.noContent();
                }),
            Route.get(
                "/stream",
                _ ->
                    new Response.Stream(
                        200,
                        List.of(),
                        "text/event-stream",
                        out -> {
                          out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
                          out.flush();
                          entered.countDown();
                          mayLeave.await();
                        })));
    client = running.connect();
  }

  @AfterEach
  void stop() throws IOException {
    mayLeave.countDown();
    client.close();
    running.close();
  }

  @Test
  void answersJsonOnAVirtualThread() throws IOException {
    var answer = client.get("/api/v1/hello");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"hello\":\"world\"}");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(client.get("/thread").text()).contains("true");
  }

  @Test
  void everyAnswerTellsBrowsersToBeStrictAndNothingOfTheServer() throws IOException {
    for (var path : List.of("/api/v1/hello", "/nowhere", "/bug", "/%2e%2e/x")) {
      try (var fresh = running.connect()) {
        var headers = fresh.get(path).headers();
        assertThat(headers)
            .as(path)
            .containsKeys(
                "content-security-policy",
                "x-content-type-options",
                "referrer-policy",
                "cross-origin-opener-policy",
                "cross-origin-resource-policy")
            .doesNotContainKey("server");
      }
    }
  }

  @Test
  void whatIsNotThereIsAProblem() throws IOException {
    var answer = client.get("/api/v1/nothing", "Accept: text/html");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).contains("\"status\":404").contains("\"title\":\"Not found\"");
  }

  @Test
  void aBrowserGetsAPage() throws IOException {
    var answer = client.get("/nothing", "Accept: text/html,*/*");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo("<h1>Not found</h1>");
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws IOException {
    var answer = client.request("DELETE", "/api/v1/hello");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(client.request("OPTIONS", "/api/v1/hello").header("allow"))
        .isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void headHasTheHeadersOfGet() throws IOException {
    var get = client.get("/api/v1/hello");
    var head = client.request("HEAD", "/api/v1/hello");

    get.headers().remove("date");
    head.headers().remove("date");
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.body()).isEmpty();
    assertThat(client.get("/api/v1/hello").status()).as("the line is in step").isEqualTo(200);
  }

  @Test
  void aBugIsToldByANumberOnly() throws IOException {
    var answer = client.get("/bug");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("secret").doesNotContain("Exception");
    assertThat(client.get("/refuse").status()).as("goes on after it").isEqualTo(409);
  }

  @Test
  void aGuardComesBeforeTheHandler() throws IOException {
    assertThat(client.get("/api/v1/hello", "X-Evil: 1").status()).isEqualTo(403);
  }

  @Test
  void parametersAreDecoded() throws IOException {
    assertThat(client.get("/api/v1/items/a%20%C3%A4").text()).isEqualTo("{\"id\":\"a ä\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/items/..%2f..%2fetc",
        "/api/v1/items/%2e%2e",
        "/api/../api/v1/hello",
        "/api/v1/items/%00",
        "/api/v1/items/%ff",
        "/api/v1/items/%zz",
        "/api/v1/items/a%5cb"
      })
  void addressesWithTwoMeaningsAreRefused(String path) throws IOException {
    assertThat(client.get(path).status()).isEqualTo(400);
  }

  @Test
  void bodiesComeThrough() throws IOException {
    client.head("POST /echo HTTP/1.1", "Host: test", "Content-Length: 5").send("hello");
    assertThat(client.answer(false).text()).isEqualTo("hello");

    client
        .head("POST /echo HTTP/1.1", "Host: test", "Transfer-Encoding: chunked")
        .send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assertThat(client.answer(false).text()).isEqualTo("abcde");
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOn() throws IOException {
    client.head("POST /echo HTTP/1.1", "Host: test", "Content-Length: 2", "Expect: 100-continue");
    assertThat(client.answer(true).status()).isEqualTo(100);
    client.send("ok");
    assertThat(client.answer(false).text()).isEqualTo("ok");
  }

  @Test
  void aClientThatAsksFirstIsRefusedBeforeItSends() throws IOException {
    client.head(
        "POST /deaf HTTP/1.1", "Host: test", "Content-Length: 99999999", "Expect: 100-continue");

    assertThat(client.answer(false).status()).isEqualTo(413);
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void aRefusedBodyIsDrainedSoThatTheAnswerArrives() throws IOException {
    client.head("POST /deaf HTTP/1.1", "Host: test", "Content-Length: 900000");
    for (int i = 0; i < 900; i++) {
      client.send("x".repeat(1000));
    }
    var answer = client.answer(false);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void oddFramingIsRefused() throws IOException {
    var heads =
        List.of(
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked",
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 6",
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: -1",
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: xchunked",
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding : chunked",
            "GET /api/v1/hello HTTP/1.1\r\nHost: t\r\n folded: x",
            "GET /api/v1/hello HTTP/1.1",
            "GET /api/v1/hello HTTP/1.1\r\nHost: a\r\nHost: b",
            "GET /api/v1/hello HTTP/9.9\r\nHost: t",
            "GET /api/v1/hello HTTP/1.1\r\nHost: t\r\nX: " + "y".repeat(40_000));
    for (var head : heads) {
      try (var fresh = running.connect()) {
        fresh.send(head + "\r\n\r\n");
        var answer = fresh.answer(false);
        assertThat(answer.status()).as(head).isBetween(400, 505);
        assertThat(fresh.isClosed()).as(head).isTrue();
      }
    }
  }

  @Test
  void requestsInOneGoAreAnsweredInOrder() throws IOException {
    client.send(
        """
        GET /api/v1/items/1 HTTP/1.1\r
        Host: t\r
        \r
        GET /api/v1/items/2 HTTP/1.1\r
        Host: t\r
        \r
        """);

    assertThat(client.answer(false).text()).contains("1");
    assertThat(client.answer(false).text()).contains("2");
  }

  @Test
  void speaksHttp2WithoutEncryption() throws Exception {
    try (var http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var first = http2.send(request("/api/v1/hello"), BodyHandlers.ofString());
      var second = http2.send(request("/api/v1/hello"), BodyHandlers.ofString());

      assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(second.body()).isEqualTo(first.body()).isEqualTo("{\"hello\":\"world\"}");
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(running.uri(path)).build();
  }

  @Test
  void aHeadThatNeverEndsIsEnded() throws IOException {
    client.send("GET / HTTP/1.1\r\nHost: t\r\n");
    long begun = System.nanoTime();

    assertThat(client.isClosed()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void aBodyThatTricklesIsEnded() throws Exception {
    client.head("POST /echo HTTP/1.1", "Host: test", "Content-Length: 100000");
    var trickle =
        CompletableFuture.runAsync(() -> {
          try {
            for (int i = 0; i < 10_000; i++) {
              client.send("x");
              Thread.sleep(100);
            }
          } catch (IOException | InterruptedException _) {
            // It was ended.
          }
        });

    assertThat(client.answer(false).status()).isEqualTo(408);
    assertThat(client.isClosed()).isTrue();
    client.close();
    trickle.get(10, TimeUnit.SECONDS);
  }

  @Test
  void stopsWhenRunningRequestsHaveEnded() throws Exception {
    client.head("GET /slow HTTP/1.1", "Host: test");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    var stopped =
        CompletableFuture.runAsync(() -> {
          try {
            running.server.stop(Duration.ofSeconds(10));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    awaitRefusal();
    mayLeave.countDown();

    assertThat(client.answer(false).status()).isEqualTo(204);
    stopped.get(10, TimeUnit.SECONDS);
  }

  @Test
  void endsEventStreamsAtOnceWhenItStops() throws Exception {
    client.head("GET /stream HTTP/1.1", "Host: test");
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    long begun = System.nanoTime();

    running.server.stop(Duration.ofSeconds(10));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void listensOnASocketThatSomebodyElseBound() throws IOException {
    var socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (var taken = new RunningServer(socket, Route.get("/", _ -> Response.ok(List.of())));
        var other = taken.connect()) {
      assertThat(taken.server.address()).isEqualTo(socket.getLocalAddress());
      assertThat(other.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> RunningServer.start(running.server.address()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(running.server.address().getPort()))
        .hasMessageContaining("--listen");
  }

  @Test
  void aFloodOfSilentConnectionsPushesOutOnlyItself() throws IOException {
    var few =
        new Limits(100, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 256);
    var silent = new ArrayList<RawClient>();
    try (var small = new RunningServer(few, List.of(), Route.get("/", _ -> Response.noContent()))) {
      for (int i = 0; i < 500; i++) {
        silent.add(small.connect());
        if (i % 10 == 0) {
          silent.getLast().send("GET / HT");
        }
        if (i % 50 == 0) {
          try (var hasty = small.connect()) {
            assertThat(hasty.get("/").status()).as("after " + i).isEqualTo(204);
          }
        }
      }
      assertThat(silent.getFirst().isClosed()).isTrue();
    } finally {
      for (var client : silent) {
        client.close();
      }
    }
  }

  private void awaitRefusal() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      try (var _ = running.connect()) {
        Thread.sleep(10);
      } catch (IOException _) {
        return;
      }
    }
    throw new AssertionError("it still accepts connections");
  }
}
