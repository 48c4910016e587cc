package contentgremlin.http.api;

import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderStore;
import contentgremlin.enrich.Stages;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/api/v1/grabbers`: who describes items, whom they ask, and how far they are.
public final class GrabberRoutes {
  static final String ADDRESS = "/api/v1/grabbers";

  private final Database database;
  private final GrabberSettings settings;

  public GrabberRoutes(Database database, GrabberSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  public List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::list));
  }

  /// @param waiting items whose next stage is to be found out
  /// @param ended items of which all is known that can be known now
  record Listing(long waiting, long ended, List<GrabberView> grabbers) {}

  /// @param active whether it is run as things are set now
  /// @param done items it knew something of
  /// @param nothing items it was asked about, and knew nothing of
  /// @param failed items it is to be asked about again
  record GrabberView(
      String id,
      String name,
      String capability,
      int version,
      boolean active,
      List<String> types,
      Set<String> groups,
      List<String> settings,
      long done,
      long nothing,
      long failed,
      @Nullable ProviderView provider) {}

  /// @param closedUntil not asked before then
  record ProviderView(
      String id,
      String name,
      boolean needsKey,
      double requestsPerSecond,
      long asked,
      @Nullable String closedUntil,
      String reason) {}

  private record Known(
      List<Grabber> active,
      List<EnrichmentStore.Count> counts,
      List<ProviderStore.Standing> standings,
      long waiting) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    var known =
        database.read(tables ->
            new Known(
                settings.active(tables.settings()),
                tables.enrichment().counts(),
                tables.providers().standings(),
                tables.enrichment().countDue()));
    long ended = count(known, Stages.ENDING, Outcome.Kind.DONE);
    var views = settings.all().stream().map(grabber -> view(grabber, known)).toList();
    return Response.ok(new Listing(known.waiting(), ended, views));
  }

  private static long count(Known known, String stage, Outcome.Kind kind) {
    return known.counts().stream()
        .filter(count -> count.stage().equals(stage) && count.kind() == kind)
        .mapToLong(EnrichmentStore.Count::number)
        .sum();
  }

  private static GrabberView view(Grabber grabber, Known known) {
    var profile = grabber.profile();
    var standings =
        known.standings().stream()
            .collect(Collectors.toMap(ProviderStore.Standing::provider, Function.identity()));
    var provider =
        profile
            .asked()
            .map(asked -> {
              var standing = standings.get(asked.id());
              return new ProviderView(
                  asked.id(),
                  asked.name(),
                  asked.key() == Provider.Key.NEEDED,
                  1e9 / asked.rate().interval().toNanos(),
                  standing == null ? 0 : standing.asked(),
                  standing == null || standing.closedUntil() == null
                      ? null
                      : standing.closedUntil().toString(),
                  standing == null ? "" : standing.reason());
            })
            .orElse(null);
    return new GrabberView(
        profile.id(),
        profile.name(),
        profile.capability(),
        profile.version(),
        known.active().contains(grabber),
        profile.types().stream().map(type -> type.word()).sorted().toList(),
        profile.groups(),
        profile.options().stream().map(option -> option.name()).toList(),
        count(known, profile.id(), Outcome.Kind.DONE),
        count(known, profile.id(), Outcome.Kind.NOTHING),
        count(known, profile.id(), Outcome.Kind.FAILED),
        provider);
  }
}
