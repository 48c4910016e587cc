package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.extend.Sayings;
import contentgremlin.item.MediaType;
import contentgremlin.library.FileName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A parser of an extension: a grabber that looks at names alone. What it says counts a little more
/// than what the server read in the same names. Thread-safe.
final class ForeignParser implements Grabber {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int PRIORITY = Profile.PRIORITY_NAME + 10;

  private final Guard guard;
  private final Offer.OfParser offered;
  private final Profile profile;

  ForeignParser(Guard guard, Offer.OfParser offered, String title) {
    this.guard = guard;
    this.offered = offered;
    this.profile =
        new Profile(
            offered.id(),
            offered.version(),
            "Names, read by " + title,
            "Says what names of files and folders say.",
            Set.of(MediaType.values()),
            Wave.LOCAL,
            PRIORITY,
            null,
            Set.of(),
            List.of());
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return true;
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) throws InterruptedException {
    var type = subject.item().type().word();
    var name = FileName.shown(subject.item().source().name());
    try {
      var said =
          guard.call(
              "read a name",
              LIMIT,
              Blame.ITEM,
              _ -> List.copyOf(offered.part().parse(type, folders(subject), name)));
      var statements = Sayings.taken(said);
      return statements.isEmpty() ? new Grabbed.Nothing() : new Grabbed.Found(statements);
    } catch (Fault e) {
      return new Grabbed.Failed(e.reason(), Duration.ZERO);
    }
  }

  /// Our own folders say nothing of what was uploaded.
  private static List<String> folders(Subject subject) {
    var file = subject.file();
    if (file == null || subject.item().source() instanceof contentgremlin.item.Source.Owned) {
      return List.of();
    }
    var parts = Arrays.stream(file.split("/")).filter(part -> !part.isEmpty()).toList();
    return parts.subList(0, Math.max(0, parts.size() - 1));
  }
}
