package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.engine.BackedUp;
import contentgremlin.engine.Backups;
import contentgremlin.engine.Errand;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/backup`: backs up the home while it is served. For the operator alone, since it writes
/// wherever it is told to.
final class BackupRoutes {
  static final String ADDRESS = "/api/v1/backup";
  private static final int PATH_LENGTH_MAX = 4_096;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Backups backups;

  BackupRoutes(Backups backups) {
    this.backups = backups;
  }

  List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::last), Route.post(ADDRESS, this::begin));
  }

  /// @param number of this backup, since the server's start
  /// @param result once it has ended well
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RunView(
      long number,
      boolean running,
      String started,
      @Nullable String ended,
      @Nullable BackedUp result,
      @Nullable String problem) {
    static RunView of(Errand.Run<BackedUp> run) {
      var ended = run.ended();
      return new RunView(
          run.number(),
          run.isRunning(),
          run.started().toString(),
          ended == null ? null : ended.toString(),
          run.result(),
          run.problem().isEmpty() ? null : run.problem());
    }
  }

  private static void requireOperator(Request request) {
    Access.requireAdministrator(request);
    if (!(request.actor() instanceof Actor.Operator)) {
      throw Access.refused(request.actor(), "Only the operator may do this: “gremlin backup”.");
    }
  }

  private Response last(Request request) {
    requireOperator(request);
    return backups
        .errand()
        .last()
        .<Response>map(run -> Response.ok(RunView.of(run)))
        .orElseGet(() -> Response.notFound("No backup was made since the server was started."));
  }

  private Response begin(Request request) throws IOException {
    requireOperator(request);
    var fields = Fields.of(request);
    var folder = folder(fields.requiredText("destination", PATH_LENGTH_MAX));
    int kept =
        fields.number("keep", 1, Integer.MAX_VALUE).map(Math::toIntExact).orElse(Integer.MAX_VALUE);
    fields.done();
    if (backups.begin(folder, kept).isEmpty()) {
      throw new ProblemException(409, "Not now", "A backup is under way; wait for its end.");
    }
    var run = RunView.of(awaited());
    return run.running() ? new Response.Json(202, List.of(), run) : Response.ok(run);
  }

  private static Path folder(String text) {
    try {
      var folder = Path.of(text);
      if (folder.isAbsolute()) {
        return folder;
      }
    } catch (InvalidPathException _) {
      // Told below.
    }
    throw Fields.wrong("destination", "must be an absolute path on the server's machine");
  }

  private Errand.Run<BackedUp> awaited() {
    try {
      return backups.errand().await(PATIENCE).orElseThrow();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return backups.errand().last().orElseThrow();
    }
  }
}
