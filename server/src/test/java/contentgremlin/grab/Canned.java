package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Statement;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Sources whose answers were written down before: what has none is not there. Keeps what was
/// asked.
final class Canned implements Sources {
  final List<Question> asked = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();
  final List<Question> absent = new ArrayList<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> outputs = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private List<String> languages = List.of("en");
  private String broken = "";

  /// @param path begins what comes behind the provider's address; the longest one answers
  Canned answers(String path, String answer) {
    answers.put(path, answer);
    return this;
  }

  Canned fileBeside(String name, String text) {
    files.put(name, text);
    return this;
  }

  Canned left(String name, String text) {
    outputs.put(name, text);
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

  Canned breaksAt(String path) {
    broken = path;
    return this;
  }

  @Override
  public Optional<Reply> ask(Question question) throws UnansweredException {
    asked.add(question);
    String base = address(question.provider());
    if (!question.address().startsWith(base)) {
      throw new AssertionError(question.address() + " is not at " + base);
    }
    String path = question.address().substring(base.length());
    if (!broken.isEmpty() && path.startsWith(broken)) {
      throw new UnansweredException("down", Duration.ZERO);
    }
    return answers.entrySet().stream()
        .filter(answer -> path.startsWith(answer.getKey()))
        .max(Comparator.comparingInt(answer -> answer.getKey().length()))
        .map(answer -> new Reply("application/json", answer.getValue()));
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
