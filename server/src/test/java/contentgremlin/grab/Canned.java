package contentgremlin.grab;

import contentgremlin.enrich.Fetcher;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.Said;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Statement;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import contentgremlin.net.HttpFetcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Sources whose answers were written down before: what has none is not there. Providers are asked
/// over real HTTP, by the fetcher that the server uses; a server on this machine stands in for all
/// of them. Keeps what was asked.
final class Canned implements Sources {
  /// One server for all tests; each has a place of its own on it.
  private static final ProviderServer SERVER = ProviderServer.start();

  private static final HttpFetcher FETCHER = new HttpFetcher(() -> "Contentgremlin/1");
  private static final AtomicInteger PLACES = new AtomicInteger();
  private static final Fetcher.Limits LIMITS = new Fetcher.Limits(1 << 20, Duration.ofSeconds(30));

  private final String place = "/" + PLACES.incrementAndGet();
  final List<Question> asked = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();
  final List<Question> absent = new ArrayList<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> outputs = new HashMap<>();
  private final Map<String, byte[]> samples = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private List<String> languages = List.of("en");

  /// @param path begins what comes behind the provider's address; the longest one answers
  Canned answers(String path, String answer) {
    answers.put(path, answer);
    SERVER.on(place + path.replaceFirst("\\?.*\\z", ""), this::answer);
    return this;
  }

  private Said answer(ProviderServer.Asked got) {
    var path = got.path().substring(place.length());
    var whole = got.query().isEmpty() ? path : path + "?" + got.query();
    return answers.entrySet().stream()
        .filter(answer -> whole.startsWith(answer.getKey()))
        .max(Comparator.comparingInt(answer -> answer.getKey().length()))
        .map(answer -> Said.json(answer.getValue()))
        .orElseGet(() -> Said.status(404));
  }

  Canned fileBeside(String name, String text) {
    files.put(name, text);
    return this;
  }

  Canned left(String name, String text) {
    outputs.put(name, text);
    return this;
  }

  Canned left(String name, byte[] bytes) {
    samples.put(name, bytes);
    return this;
  }

  Canned set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  Canned wants(String... wanted) {
    languages = List.of(wanted);
    return this;
  }

  @Override
  public Optional<Reply> ask(Question question) throws InterruptedException, UnansweredException {
    asked.add(question);
    String base = address(question.provider());
    if (!question.address().startsWith(base)) {
      throw new AssertionError(question.address() + " is not at " + base);
    }
    var order =
        new Fetcher.Order(
            SERVER.address() + place + question.address().substring(base.length()),
            question.headers(),
            question.body(),
            Fetcher.Since.NEVER,
            Fetcher.Rest.ALL,
            LIMITS,
            Set.of(SERVER.address()));
    return switch (FETCHER.fetch(order)) {
      case Fetcher.Answer.Spoken(var head, var text) when head.status() == 200 ->
          Optional.of(new Reply(head.mediaType(), text));
      case Fetcher.Answer.Spoken(var head, _) when head.status() == 404 -> Optional.empty();
      case Fetcher.Answer other -> throw new UnansweredException("" + other, Duration.ZERO);
    };
  }

  @Override
  public UnansweredException unanswered(Question question, Problem problem, String reason) {
    problems.add(problem);
    return new UnansweredException(reason, Duration.ZERO);
  }

  @Override
  public void absent(Question question) {
    absent.add(question);
  }

  @Override
  public Optional<String> beside(String name) {
    return Optional.ofNullable(files.get(name));
  }

  @Override
  public Optional<String> output(String name) {
    return Optional.ofNullable(outputs.get(name));
  }

  @Override
  public Optional<byte[]> outputBytes(String name) {
    return Optional.ofNullable(samples.get(name));
  }

  @Override
  public String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  @Override
  public String address(Provider provider) {
    return settings.getOrDefault(provider.addressSetting(), provider.address());
  }

  @Override
  public List<String> languages() {
    return languages;
  }

  List<String> addresses() {
    return asked.stream().map(Question::address).toList();
  }

  /// What is said, as "group/key" or "group/key@language", in order.
  Map<String, List<String>> found(Grabber grabber, Known known)
      throws InterruptedException, UnansweredException {
    return found(grabber, known.subject());
  }

  Map<String, List<String>> found(Grabber grabber, Subject subject)
      throws InterruptedException, UnansweredException {
    var grabbed = grabber.grab(subject, this);
    if (!(grabbed instanceof Grabbed.Found(var statements, _))) {
      throw new AssertionError("nothing found: " + grabbed);
    }
    return statements.stream()
        .collect(
            Collectors.groupingBy(
                Canned::place,
                LinkedHashMap::new,
                Collectors.mapping(Statement::value, Collectors.toList())));
  }

  List<Wanted> wanted(Grabber grabber, Known known)
      throws InterruptedException, UnansweredException {
    return grabber.grab(known.subject(), this) instanceof Grabbed.Found(_, var wanted)
        ? wanted
        : List.of();
  }

  private static String place(Statement said) {
    String place = said.group() + "/" + said.key();
    return said.language().isEmpty() ? place : place + "@" + said.language();
  }
}
