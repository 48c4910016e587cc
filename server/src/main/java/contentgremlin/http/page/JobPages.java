package contentgremlin.http.page;

import contentgremlin.engine.Jobs;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.ItemId;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.Progress;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The work of this place, for its administrators: what runs, what waits, what failed and why.
public final class JobPages {
  private static final int PAGE_SIZE = 50;
  private static final Set<String> FILTERS =
      Set.of("open", "running", "queued", "failed", "succeeded", "cancelled");

  private final Pages pages;
  private final Jobs jobs;
  private final Database database;

  JobPages(Pages pages, Jobs jobs, Database database) {
    this.pages = pages;
    this.jobs = jobs;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/jobs", this::show),
        Route.post("/admin/jobs/{id}/retry", request -> ask(request, jobs::retry)),
        Route.post("/admin/jobs/{id}/cancel", request -> ask(request, jobs::cancel)));
  }

  /// One row of the table.
  ///
  /// @param percent -1 if it can't be told
  /// @param log the last lines of its newest attempt, or the empty string
  public record Row(
      long id,
      @Nullable String item,
      String title,
      String kind,
      String name,
      String lane,
      String state,
      int percent,
      String pace,
      int attempt,
      String machine,
      String output,
      String reason,
      String log,
      boolean isOpen,
      boolean canRetry) {}

  /// @param filter the state that is shown, or the empty string for all
  public record JobsPage(
      Frame frame,
      List<BrowsePages.Chip> chips,
      String filter,
      List<Row> rows,
      @Nullable String next,
      String error) {}

  private Response show(Request request) {
    return show(request, 200, "");
  }

  private Response show(Request request, int status, String error) {
    Administration.require(request);
    var filter = request.query("state").filter(FILTERS::contains).orElse("");
    var query =
        new JobQuery(filter.isEmpty() ? null : filter, null, before(request), PAGE_SIZE + 1);
    var found = jobs.list(query);
    var shown = found.stream().limit(PAGE_SIZE).toList();
    var next =
        found.size() > PAGE_SIZE
            ? "/admin/jobs?" + filterText(filter) + "before=" + shown.getLast().id().value()
            : null;
    return pages.render(
        status,
        "admin-jobs",
        new JobsPage(
            pages.frame(request, "Jobs"), chips(filter), filter, rows(shown), next, error));
  }

  private static String filterText(String filter) {
    return filter.isEmpty() ? "" : "state=" + filter + "&";
  }

  private static @Nullable JobId before(Request request) {
    return request
        .query("before")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> new JobId(Long.parseLong(text)))
        .orElse(null);
  }

  private List<BrowsePages.Chip> chips(String filter) {
    var counts = database.read(tables -> tables.jobs().countByState());
    return List.of(
        chip("All", "", filter, counts),
        chip("Open", "open", filter, counts),
        chip("Failed", "failed", filter, counts),
        chip("Done", "succeeded", filter, counts),
        chip("Cancelled", "cancelled", filter, counts));
  }

  private static BrowsePages.Chip chip(
      String label, String state, String filter, Map<String, Long> counts) {
    long count =
        switch (state) {
          case "" -> counts.values().stream().mapToLong(Long::longValue).sum();
          case "open" ->
              List.of("waiting", "queued", "claimed", "running", "parked").stream()
                  .mapToLong(it -> counts.getOrDefault(it, 0L))
                  .sum();
          default -> counts.getOrDefault(state, 0L);
        };
    var address = state.isEmpty() ? "/admin/jobs" : "/admin/jobs?state=" + state;
    return new BrowsePages.Chip(label + " " + count, address, null, state.equals(filter));
  }

  private List<Row> rows(List<Job> all) {
    var titles =
        database.read(tables -> {
          Map<ItemId, String> found = new HashMap<>();
          for (var job : all) {
            if (job.item() != null) {
              tables
                  .items()
                  .find(job.item())
                  .map(Cards::title)
                  .ifPresent(title -> found.put(job.item(), title));
            }
          }
          return found;
        });
    return all.stream().map(job -> row(job, titles)).toList();
  }

  private Row row(Job job, Map<ItemId, String> titles) {
    var progress = jobs.progress(job.id()).orElse(Progress.UNKNOWN);
    var item = job.item();
    return new Row(
        job.id().value(),
        item == null || !titles.containsKey(item) ? null : item.value(),
        item == null ? "" : titles.getOrDefault(item, "(removed)"),
        job.kind(),
        Steps.name(job.kind()),
        job.lane().word(),
        job.state().word(),
        job.state() instanceof Job.State.Succeeded ? 100 : Steps.percent(progress),
        pace(progress),
        job.attempt(),
        job.machine(),
        job.output(),
        reason(job),
        hasLog(job) ? jobs.logTail(job.id()) : "",
        job.isOpen(),
        job.state() instanceof Job.State.Failed || job.state() instanceof Job.State.Cancelled);
  }

  private static String pace(Progress progress) {
    var remaining = progress.remaining();
    var speed = progress.speed() > 0 ? "%.1f×".formatted(progress.speed()) : "";
    return remaining == null ? speed : speed + ", " + Texts.roughly(remaining) + " left";
  }

  private static boolean hasLog(Job job) {
    return job.state() instanceof Job.State.Running || job.state() instanceof Job.State.Failed;
  }

  private static String reason(Job job) {
    return switch (job.state()) {
      case Job.State.Queued(_, var reason) -> reason;
      case Job.State.Failed(var reason, _) -> reason;
      case Job.State.Parked(var reason) -> reason;
      case Job.State.Waiting _,
          Job.State.Claimed _,
          Job.State.Running _,
          Job.State.Succeeded _,
          Job.State.Cancelled _ ->
          "";
    };
  }

  private interface Ask {
    Jobs.Asked of(JobId id);
  }

  private Response ask(Request request, Ask ask) throws IOException {
    Administration.require(request);
    var id = id(request);
    var back = LoginPages.local(Form.of(request).find("back").orElse("/admin/jobs"));
    return switch (ask.of(id)) {
      case Jobs.Asked.Granted _ -> Response.seeOther(back);
      case Jobs.Asked.Refused(var why) -> show(request, 409, why);
      case Jobs.Asked.Unknown _ -> throw unknown();
    };
  }

  private static JobId id(Request request) {
    var text = request.parameter("id");
    if (!text.matches("\\d{1,18}")) {
      throw unknown();
    }
    return new JobId(Long.parseLong(text));
  }

  private static ProblemException unknown() {
    return new ProblemException(404, "No such job", "There is no job with this number.");
  }
}
