package contentgremlin.engine.enrich;

import contentgremlin.engine.Alerts;
import contentgremlin.enrich.Fetcher;
import contentgremlin.enrich.Fetcher.Answer;
import contentgremlin.enrich.Fetcher.Head;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderStore.Kept;
import contentgremlin.enrich.ProviderStore.Turn;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.event.Alert;
import contentgremlin.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Asks providers, for all who want to know something of them. Thread-safe.
///
/// No provider sees more than its rate: each has one budget in the database, whose next request is
/// noted there before it is sent. What was answered is kept there before anybody is told of it, so
/// that it is never asked twice because something stopped. Two who ask the same wait for one
/// request.
public final class Asker {
  /// What catalogues say of one thing is seldom a tenth of it.
  static final long ANSWER_BYTES_MAX = 4 << 20;

  static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(20);

  /// Another node may be done with its request before its time is over.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private static final Duration REFUSED_PAUSE = Duration.ofDays(1);
  private static final Duration BUSY_PAUSE = Duration.ofMinutes(1);
  private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(30);
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
  private static final Set<Integer> ABSENT = Set.of(204, 404, 410);
  private static final Set<Integer> KEY_REFUSED = Set.of(401, 403);
  private static final Set<Integer> PASSING = Set.of(408, 425);
  private static final int UNCHANGED = 304;
  private static final int TOO_OFTEN = 429;

  private final Database database;
  private final Fetcher fetcher;
  private final UnaryOperator<String> setting;
  private final InstantSource time;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /// @param setting what an administrator has set under a name; the empty string if nothing
  public Asker(
      Database database, Fetcher fetcher, UnaryOperator<String> setting, InstantSource time) {
    this.database = database;
    this.fetcher = fetcher;
    this.setting = setting;
    this.time = time;
  }

  /// Waits for its turn, and for the answer.
  ///
  /// @param demand newer ones are asked first; 0 if nobody waits for it
  /// @return empty if the provider has nothing there
  public Optional<Reply> ask(Question question, long demand)
      throws InterruptedException, UnansweredException {
    var name = Secrecy.name(question);
    var believed = kept(question, name).filter(this::isBelieved);
    if (believed.isPresent()) {
      return Optional.ofNullable(believed.get().reply());
    }
    try (var place = line(question.provider()).enter(demand)) {
      return inLine(question, name, place);
    }
  }

  private Optional<Kept> kept(Question question, String name) {
    return database.read(tables -> tables.providers().kept(question.provider().id(), name));
  }

  private boolean isBelieved(Kept kept) {
    return time.instant().isBefore(kept.until());
  }

  private Optional<Reply> inLine(Question question, String name, Line.Place place)
      throws InterruptedException, UnansweredException {
    while (true) {
      place.come();
      // Somebody may have asked the same meanwhile.
      var kept = kept(question, name);
      if (kept.filter(this::isBelieved).isPresent()) {
        return Optional.ofNullable(kept.get().reply());
      }
      var missed = place.missed(name);
      if (missed.isPresent()) {
        throw new UnansweredException(missed.get().reason(), missed.get().pause());
      }
      switch (take(question.provider())) {
        case Turn.Granted() -> {
          return asked(question, name, kept.orElse(null), place);
        }
        case Turn.Later(var at) -> place.stepBack(shorter(LOOK_AGAIN, until(at)));
        case Turn.Closed(var until, var reason) ->
            throw UnansweredException.leftAlone(reason, until(until));
      }
    }
  }

  private Turn take(Provider provider) {
    return database.write(tables -> {
      var now = time.instant();
      var turn = tables.providers().take(provider, now);
      if (turn instanceof Turn.Closed
          && tables.providers().forgive(provider.id(), mark(provider))) {
        Alerts.resolve(tables, Alert.Kind.PROVIDER_REFUSED, provider.id(), now);
        return tables.providers().take(provider, now);
      }
      return turn;
    });
  }

  private String key(Provider provider) {
    return setting.apply(provider.keySetting());
  }

  private String mark(Provider provider) {
    return Secrecy.mark(provider.id(), key(provider));
  }

  private Duration until(Instant later) {
    var pause = Duration.between(time.instant(), later);
    return pause.isPositive() ? pause : Duration.ofMillis(1);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Optional<Reply> asked(
      Question question, String name, @Nullable Kept kept, Line.Place place)
      throws InterruptedException, UnansweredException {
    try {
      return switch (fetcher.fetch(order(question, kept))) {
        case Answer.Spoken(var head, var text) -> spoken(question, name, kept, head, text);
        case Answer.Broken(var reason) -> throw failed(question.provider(), Duration.ZERO, reason);
        case Answer.Refused(var reason) -> throw odd(question, reason);
      };
    } catch (UnansweredException e) {
      place.failed(name, String.valueOf(e.getMessage()), e.pause());
      throw e;
    }
  }

  /// Fetches a file from whom it belongs to, within its rate; others may ask as soon as it begins
  /// to come.
  ///
  /// @param provider null if nobody knows whose it is
  /// @return whatever was said, if it says nothing of the provider itself
  /// @throws IOException only if the sink does not take it
  public Answer fetch(
      @Nullable Provider provider, Fetcher.Order order, Fetcher.Sink sink, long demand)
      throws InterruptedException, IOException, UnansweredException {
    if (provider == null) {
      return fetcher.fetch(order, sink);
    }
    try (var place = line(provider).enter(demand)) {
      admit(provider, place);
      var answer =
          fetcher.fetch(
              order,
              head -> {
                well(provider);
                place.leave();
                return sink.open(head);
              });
      return judged(provider, answer, place.isOpen());
    }
  }

  /// @param isUnanswered nothing came so far
  private Answer judged(Provider provider, Answer answer, boolean isUnanswered)
      throws UnansweredException {
    if (!isUnanswered) {
      return answer;
    }
    switch (answer) {
      case Answer.Spoken(var head, _) when isBusy(head.status()) ->
          throw failed(provider, pause(head), "it answered " + head.status());
      case Answer.Broken(var reason) -> throw failed(provider, Duration.ZERO, reason);
      case Answer.Spoken _, Answer.Refused _ -> well(provider);
    }
    return answer;
  }

  private void admit(Provider provider, Line.Place place)
      throws InterruptedException, UnansweredException {
    while (true) {
      place.come();
      switch (take(provider)) {
        case Turn.Granted() -> {
          return;
        }
        case Turn.Later(var at) -> place.stepBack(shorter(LOOK_AGAIN, until(at)));
        case Turn.Closed(var until, var reason) ->
            throw UnansweredException.leftAlone(reason, until(until));
      }
    }
  }

  private void well(Provider provider) {
    database.write(tables -> {
      tables.providers().answered(provider, time.instant());
      return provider;
    });
  }

  private Line line(Provider provider) {
    return lines.computeIfAbsent(provider.id(), _ -> new Line());
  }

  /// For tests: how many are in line, with whoever is being answered.
  int waiting(Provider provider) {
    return line(provider).length();
  }

  private static boolean isBusy(int status) {
    return status >= 500 || status == TOO_OFTEN || PASSING.contains(status);
  }

  private Duration pause(Head head) {
    var asksFor = RetryAfter.of(head.retryAfter(), time.instant());
    if (head.status() != TOO_OFTEN) {
      return asksFor;
    }
    return asksFor.isZero() ? BUSY_PAUSE : longer(asksFor, LEAST_PAUSE);
  }

  private Fetcher.Order order(Question question, @Nullable Kept kept) {
    var set = setting.apply(question.provider().addressSetting());
    return new Fetcher.Order(
        question.address(),
        question.headers(),
        question.body(),
        kept == null || kept.reply() == null
            ? Fetcher.Since.NEVER
            : new Fetcher.Since(kept.tag(), kept.modified()),
        Fetcher.Rest.ALL,
        new Fetcher.Limits(ANSWER_BYTES_MAX, ANSWER_TIME_MAX),
        set.isBlank() ? Set.of() : Set.of(set));
  }

  private Optional<Reply> spoken(
      Question question, String name, @Nullable Kept kept, Head head, String text)
      throws UnansweredException {
    var provider = question.provider();
    var now = time.instant();
    int status = head.status();
    if (ABSENT.contains(status)) {
      return keep(question, name, new Kept(null, "", "", now, now.plus(provider.absent())));
    }
    if (head.isFine()) {
      var reply = new Reply(head.mediaType(), text);
      var until = now.plus(provider.found());
      return keep(question, name, new Kept(reply, head.tag(), head.modified(), now, until));
    }
    if (status == UNCHANGED && kept != null) {
      var until = now.plus(provider.found());
      return keep(question, name, new Kept(kept.reply(), kept.tag(), kept.modified(), now, until));
    }
    throw unanswered(question, head);
  }

  /// It is durable before anybody hears of it.
  private Optional<Reply> keep(Question question, String name, Kept kept) {
    var provider = question.provider();
    return database.write(tables -> {
      var now = time.instant();
      tables.providers().keep(provider.id(), name, kept);
      tables.providers().answered(provider, now);
      Alerts.resolve(tables, Alert.Kind.PROVIDER_REFUSED, provider.id(), now);
      return Optional.ofNullable(kept.reply());
    });
  }

  private UnansweredException unanswered(Question question, Head head) {
    int status = head.status();
    if (KEY_REFUSED.contains(status)) {
      return refused(question, "it answered " + status);
    }
    if (status == TOO_OFTEN) {
      return failed(question.provider(), pause(head), "it was asked too often (429)");
    }
    return isBusy(status)
        ? failed(question.provider(), pause(head), "it answered " + status)
        : odd(question, "it answered " + status);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// It is not well, or wants to be left alone.
  private UnansweredException failed(Provider provider, Duration wait, String why) {
    var reason = reason(provider, why);
    var pause =
        database.write(tables -> {
          var now = time.instant();
          return Duration.between(now, tables.providers().failed(provider, now, wait, reason));
        });
    return new UnansweredException(reason, pause);
  }

  /// It is well, and still this question has no answer.
  private UnansweredException odd(Question question, String why) {
    well(question.provider());
    return new UnansweredException(reason(question.provider(), why), Duration.ZERO);
  }

  private UnansweredException refused(Question question, String why) {
    var provider = question.provider();
    var reason = reason(provider, why);
    database.write(tables -> {
      var now = time.instant();
      var until = now.plus(REFUSED_PAUSE);
      tables.providers().refused(provider, mark(provider), now, until, reason);
      var message = refusal(provider, why);
      Alerts.raise(tables, Alert.Kind.PROVIDER_REFUSED, provider.id(), message, now);
      return provider;
    });
    return new UnansweredException(reason, REFUSED_PAUSE);
  }

  private String reason(Provider provider, String why) {
    return Secrecy.without(key(provider), provider.name() + ": " + why);
  }

  private String refusal(Provider provider, String why) {
    var name = provider.name();
    var what =
        provider.key() == Provider.Key.NEEDED
            ? "%s does not take its key: %s. Nothing is asked of it for a day. Set another key with: gremlin set %s KEY"
                .formatted(name, why, provider.keySetting())
            : "%s does not let us ask: %s. Nothing is asked of it for a day. It may want to know whom it can write to; set that with: gremlin set contact ADDRESS"
                .formatted(name, why);
    return Secrecy.without(key(provider), what);
  }

  /// The answer to this looked well, and said in its text that it is none.
  ///
  /// @return to be thrown
  public UnansweredException unanswered(Question question, Problem problem, String reason) {
    forget(question);
    return switch (problem) {
      case BUSY -> failed(question.provider(), BUSY_PAUSE, reason);
      case TROUBLE -> failed(question.provider(), TROUBLE_PAUSE, reason);
      case KEY_REFUSED -> refused(question, reason);
    };
  }

  private void forget(Question question) {
    database.write(tables -> {
      tables.providers().forget(question.provider().id(), Secrecy.name(question));
      return question;
    });
  }

  /// The answer to this is that there is nothing, in other words.
  public void absent(Question question) {
    var provider = question.provider();
    var name = Secrecy.name(question);
    database.write(tables -> {
      var kept = tables.providers().kept(provider.id(), name);
      kept.ifPresent(answer -> {
        var until = answer.at().plus(provider.absent());
        if (until.isBefore(answer.until())) {
          tables.providers().keep(provider.id(), name, answer.believedUntil(until));
        }
      });
      return question;
    });
  }
}
