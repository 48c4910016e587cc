package contentgremlin.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Fetcher.Answer;
import contentgremlin.enrich.Fetcher.Limits;
import contentgremlin.enrich.Fetcher.Order;
import contentgremlin.enrich.Fetcher.Rest;
import contentgremlin.enrich.Fetcher.Since;
import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
class HttpFetcherTest {
  private static final Limits LIMITS = new Limits(10_000, Duration.ofSeconds(20));
  private static final Duration SHORT = Duration.ofMillis(700);

  private final ProviderServer provider = ProviderServer.start();
  private final HttpFetcher fetcher = new HttpFetcher(() -> "Contentgremlin/1 (me@example.org)");

  @AfterEach
  void close() {
    fetcher.close();
    provider.close();
  }

  private Order order(String path) {
    return order(path, LIMITS);
  }

  private Order order(String path, Limits limits) {
    return Order.get(provider.address() + path, limits, Set.of(provider.address() + "/base"));
  }

  private Answer ask(String path) throws InterruptedException {
    return fetcher.fetch(order(path));
  }

  private static Answer.Spoken spoken(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Spoken.class);
    return (Answer.Spoken) answer;
  }

  private static String broken(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Broken.class);
    return ((Answer.Broken) answer).reason();
  }

  private static String refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).reason();
  }

  @Test
  void an_answer_comes_with_what_its_head_says() throws Exception {
    provider.on(
        "/a", Said.json("{\"ä\": 1}").tagged("v1").modified("Tue, 01 Sep 2026 10:00:00 GMT"));

    var answer = spoken(ask("/a?q=1"));

    assertThat(answer.text()).isEqualTo("{\"ä\": 1}");
    assertThat(answer.head().status()).isEqualTo(200);
    assertThat(answer.head().mediaType()).isEqualTo("application/json");
    assertThat(answer.head().tag()).isEqualTo("\"v1\"");
    assertThat(answer.head().modified()).startsWith("Tue, 01 Sep");
    var asked = provider.asked().getFirst();
    assertThat(asked.header("user-agent")).isEqualTo("Contentgremlin/1 (me@example.org)");
    assertThat(asked.parameter("q")).isEqualTo("1");
  }

  @Test
  void what_is_packed_is_unpacked_and_other_alphabets_are_read() throws Exception {
    provider.on("/packed", Said.json("{\"a\": 1}").packed());
    provider.on("/latin", Said.bytes("text/plain; charset=ISO-8859-1", new byte[] {(byte) 0xe4}));
    provider.on("/odd", Said.bytes("text/plain; charset=klingon", "ä".getBytes(UTF_8)));

    assertThat(spoken(ask("/packed")).text()).isEqualTo("{\"a\": 1}");
    assertThat(spoken(ask("/latin")).text()).isEqualTo("ä");
    assertThat(spoken(ask("/odd")).text()).isEqualTo("ä");
  }

  @Test
  void a_body_is_posted_with_the_headers_it_needs() throws Exception {
    provider.on("/p", Said.json("{}"));
    var order =
        new Order(
            provider.address() + "/p",
            Map.of("Authorization", "Bearer x"),
            "{\"b\": 2}",
            Since.NEVER,
            Rest.ALL,
            LIMITS,
            Set.of(provider.address()));

    spoken(fetcher.fetch(order));

    var asked = provider.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.body()).isEqualTo("{\"b\": 2}");
    assertThat(asked.header("content-type")).isEqualTo("application/json");
    assertThat(asked.header("authorization")).isEqualTo("Bearer x");
  }

  @Test
  void a_server_that_says_nothing_is_asked_once_only() throws Exception {
    provider.on("/h", Said.hangUp());

    var reason = broken(ask("/h"));

    assertThat(reason).isEqualTo("the connection broke");
    assertThat(provider.asked()).hasSize(1);
  }

  @Test
  void what_breaks_off_is_no_answer() throws Exception {
    provider.on("/t", Said.json("{\"a\": 12345}").cutAfter(5));
    provider.on("/g", Said.json("{\"a\": 12345}").packed().cutAfter(12));
    provider.on(
        "/z",
        Said.bytes("application/json", new byte[] {1, 2, 3}).with("Content-Encoding", "gzip"));

    assertThat(broken(ask("/t"))).contains("broke off");
    assertThat(broken(ask("/g"))).contains("broke off");
    assertThat(broken(ask("/z"))).contains("unpacked");
  }

  @Test
  void nothing_larger_than_allowed_is_read() throws Exception {
    provider.on("/said", Said.bytes("text/plain", new byte[10_001]));
    provider.on("/endless", Said.bytes("text/plain", new byte[1_000]).endlessly());
    provider.on("/bomb", Said.bytes("text/plain", new byte[10_000_000]).packed());
    provider.on("/fits", Said.bytes("text/plain", new byte[10_000]));

    assertThat(refused(ask("/said"))).contains("larger");
    assertThat(refused(ask("/endless"))).contains("larger");
    assertThat(refused(ask("/bomb"))).contains("larger");
    assertThat(spoken(ask("/fits")).text()).hasSize(10_000);
  }

  @Test
  void what_comes_too_slowly_is_given_up_in_time_however_steadily_it_comes() throws Exception {
    var slow = new Limits(10_000, SHORT);
    provider.on("/drip", Said.bytes("text/plain", new byte[1_000]).slowly(Duration.ofMillis(20)));
    provider.on("/silent", Said.json("{}").after(Duration.ofSeconds(30)));
    for (var path : List.of("/drip", "/silent")) {
      long begun = System.nanoTime();

      var reason = broken(fetcher.fetch(order(path, slow)));

      assertThat(reason).contains("within");
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          // The timer counts whole milliseconds, and may be up to one early.
          .isBetween(SHORT.minusMillis(10), SHORT.plusSeconds(8));
    }
  }

  @Test
  void it_is_gone_nowhere_but_to_public_places_unless_an_administrator_named_them()
      throws Exception {
    try (var other = ProviderServer.start()) {
      other.on("/x", Said.json("{}"));
      provider.on("/other", Said.redirect(other.address() + "/x"));
      provider.on("/name", Said.redirect(provider.addressAs("localhost") + "/x"));
      provider.on("/private", Said.redirect("https://192.168.1.1/x"));
      provider.on("/six", Said.redirect("https://[fd00::1]/x"));
      provider.on("/mapped", Said.redirect("https://[::ffff:10.0.0.1]/x"));
      provider.on("/number", Said.redirect("https://2130706433/x"));
      provider.on("/file", Said.redirect("file:///etc/passwd"));
      for (var path :
          List.of("/other", "/name", "/private", "/six", "/mapped", "/number", "/file")) {
        assertThat(ask(path)).as(path).isInstanceOfAny(Answer.Refused.class);
      }
      var untrusted = Order.get(provider.address() + "/x", LIMITS, Set.of());
      assertThat(fetcher.fetch(untrusted)).isInstanceOf(Answer.Refused.class);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void redirects_are_followed_a_few_times_and_keys_are_not_sent_elsewhere() throws Exception {
    try (var other = ProviderServer.start()) {
      provider.on("/1", Said.redirect("/2"));
      provider.on("/2", Said.redirect(other.address() + "/3"));
      provider.on("/loop", Said.redirect("/loop"));
      other.on("/3", Said.json("{}"));
      var order =
          new Order(
              provider.address() + "/1",
              Map.of("X-Key", "secret"),
              "",
              Since.NEVER,
              Rest.ALL,
              LIMITS,
              Set.of(provider.address(), other.address()));

      spoken(fetcher.fetch(order));

      assertThat(provider.asked()).allMatch(asked -> asked.header("x-key").equals("secret"));
      assertThat(other.asked()).allMatch(asked -> asked.header("x-key").isEmpty());
      provider.forgetAsked();
      assertThat(refused(ask("/loop"))).contains("more than we follow");
      assertThat(provider.asked()).hasSize(6);
    }
  }

  @Test
  void what_is_known_is_not_sent_again() throws Exception {
    provider.on("/c", Said.json("{}").tagged("v1"));
    var since = new Since("\"v1\"", "");
    var order =
        new Order(
            provider.address() + "/c",
            Map.of(),
            "",
            since,
            Rest.ALL,
            LIMITS,
            Set.of(provider.address()));

    assertThat(spoken(fetcher.fetch(order)).head().status()).isEqualTo(304);
  }

  @Test
  void bytes_go_into_the_sink_as_they_come_and_the_rest_of_them_can_be_asked_for()
      throws Exception {
    var bytes = new byte[5_000];
    new Random(7).nextBytes(bytes);
    provider.on("/b", Said.bytes("image/png", bytes).tagged("p").cutAfter(3_000));
    var taken = new ByteArrayOutputStream();

    var first = fetcher.fetch(order("/b"), _ -> taken);
    var sofar = taken.size();
    provider.on("/b", Said.bytes("image/png", bytes).tagged("p"));
    var rest =
        new Order(
            provider.address() + "/b",
            Map.of(),
            "",
            Since.NEVER,
            new Rest(sofar, "\"p\""),
            LIMITS,
            Set.of(provider.address()));
    var second = spoken(fetcher.fetch(rest, _ -> taken));

    assertThat(broken(first)).contains("broke off");
    assertThat(sofar).isBetween(1, 3_000);
    assertThat(second.head().status()).isEqualTo(206);
    assertThat(second.head().offset()).isEqualTo(sofar);
    assertThat(taken.toByteArray()).isEqualTo(bytes);
    assertThat(provider.asked().getLast().header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void a_sink_that_takes_nothing_is_our_trouble_and_not_the_providers() {
    provider.on("/b", Said.bytes("image/png", new byte[100]));
    var full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> fetcher.fetch(order("/b"), _ -> full))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space");
  }

  @Test
  void it_ends_when_its_thread_is_interrupted_or_it_is_closed() throws Exception {
    provider.on("/silent", Said.json("{}").after(Duration.ofSeconds(30)));
    provider.on("/drip", Said.bytes("text/plain", new byte[900]).slowly(Duration.ofMillis(50)));
    for (var path : List.of("/silent", "/drip")) {
      var ended = new CompletableFuture<Boolean>();
      var begun = new CountDownLatch(1);
      var asking =
          Thread.ofVirtual()
              .start(() -> {
                begun.countDown();
                try {
                  fetcher.fetch(order(path));
                  ended.complete(false);
                } catch (InterruptedException _) {
                  ended.complete(true);
                }
              });
      begun.await();
      while (provider.asked(path).isEmpty()) {
        Thread.onSpinWait();
      }
      asking.interrupt();
      assertThat(ended.get(60, TimeUnit.SECONDS)).as(path).isTrue();
    }
  }

  @Test
  void what_it_says_of_failures_names_no_keys() throws Exception {
    int port = Integer.parseInt(provider.address().replaceAll(".*:", ""));
    provider.close();
    var address = "http://127.0.0.1:" + port + "/x?api_key=secret";

    var reason = broken(fetcher.fetch(Order.get(address, LIMITS, Set.of(address))));

    assertThat(reason).isEqualTo("no connection");
  }
}
