package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Rate;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wanted;
import contentgremlin.enrich.Wave;
import contentgremlin.extend.Refusal;
import contentgremlin.extend.Sayings;
import contentgremlin.extension.Answer;
import contentgremlin.item.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A grabber of an extension, fitted to where the server has its own. Thread-safe.
final class ForeignGrabber implements Grabber {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TEXT_MAX = 500;
  private static final int PRIORITY_MAX = 900;

  private final Guard guard;
  private final contentgremlin.extension.Grabber grabber;
  private final Profile profile;
  private final Set<String> needs;
  private final Map<String, Provider> providers;

  /// @throws Refusal if what it says of itself makes no sense
  ForeignGrabber(Guard guard, Offer.OfGrabber offered) {
    this.guard = guard;
    this.grabber = offered.part();
    this.needs = offered.profile().needs();
    var provider = offered.profile().asks().stream().map(ForeignGrabber::provider).findFirst();
    this.providers = provider.map(one -> Map.of(one.id(), one)).orElseGet(Map::of);
    this.profile = profile(offered.profile(), provider.orElse(null));
  }

  private static Provider provider(contentgremlin.extension.Provider provider) {
    if (!provider.address().matches("https?://[^?#@\\s]+[^/?#@\\s]")) {
      throw new Refusal("“%s” is no address of a provider".formatted(provider.address()));
    }
    return new Provider(
        provider.id(),
        provider.name(),
        provider.address(),
        Rate.of(provider.requests(), provider.per()),
        provider.needsKey() ? Provider.Key.NEEDED : Provider.Key.NONE,
        provider.found(),
        provider.absent());
  }

  private static Profile profile(
      contentgremlin.extension.Grabber.Profile said, @Nullable Provider provider) {
    try {
      return new Profile(
          said.id(),
          said.version(),
          said.name(),
          said.capability(),
          said.types().stream().map(MediaType::of).collect(Collectors.toSet()),
          Wave.valueOf(said.wave().toUpperCase(Locale.ROOT)),
          Math.clamp(said.priority(), 1, PRIORITY_MAX),
          provider,
          said.groups(),
          List.of());
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "what its grabber “%s” says of itself makes no sense: %s"
              .formatted(said.id(), e.getMessage()),
          e);
    }
  }

  @Override
  public Profile profile() {
    return profile;
  }

  /// Asked inside a transaction: no code of the extension runs here.
  @Override
  public boolean appliesTo(Subject subject) {
    return needs.stream()
        .allMatch(need -> Stream.of(need.split(" or ")).anyMatch(one -> isKnown(one, subject)));
  }

  private static boolean isKnown(String need, Subject subject) {
    int slash = need.indexOf('/');
    return slash > 0
        && !subject.value(need.substring(0, slash), need.substring(slash + 1)).isBlank();
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) throws InterruptedException {
    var chosen = subject.chosen();
    var seen =
        new contentgremlin.extension.Subject(
            Views.item(subject.item(), subject.known()).without(profile.id()),
            subject.beside(),
            chosen != null,
            chosen == null ? "" : chosen);
    try {
      var answer =
          guard.call(
              "ask about an item",
              LIMIT,
              Blame.ITEM,
              meter -> grabber.grab(seen, new OwnSources(sources, providers, meter)));
      return converted(answer);
    } catch (Fault e) {
      return new Grabbed.Failed(e.reason(), Duration.ZERO);
    }
  }

  private static Grabbed converted(Answer answer) {
    return switch (answer) {
      case Answer.Found(var statements, var wanted) ->
          new Grabbed.Found(
              Sayings.taken(statements),
              wanted.stream().filter(ForeignGrabber::isKnown).map(ForeignGrabber::wanted).toList());
      case Answer.Nothing(var candidates) ->
          new Grabbed.Nothing(
              candidates.stream()
                  .limit(Candidate.OFFERED_MAX)
                  .map(one ->
                      new Candidate(
                          cut(one.key()), cut(one.title()), cut(one.detail()), one.score()))
                  .toList());
      case Answer.Failed(var reason, var pause) ->
          new Grabbed.Failed(cut(reason), pause.isNegative() ? Duration.ZERO : pause);
    };
  }

  private static boolean isKnown(Answer.Wanted wanted) {
    return wanted.address().matches("https?://\\S{1,2000}")
        && Set.of("cover", "poster", "backdrop", "logo", "subtitle").contains(wanted.kind());
  }

  private static Wanted wanted(Answer.Wanted wanted) {
    return new Wanted(
        Wanted.Kind.of(wanted.kind()), wanted.address(), wanted.language(), wanted.priority());
  }

  private static String cut(String text) {
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
  }
}
