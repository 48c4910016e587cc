package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.Collected;
import contentgremlin.engine.Errand;
import contentgremlin.engine.Housekeeping;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.HousekeepingView.WaitingView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/collect`: removes now what can be removed, for administrators.
final class CollectRoutes {
  static final String ADDRESS = "/api/v1/collect";

  /// Whoever asks for a collection that is soon done gets its result at once.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Housekeeping housekeeping;

  CollectRoutes(Housekeeping housekeeping) {
    this.housekeeping = housekeeping;
  }

  List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::last), Route.post(ADDRESS, this::collect));
  }

  record ActionView(String action, String meaning, long count, long bytes) {}

  /// @param held why no unreferenced file is removed, or empty
  record ResultView(
      boolean dryRun,
      List<ActionView> actions,
      WaitingView waiting,
      StrangeFiles strange,
      String held,
      List<String> problems) {
    static ResultView of(Collected collected) {
      return new ResultView(
          collected.dry(),
          collected.actions().stream()
              .map(action ->
                  new ActionView(
                      action.sweep().word(),
                      action.sweep().meaning(),
                      action.count(),
                      action.bytes()))
              .toList(),
          WaitingView.of(collected.waiting()),
          new StrangeFiles(collected.strange(), collected.examples()),
          collected.held(),
          collected.problems());
    }
  }

  /// Below `content/`, and nobody's here.
  record StrangeFiles(long files, List<String> examples) {}

  /// @param number of this collection, since the server's start
  /// @param result once it has ended well
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RunView(
      long number,
      boolean running,
      String started,
      @Nullable String ended,
      @Nullable ResultView result,
      @Nullable String problem) {
    static RunView of(Errand.Run<Collected> run) {
      var ended = run.ended();
      var result = run.result();
      return new RunView(
          run.number(),
          run.isRunning(),
          run.started().toString(),
          ended == null ? null : ended.toString(),
          result == null ? null : ResultView.of(result),
          run.problem().isEmpty() ? null : run.problem());
    }
  }

  private Response last(Request request) {
    Access.requireAdministrator(request);
    return housekeeping
        .collections()
        .last()
        .<Response>map(run -> Response.ok(RunView.of(run)))
        .orElseGet(() -> Response.notFound("Nothing was collected on demand yet."));
  }

  private Response collect(Request request) throws IOException {
    Access.requireAdministrator(request);
    var fields = Fields.of(request);
    boolean dry = fields.flag("dryRun").orElse(false);
    boolean now = fields.flag("now").orElse(false);
    fields.done();
    if (housekeeping.collect(dry, now).isEmpty()) {
      throw new ProblemException(409, "Not now", "A collection is under way; wait for its end.");
    }
    var run = RunView.of(awaited());
    return run.running() ? new Response.Json(202, List.of(), run) : Response.ok(run);
  }

  private Errand.Run<Collected> awaited() {
    try {
      return housekeeping.collections().await(PATIENCE).orElseThrow();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return housekeeping.collections().last().orElseThrow();
    }
  }
}
