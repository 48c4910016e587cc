package contentgremlin.enrich;

import contentgremlin.job.Tool;
import java.util.List;
import java.util.Optional;

/// Knows one place where something is said of items. Stateless, thread-safe.
public interface Grabber {
  Profile profile();

  /// Whether there can be anything at all for this item; cheap. What it does not apply to gets no
  /// job.
  boolean appliesTo(Subject subject);

  /// Whether what it says may depend on files beside the item's own: then it is asked again when
  /// one of them changes.
  default boolean looksBeside() {
    return true;
  }

  /// Whose questions alone what it says is for: as long as that provider is not asked, the grabber
  /// need not run either.
  default Optional<Provider> onlyFor() {
    return Optional.empty();
  }

  /// Programs to be run before, under supervision, in a folder of their own; none by default. What
  /// they leave is had from [Sources#output].
  default List<Tool> tools(Subject subject) {
    return List.of();
  }

  /// Asks. MAY wait for others, and MAY be called again for the same item after a crash.
  Grabbed grab(Subject subject, Sources sources) throws InterruptedException, UnansweredException;
}
