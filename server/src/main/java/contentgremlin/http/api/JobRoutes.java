package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.engine.Items;
import contentgremlin.engine.Jobs;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/v1/jobs`: list, get, the log's end, retry, cancel. Moderators see all jobs, people those
/// of their own items.
final class JobRoutes {
  static final String ADDRESS = "/api/v1/jobs";

  private static final int LIMIT_MAX = 200;
  private static final String STATES =
      "open, waiting, queued, claimed, running, succeeded, failed, parked, cancelled";
  private static final Set<String> STATE_WORDS = Set.of(STATES.split(", "));

  private final Jobs jobs;
  private final Items items;

  JobRoutes(Jobs jobs, Items items) {
    this.jobs = jobs;
    this.items = items;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.get(ADDRESS + "/{id}", this::get),
        Route.get(ADDRESS + "/{id}/log", this::log),
        Route.post(ADDRESS + "/{id}/retry", this::retry),
        Route.post(ADDRESS + "/{id}/cancel", this::cancel));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<JobView> jobs, @Nullable String next) {}

  private Response list(Request request) {
    Access.requireAccount(request);
    int limit = Parameters.limit(request, LIMIT_MAX);
    var state = Parameters.word(request, "state", JobRoutes::state, STATES).orElse(null);
    var before = Parameters.jobBefore(request).orElse(null);
    var item = Parameters.text(request, "item").map(id -> visibleItem(id, request.actor()));
    if (!request.actor().seesEverything() && item.filter(it -> isOwn(it, request)).isEmpty()) {
      throw Access.refused(
          request.actor(), "Only moderators see all jobs; ask for those of an item of yours.");
    }
    var query = new JobQuery(state, item.map(Item::id).orElse(null), before, limit + 1);
    var found = jobs.list(query);
    var page = found.stream().limit(limit).toList();
    var next = found.size() > page.size() ? Long.toString(page.getLast().id().value()) : null;
    return Response.ok(new Listing(page.stream().map(this::view).toList(), next));
  }

  private static String state(String word) {
    if (!STATE_WORDS.contains(word)) {
      throw new IllegalArgumentException(word);
    }
    return word;
  }

  private Item visibleItem(String id, Actor actor) {
    return Parameters.itemOf(id)
        .flatMap(it -> items.find(it, actor))
        .orElseThrow(Parameters::noItem);
  }

  private static boolean isOwn(Item item, Request request) {
    var self = request.actor().accountId();
    return self != null && self.equals(item.owner()) && request.actor().has(Actor.Scope.READ);
  }

  private JobView view(Job job) {
    return job.state() instanceof Job.State.Running
        ? JobView.of(job, jobs.progress(job.id()), jobs.process(job.id()))
        : JobView.of(job, Optional.empty(), Optional.empty());
  }

  private Response get(Request request) {
    return Response.ok(view(visible(request)));
  }

  /// A job that the actor may see: its item's owner, and moderators.
  private Job visible(Request request) {
    Access.requireAccount(request);
    var job = jobs.find(Parameters.job(request)).orElseThrow(Parameters::noJob);
    if (request.actor().seesEverything()) {
      return job;
    }
    return Optional.ofNullable(job.item())
        .flatMap(id -> items.find(id, request.actor()))
        .filter(item -> isOwn(item, request))
        .map(_ -> job)
        .orElseThrow(Parameters::noJob);
  }

  private Response log(Request request) {
    var job = visible(request);
    return new Response.Text(
        200,
        List.of(new Response.Header("Cache-Control", "no-store")),
        "text/plain;charset=utf-8",
        jobs.logTail(job.id()).getBytes(StandardCharsets.UTF_8));
  }

  private interface Order {
    Jobs.Asked give(JobId id);
  }

  private Response retry(Request request) {
    return order(request, jobs::retry);
  }

  private Response cancel(Request request) {
    return order(request, jobs::cancel);
  }

  private Response order(Request request, Order order) {
    var job = visible(request);
    if (!request.actor().canModerate() && !request.actor().has(Actor.Scope.EDIT)) {
      throw Access.refused(request.actor(), "This token may only read.");
    }
    return switch (order.give(job.id())) {
      case Jobs.Asked.Granted(var next) -> new Response.Json(202, List.of(), view(next));
      case Jobs.Asked.Refused(var why) -> Response.problem(409, "Not now", why);
      case Jobs.Asked.Unknown() -> throw Parameters.noJob();
    };
  }
}
