package contentgremlin.engine.enrich;

import contentgremlin.engine.Pipeline;
import contentgremlin.enrich.Course;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.ProviderStore;
import contentgremlin.enrich.Stages;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.library.Entry;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Leads items from stage to stage, inside one transaction.
final class Courses {
  /// In the input of jobs: what the outcome is to be kept with.
  static final String MARK = "mark";

  private final Database.Tables tables;
  private final GrabberSettings settings;
  private final Stations stations;
  private final Instant now;
  private final Map<String, ProviderStore.Standing> closed = new HashMap<>();

  Courses(Database.Tables tables, GrabberSettings settings, Instant now) {
    this.tables = tables;
    this.settings = settings;
    this.stations = new Stations(tables, settings);
    this.now = now;
    for (var standing : tables.providers().standings()) {
      if (standing.closedUntil() != null && now.isBefore(standing.closedUntil())) {
        closed.put(standing.provider(), standing);
      }
    }
  }

  Stations stations() {
    return stations;
  }

  /// The stages that an item goes through next.
  ///
  /// @param stages side by side; none if it is done, or something else must come first
  record Next(Item item, List<String> stages, Map<String, String> marks) {}

  /// @return empty if somebody is at work on the item, or its file is to be read first: both make
  ///   it due again
  Optional<Next> next(Item item) {
    if (item.isTrashed() || isAtWork(item) || isToBeRead(item)) {
      return Optional.empty();
    }
    var marks = new HashMap<String, String>();
    var parse = Marks.parse(tables, item);
    marks.put(Stages.PARSE, parse);
    var found = stations.of(item, parse);
    found.forEach(station -> marks.put(station.stage(), station.mark()));
    boolean wanted =
        !tables.pictures().due(item.id(), now).isEmpty() && !isParked(item, Stages.DOWNLOAD);
    var stages = Course.next(parse, found, wanted, tables.enrichment().outcomes(item.id()), now);
    while (passOver(item, stages, marks)) {
      stages = Course.next(parse, found, wanted, tables.enrichment().outcomes(item.id()), now);
    }
    return Optional.of(new Next(item, stages, marks));
  }

  /// Nobody waits for who is not asked now anyway.
  ///
  /// @return whether a stage was put off
  private boolean passOver(Item item, List<String> stages, Map<String, String> marks) {
    boolean any = false;
    for (var stage : stages) {
      var standing = provider(stage).map(closed::get).orElse(null);
      if (standing != null && standing.closedUntil() != null) {
        int failures =
            tables.enrichment().outcome(item.id(), stage).map(Outcome::failures).orElse(0);
        tables
            .enrichment()
            .put(
                item.id(),
                new Outcome(
                    stage,
                    Outcome.Kind.FAILED,
                    marks.getOrDefault(stage, ""),
                    now,
                    standing.closedUntil(),
                    failures,
                    standing.reason()));
        any = true;
      }
    }
    return any;
  }

  private Optional<String> provider(String stage) {
    return settings
        .find(stage)
        .flatMap(grabber -> grabber.profile().asked())
        .map(provider -> provider.id());
  }

  /// One that is parked holds nobody up.
  private boolean isAtWork(Item item) {
    return tables.jobs().of(item.id()).stream()
        .filter(job -> Stages.isOne(job.kind()))
        .anyMatch(job -> job.isOpen() && !(job.state() instanceof Job.State.Parked));
  }

  private boolean isParked(Item item, String kind) {
    return tables.jobs().of(item.id()).stream()
        .anyMatch(job -> job.kind().equals(kind) && job.state() instanceof Job.State.Parked);
  }

  private boolean isToBeRead(Item item) {
    return switch (item.source()) {
      case Source.Mirrored _ ->
          tables
              .libraries()
              .entryOf(item.id())
              .filter(entry -> entry.isThere() && entry.probe() != Entry.ProbeState.DUE)
              .isEmpty();
      case Source.Owned _ -> item.facts().format() == null;
      case Source.External _ -> false; // its parsing begins with that
    };
  }

  /// @param demand 0 if nobody waits for it
  void order(Next next, long demand) {
    var jobs = new ArrayList<NewJob>();
    for (var stage : next.stages()) {
      jobs.add(
          new NewJob(
              Stages.kind(stage),
              next.item().id(),
              next.item().owner(),
              lane(stage),
              NewJob.APART,
              false,
              new Priority(Priority.BACKGROUND, demand),
              Map.of(MARK, next.marks().getOrDefault(stage, ""))));
    }
    Pipeline.add(tables, jobs, now);
  }

  private Lane lane(String stage) {
    return stage.equals(Stages.DOWNLOAD) || provider(stage).isPresent() ? Lane.NETWORK : Lane.LIGHT;
  }
}
