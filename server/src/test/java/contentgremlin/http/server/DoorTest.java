package contentgremlin.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server whose place another one takes.
class DoorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayLeave = new CountDownLatch(1);
  private RunningServer old;
  private RunningServer successor;

  @BeforeEach
  void start() throws IOException {
    old = server("old");
    successor = server("new");
  }

  private RunningServer server(String name) throws IOException {
    return new RunningServer(
        Route.get("/who", _ -> text(name)),
        Route.post(
            "/echo",
            request ->
                text(
                    name
                        + " "
                        + request.header("X-Word").orElse("")
                        + " "
                        + new String(request.body().readAllBytes(), StandardCharsets.UTF_8))),
        Route.post(
            "/slow",
            _ -> {
              entered.countDown();
              mayLeave.await();
              return text(name);
            }));
  }

  private static Response text(String text) {
    return new Response.Text(200, List.of(), "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    mayLeave.countDown();
    old.close();
    successor.close();
  }

  private static String post(RunningServer server, String body) throws IOException {
    try (var client = server.connect()) {
      client.head(
          "POST /echo HTTP/1.1", "Host: test", "X-Word: held", "Content-Length: " + body.length());
      return client.send(body).answer(false).text();
    }
  }

  @Test
  void while_it_is_held_one_can_read_and_changes_wait() throws Exception {
    old.server.hold();
    var waiting = CompletableFuture.supplyAsync(() -> unchecked(() -> post(old, "x")));

    try (var client = old.connect()) {
      assertThat(client.get("/who").text()).isEqualTo("old");
    }
    assertThat(waiting).isNotDone();

    old.server.open();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("old held x");
  }

  @Test
  void who_waited_is_answered_by_the_successor_with_all_that_he_sent() throws Exception {
    try (var client = old.connect()) {
      assertThat(client.get("/who").text()).isEqualTo("old");
      old.server.hold();
      client
          .head("POST /echo HTTP/1.1", "Host: test", "X-Word: held", "Content-Length: 10")
          .send("body of it");

      old.server.moved(successor.uri(""));

      assertThat(client.answer(false).text()).isEqualTo("new held body of it");
    }
  }

  @Test
  void an_open_connection_gets_one_more_answer_and_then_ends() throws Exception {
    try (var client = old.connect()) {
      assertThat(client.get("/who").text()).isEqualTo("old");
      old.server.hold();
      old.server.moved(successor.uri(""));

      var last = client.get("/who");

      assertThat(last.text()).isEqualTo("new");
      assertThat(last.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void what_the_successor_refuses_is_refused_in_its_words() throws Exception {
    old.server.moved(successor.uri(""));
    try (var client = old.connect()) {
      assertThat(client.get("/nowhere").status()).isEqualTo(404);
    } catch (IOException _) {
      // Nobody is let in any more, and that is as right.
    }
  }

  @Test
  void holding_waits_for_short_changes_but_not_for_ever() throws Exception {
    var begun =
        CompletableFuture.supplyAsync(() ->
            unchecked(() -> {
              try (var client = old.connect()) {
                return client.request("POST", "/slow", "Content-Length: 0").text();
              }
            }));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

    old.server.hold();
    assertThat(begun).isNotDone();

    mayLeave.countDown();
    assertThat(begun.get(20, TimeUnit.SECONDS)).isEqualTo("old");
  }

  @Test
  void it_drains_when_all_that_was_begun_is_answered() throws Exception {
    var begun =
        CompletableFuture.supplyAsync(() ->
            unchecked(() -> {
              try (var client = old.connect()) {
                return client.request("POST", "/slow", "Content-Length: 0").text();
              }
            }));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    old.server.hold();
    old.server.moved(successor.uri(""));
    var drained =
        CompletableFuture.runAsync(() ->
            unchecked(() -> {
              old.server.drain(PATIENCE);
              return "";
            }));
    assertThat(drained).isNotDone();

    mayLeave.countDown();

    assertThat(begun.get(20, TimeUnit.SECONDS)).isEqualTo("old");
    drained.get(20, TimeUnit.SECONDS);
  }

  @Test
  void it_listens_elsewhere_without_a_new_start() throws Exception {
    var socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var before = old.server.address();

    old.server.listenInstead(socket);

    assertThat(old.server.address()).isNotEqualTo(before);
    try (var client = old.connect()) {
      assertThat(client.get("/who").text()).isEqualTo("old");
    }
  }

  private interface Asking {
    String ask() throws Exception;
  }

  private static String unchecked(Asking asking) {
    try {
      return asking.ask();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
