package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.install.Installer;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.install.Report;
import contentgremlin.install.Suggestion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/install`: what the last installation came to, and another one.
public final class InstallRoutes {
  static final String ADDRESS = "/api/v1/install";

  /// Most runs have nothing to do, and are over long before.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int CODE_LENGTH_MAX = 200;

  private final Installer installer;
  private final InstallAccess access;

  public InstallRoutes(Installer installer, Accounts accounts) {
    this.installer = installer;
    this.access = new InstallAccess(accounts);
  }

  public List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::show), Route.post(ADDRESS, this::install));
  }

  /// @param cause why it was run; null before the first run
  /// @param problem why the last run came to no report, or empty
  /// @param steps of the last run that ended; while one is under way, of that one so far
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record InstallView(
      boolean running,
      @Nullable String cause,
      @Nullable String build,
      @Nullable String started,
      @Nullable String ended,
      boolean failed,
      String problem,
      List<LineView> steps,
      List<SuggestionView> suggestions) {
    static InstallView of(Installer.View view) {
      var report = view.report().orElse(null);
      boolean isRunning = view.running();
      var lines = isRunning || report == null ? view.lines() : report.lines();
      return new InstallView(
          isRunning,
          report == null || isRunning ? null : report.cause().word(),
          report == null || isRunning ? null : report.build(),
          text(isRunning ? view.since() : report == null ? null : report.started()),
          text(isRunning || report == null ? null : report.ended()),
          !isRunning && report != null && report.hasFailed(),
          isRunning ? "" : view.problem(),
          lines.stream().map(LineView::of).toList(),
          view.suggestions().stream().map(SuggestionView::of).toList());
    }

    private static @Nullable String text(@Nullable Instant time) {
      return time == null ? null : time.toString();
    }
  }

  /// @param hook its id, if this is about a hook of the step
  /// @param when before, after, around: for hooks
  /// @param outcome done, already-done, skipped, failed
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LineView(
      String step,
      @Nullable String hook,
      @Nullable String when,
      String title,
      String outcome,
      String detail,
      double seconds) {
    static LineView of(Report.Line line) {
      var when = line.when();
      return new LineView(
          line.step(),
          line.hook(),
          when == null ? null : when.word(),
          line.title(),
          line.outcome().word(),
          line.outcome().detail(),
          line.took().toMillis() / 1000.0);
    }
  }

  record SuggestionView(String name, String path) {
    static SuggestionView of(Suggestion suggestion) {
      return new SuggestionView(suggestion.name(), suggestion.path());
    }
  }

  private Response show(Request request) {
    access.require(request, request.query("code").orElse(""));
    return Response.ok(InstallView.of(installer.view()));
  }

  private Response install(Request request) throws IOException {
    var fields = Fields.of(request);
    var code = fields.text("code", CODE_LENGTH_MAX).or(() -> request.query("code")).orElse("");
    fields.done();
    access.require(request, code);
    boolean ended = isEnded();
    var view = InstallView.of(installer.view());
    return ended ? Response.ok(view) : new Response.Json(202, List.of(), view);
  }

  private boolean isEnded() {
    try {
      return installer.run(Report.Cause.REQUEST, PATIENCE).isPresent();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
