package contentgremlin.engine.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Rate;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.Said;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.event.Alert;
import contentgremlin.net.HttpFetcher;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class AskerTest {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource time = () -> InstantSource.system().instant().plus(ahead.get());
  private final ProviderServer server = ProviderServer.start();
  private final HttpFetcher fetcher = new HttpFetcher(() -> "Contentgremlin/1");
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final Provider provider = provider(Rate.of(1, INTERVAL));
  private Database database;
  private Asker asker;

  private static Provider provider(Rate rate) {
    return new Provider(
        "faraway",
        "Far Away",
        "https://faraway.invalid",
        rate,
        Provider.Key.NEEDED,
        Duration.ofDays(30),
        Duration.ofDays(3));
  }

  @BeforeEach
  void open() {
    settings.put("faraway-address", server.address());
    settings.put("faraway-key", "s3cr3t-key");
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", time);
    asker = asker();
  }

  private Asker asker() {
    return new Asker(database, fetcher, name -> settings.getOrDefault(name, ""), time);
  }

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
    database.close();
  }

  private Question question(String path) {
    return Question.of(provider, server.address() + path);
  }

  private Optional<String> ask(String path) throws Exception {
    return asker.ask(question(path), 0).map(Reply::text);
  }

  private UnansweredException unanswered(String path) {
    try {
      throw new AssertionError("it answered " + ask(path));
    } catch (UnansweredException e) {
      return e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration span) {
    ahead.updateAndGet(span::plus);
  }

  private List<Alert> alerts() {
    return database.read(tables -> tables.alerts().standing(0, 10));
  }

  @Test
  void what_was_answered_is_not_asked_again_until_it_is_too_old() throws Exception {
    server.on("/a", Said.json("1"), Said.json("2"));

    var first = ask("/a");
    var second = ask("/a");
    pass(Duration.ofDays(31));
    var later = ask("/a");

    assertThat(List.of(first, second, later))
        .containsExactly(Optional.of("1"), Optional.of("1"), Optional.of("2"));
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void that_there_is_nothing_is_believed_for_a_shorter_time() throws Exception {
    server.on("/a", Said.status(404), Said.json("1"));

    var first = ask("/a");
    var second = ask("/a");
    pass(Duration.ofDays(4));
    var later = ask("/a");

    assertThat(List.of(first, second, later))
        .containsExactly(Optional.empty(), Optional.empty(), Optional.of("1"));
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void an_answer_that_means_nothing_is_believed_no_longer() throws Exception {
    server.on("/a", Said.json("[]"), Said.json("[1]"));

    ask("/a");
    asker.absent(question("/a"));
    var again = ask("/a");
    pass(Duration.ofDays(4));
    var later = ask("/a");

    assertThat(again).contains("[]");
    assertThat(later).contains("[1]");
  }

  @Test
  void what_is_too_old_is_asked_for_only_if_it_changed() throws Exception {
    server.on("/a", Said.json("1").tagged("v"));

    ask("/a");
    pass(Duration.ofDays(31));
    var renewed = ask("/a");
    pass(Duration.ofDays(29));
    var kept = ask("/a");

    assertThat(renewed).contains("1");
    assertThat(kept).contains("1");
    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().getLast().header("if-none-match")).isEqualTo("\"v\"");
  }

  /// Goes on with what is on the disk at this moment, as after a kill.
  private void dieAndStartAgain() throws Exception {
    var after = Files.createDirectory(folder.resolve("after"));
    for (var file : List.of("db.sqlite", "db.sqlite-wal")) {
      Files.copy(folder.resolve(file), after.resolve(file));
    }
    database.close();
    database = SqliteDatabase.open(after.resolve("db.sqlite"), "test", time);
    asker = asker();
  }

  @Test
  void nothing_is_asked_twice_if_the_process_dies_before_anybody_made_use_of_the_answer()
      throws Exception {
    server.on("/a", Said.json("1"));

    ask("/a");
    dieAndStartAgain();

    assertThat(ask("/a")).contains("1");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void the_budget_holds_after_a_kill_in_the_middle_of_a_request() throws Exception {
    server.on("/a", Said.json("1").after(Duration.ofSeconds(20)));
    server.on("/b", Said.json("1"));
    var dying = together(1, () -> ask("/a")).getFirst();
    while (server.asked().isEmpty()) {
      Thread.onSpinWait();
    }

    dieAndStartAgain();
    ask("/b");
    dying.cancel(true);

    assertThat(server.closest()).isGreaterThanOrEqualTo(INTERVAL);
  }

  private <T> List<Future<T>> together(int count, Callable<T> work) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    return Collections.nCopies(count, work).stream().map(threads::submit).toList();
  }

  /// Answers there once the latch is open: until then whoever asks is in line.
  private CountDownLatch held(String path, Said said) {
    var go = new CountDownLatch(1);
    server.on(
        path,
        _ -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return said;
        });
    return go;
  }

  private void awaitInLine(int count) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (asker.waiting(provider) < count) {
      assertThat(System.nanoTime()).as("they are not in line").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void many_who_ask_the_same_wait_for_one_request() throws Exception {
    var go = held("/a", Said.json("1"));

    var answers = together(20, () -> ask("/a"));
    awaitInLine(20);
    go.countDown();

    for (var answer : answers) {
      assertThat(answer.get()).contains("1");
    }

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void many_who_ask_the_same_in_vain_hear_of_it_after_one_request() throws Exception {
    var go = held("/a", Said.status(400));

    var answers = together(20, () -> unanswered("/a"));
    awaitInLine(20); // whoever comes after the answer asks again, and may
    go.countDown();

    for (var answer : answers) {
      assertThat(answer.get()).hasMessage("Far Away: it answered 400");
    }

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void no_request_comes_above_the_rate_from_two_nodes_and_after_a_restart() throws Exception {
    server.allowing(1, INTERVAL);
    for (int i = 0; i < 12; i++) {
      server.on("/" + i, Said.json("" + i));
    }
    var other = asker();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var answers = new ArrayList<Future<Optional<Reply>>>();
    for (int i = 0; i < 10; i++) {
      var node = i % 2 == 0 ? asker : other;
      var path = "/" + i;
      answers.add(threads.submit(() -> node.ask(question(path), 0)));
    }
    for (var answer : answers) {
      assertThat(answer.get()).isPresent();
    }
    database.close();
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", time);
    asker = asker();
    ask("/10");
    ask("/11");

    assertThat(server.excess()).isZero();
    assertThat(server.asked()).hasSize(12);
    assertThat(server.closest()).isGreaterThanOrEqualTo(INTERVAL);
  }

  @Test
  void a_burst_is_what_the_rate_allows_and_no_more() throws Exception {
    var bursting = provider(new Rate(5, Duration.ofSeconds(1), 5));
    for (int i = 0; i < 12; i++) {
      server.on("/" + i, Said.json("" + i));
    }
    for (int i = 0; i < 12; i++) {
      asker.ask(Question.of(bursting, server.address() + "/" + i), 0);
    }

    var asked = server.asked();
    // Five at once, and then one every 200 ms: seven of those.
    var span = Duration.ofNanos(asked.getLast().nanos() - asked.getFirst().nanos());
    assertThat(span).isGreaterThanOrEqualTo(Duration.ofMillis(1_400));
  }

  @Test
  void the_newest_demand_is_asked_first() throws Exception {
    for (var path : List.of("/old", "/none", "/new")) {
      server.on(path, Said.json("1"));
    }
    var go = held("/first", Said.json("1"));
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var answers = new ArrayList<Future<Optional<Reply>>>();
    answers.add(threads.submit(() -> asker.ask(question("/first"), 0)));
    while (server.asked().isEmpty()) {
      Thread.onSpinWait();
    }
    for (var one : List.of(Map.entry("/none", 0L), Map.entry("/old", 5L), Map.entry("/new", 9L))) {
      answers.add(threads.submit(() -> asker.ask(question(one.getKey()), one.getValue())));
    }
    awaitInLine(4);
    go.countDown();
    for (var answer : answers) {
      answer.get();
    }

    assertThat(server.asked())
        .extracting(ProviderServer.Asked::path)
        .containsExactly("/first", "/new", "/old", "/none");
  }

  @Test
  void who_asks_for_a_pause_gets_it_and_others_hear_of_it_at_once() throws Exception {
    server.on("/a", Said.later(429, "120"), Said.json("1"));

    var first = unanswered("/a");
    var other = unanswered("/b");
    pass(Duration.ofSeconds(110));
    var soon = unanswered("/a");
    pass(Duration.ofSeconds(11));

    assertThat(first).hasMessage("Far Away: it was asked too often (429)");
    assertThat(first.pause()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(120));
    assertThat(other.pause()).isLessThanOrEqualTo(first.pause());
    assertThat(soon.pause()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    assertThat(ask("/a")).contains("1");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void a_pause_may_be_a_date_and_is_never_longer_than_a_day() {
    var now = Instant.parse("2026-09-01T10:00:00Z");

    assertThat(RetryAfter.of("Tue, 01 Sep 2026 10:05:00 GMT", now))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(RetryAfter.of("Tue, 01 Sep 2026 09:00:00 GMT", now)).isZero();
    assertThat(RetryAfter.of(" 7 ", now)).isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryAfter.of("99999999", now)).isEqualTo(Duration.ofDays(1));
    assertThat(RetryAfter.of("999999999999999999999", now)).isEqualTo(Duration.ofDays(1));
    assertThat(RetryAfter.of("soon", now)).isZero();
    assertThat(RetryAfter.of("-5", now)).isZero();
    assertThat(RetryAfter.of("", now)).isZero();
  }

  @Test
  void who_fails_again_and_again_is_left_alone_for_longer_and_longer() throws Exception {
    server.on("/a", Said.status(500));

    var pauses = new ArrayList<Duration>();
    for (int i = 0; i < 5; i++) {
      pauses.add(unanswered("/a").pause());
      pass(pauses.getLast());
    }
    server.on("/a", Said.json("1"));
    var well = ask("/a");
    server.on("/b", Said.status(500));
    var afresh = unanswered("/b");

    assertThat(pauses)
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40));
    assertThat(well).contains("1");
    assertThat(afresh.pause()).isZero();
  }

  @Test
  void a_refused_key_is_told_once_and_tried_again_when_it_is_another_one() throws Exception {
    server.on("/a", Said.status(401), Said.json("1"));

    var first = unanswered("/a?key=s3cr3t-key");
    var second = unanswered("/b");
    var told = alerts();
    settings.put("faraway-key", "0ther-key");
    var well = ask("/a");

    assertThat(first.pause()).isEqualTo(Duration.ofDays(1));
    assertThat(second).hasMessage("Far Away: it answered 401");
    assertThat(told)
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.kind()).isEqualTo(Alert.Kind.PROVIDER_REFUSED);
          assertThat(alert.subject()).isEqualTo("faraway");
          assertThat(alert.message()).contains("gremlin set faraway-key");
        });
    assertThat(well).contains("1");
    assertThat(alerts()).isEmpty();
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void errors_in_the_text_are_not_kept_and_count_like_others() throws Exception {
    server.on("/a", Said.json("{\"error\": 29}"), Said.json("1"));

    ask("/a");
    var thrown = asker.unanswered(question("/a"), Problem.BUSY, "too often, s3cr3t-key");
    var meanwhile = unanswered("/a");
    pass(Duration.ofSeconds(61));

    assertThat(thrown).hasMessage("Far Away: too often, …");
    assertThat(thrown.pause()).isEqualTo(Duration.ofMinutes(1));
    assertThat(meanwhile.pause()).isPositive();
    assertThat(ask("/a")).contains("1");
  }

  @Test
  void a_refused_key_in_the_text_closes_the_provider() throws Exception {
    server.on("/a", Said.json("{\"error\": 10}"));

    ask("/a");
    var thrown = asker.unanswered(question("/a"), Problem.KEY_REFUSED, "invalid API key");

    assertThat(thrown.pause()).isEqualTo(Duration.ofDays(1));
    assertThat(alerts()).hasSize(1);
    assertThatThrownBy(() -> ask("/b")).isInstanceOf(UnansweredException.class);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void odd_answers_are_no_fault_of_the_provider() throws Exception {
    server.on("/a", Said.status(400));
    server.on("/huge", Said.json("1").endlessly());
    server.on("/away", Said.redirect("https://10.0.0.1/"));
    server.on("/b", Said.json("1"));

    for (var path : List.of("/a", "/huge", "/away", "/a")) {
      assertThat(unanswered(path).pause()).isZero();
    }

    assertThat(ask("/b")).contains("1");
  }

  @Test
  void what_was_broken_off_is_asked_again() throws Exception {
    server.on("/a", Said.json("{\"a\": 1}").cutAfter(3), Said.json("2"));

    assertThat(unanswered("/a")).hasMessage("Far Away: its answer broke off");
    assertThat(ask("/a")).contains("2");
  }
}
