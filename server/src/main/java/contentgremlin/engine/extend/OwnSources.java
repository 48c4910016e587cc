package contentgremlin.engine.extend;

import contentgremlin.enrich.Problem;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.extension.Provider;
import contentgremlin.extension.Sources;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a grabber of an extension may look while it works on one item: the time that this takes is
/// not its own.
record OwnSources(
    contentgremlin.enrich.Sources sources,
    Map<String, contentgremlin.enrich.Provider> providers,
    Guard.Meter meter)
    implements Sources {
  @Override
  public Reply ask(Question question) throws InterruptedException {
    try {
      return meter.<Reply>outside(() ->
          sources
              .ask(converted(question))
              .<Reply>map(reply -> new Reply.Text(reply.mediaType(), reply.text()))
              .orElseGet(Reply.Nothing::new));
    } catch (UnansweredException e) {
      return new Reply.Unanswered(String.valueOf(e.getMessage()), e.pause());
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      return new Reply.Unanswered(Guard.words(e), Duration.ZERO);
    }
  }

  private contentgremlin.enrich.Question converted(Question question) {
    var headers = new HashMap<String, String>();
    if (!question.accept().isEmpty()) {
      headers.put("Accept", question.accept());
    }
    if (!question.authorization().isEmpty()) {
      headers.put("Authorization", question.authorization());
    }
    return new contentgremlin.enrich.Question(
        provider(question.provider()), question.address(), headers, question.body());
  }

  private contentgremlin.enrich.Provider provider(Provider provider) {
    var known = providers.get(provider.id());
    if (known == null) {
      throw new contentgremlin.extend.Refusal(
          "it asks “%s”, which its grabber did not name".formatted(provider.id()));
    }
    return known;
  }

  @Override
  public void absent(Question question) {
    var asked = converted(question);
    meter.outsideNow(() -> {
      sources.absent(asked);
      return asked;
    });
  }

  @Override
  public Reply.Unanswered disbelieve(Question question, String reason) {
    var asked = converted(question);
    var thrown = meter.outsideNow(() -> sources.unanswered(asked, Problem.TROUBLE, reason));
    return new Reply.Unanswered(String.valueOf(thrown.getMessage()), thrown.pause());
  }

  @Override
  public Optional<String> beside(String name) {
    return sources.beside(name);
  }

  @Override
  public String address(Provider provider) {
    return sources.address(provider(provider));
  }

  @Override
  public String key(Provider provider) {
    return sources.setting(provider(provider).keySetting()).strip();
  }

  @Override
  public List<String> languages() {
    return sources.languages();
  }
}
