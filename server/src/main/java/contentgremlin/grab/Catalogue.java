package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import java.util.List;
import java.util.Optional;

/// Knows many things, each under a key of its own. Which of them the item is, a person has said, or
/// an identifier says, or a search has to find out. Stateless, thread-safe.
abstract class Catalogue implements Grabber {
  /// What is said of the item already, be it right or wrong.
  abstract Optional<String> known(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException;

  /// What it may be, the likeliest first.
  abstract List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException;

  /// @return empty if there is no such thing
  abstract Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException;

  /// How it is asked; with its key, if it needs one.
  Asking asking(Sources sources) throws InterruptedException, UnansweredException {
    return Asking.of(profile().asked().orElseThrow(), sources);
  }

  @Override
  public final Grabbed grab(Subject whole, Sources sources)
      throws InterruptedException, UnansweredException {
    var subject = Told.without(whole, profile().id());
    var chosen = subject.chosen();
    if (chosen != null && chosen.isEmpty()) {
      return new Grabbed.Nothing();
    }
    var asking = asking(sources);
    if (chosen != null) {
      return describe(chosen, subject, asking).map(Says::found).orElseGet(Grabbed.Nothing::new);
    }
    var known = known(subject, asking);
    if (known.isPresent()) {
      var says = describe(known.get(), subject, asking);
      if (says.isPresent()) {
        return says.get().found();
      }
    }
    return searched(subject, asking);
  }

  private Grabbed searched(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var candidates = search(subject, asking).stream().limit(Candidate.OFFERED_MAX).toList();
    if (candidates.isEmpty() || candidates.getFirst().score() < Candidate.SURE) {
      return new Grabbed.Nothing(candidates);
    }
    return describe(candidates.getFirst().key(), subject, asking)
        .map(Says::found)
        .orElseGet(() -> new Grabbed.Nothing(candidates));
  }
}
