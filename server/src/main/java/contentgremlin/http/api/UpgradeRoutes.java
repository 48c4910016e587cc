package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.engine.Handover;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.store.Changes;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.Successor;
import contentgremlin.upgrade.Terms;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// `/api/v1/upgrade`: how a newer version of the program, run on the same machine by the operator,
/// takes over from this one. Not for others; docs/UPGRADE.md tells the steps.
public final class UpgradeRoutes {
  static final String ADDRESS = "/api/v1/upgrade";
  private static final int TEXT_MAX = 200;

  private final Handover handover;
  private final Terms terms;
  private final Consumer<ProcessIdentity> allow;

  /// @param allow lets that process take our sockets
  public UpgradeRoutes(Handover handover, Terms terms, Consumer<ProcessIdentity> allow) {
    this.handover = handover;
    this.terms = terms;
    this.allow = allow;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::terms),
        Route.post(ADDRESS, this::begin),
        Route.post(ADDRESS + "/beat", this::beat),
        Route.post(ADDRESS + "/changes", this::changes),
        Route.post(ADDRESS + "/quiet", this::quiet),
        Route.post(ADDRESS + "/freeze", this::freeze),
        Route.post(ADDRESS + "/complete", this::complete),
        Route.post(ADDRESS + "/abandon", this::abandon));
  }

  /// @param keys by table: each changed row's key as a JSON array
  /// @param noted how many more are noted in the database
  record ChangesView(Map<String, Set<String>> keys, long noted) {
    static Response of(Changes changes) throws IOException {
      return Response.ok(new ChangesView(changes.keys(), changes.noted()));
    }
  }

  private interface Step {
    Response take(Successor successor, Fields fields) throws IOException, InterruptedException;
  }

  private Response terms(Request request) {
    requireOperator(request);
    return Response.ok(terms);
  }

  private Response begin(Request request) throws IOException, InterruptedException {
    return step(
        request,
        (successor, _) -> {
          handover.begin(successor);
          allow.accept(successor.process());
          return Response.noContent();
        });
  }

  private Response beat(Request request) throws IOException, InterruptedException {
    return step(
        request,
        (successor, _) -> {
          handover.beat(successor);
          return Response.noContent();
        });
  }

  private Response changes(Request request) throws IOException, InterruptedException {
    return step(request, (successor, _) -> ChangesView.of(handover.changes(successor)));
  }

  private Response quiet(Request request) throws IOException, InterruptedException {
    return step(
        request,
        (successor, _) -> {
          handover.quiet(successor);
          return Response.noContent();
        });
  }

  private Response freeze(Request request) throws IOException, InterruptedException {
    return step(request, (successor, _) -> ChangesView.of(handover.freeze(successor)));
  }

  private Response complete(Request request) throws IOException, InterruptedException {
    return step(
        request,
        (successor, fields) -> {
          handover.complete(successor, URI.create(fields.requiredText("address", TEXT_MAX)));
          return Response.noContent();
        });
  }

  private Response abandon(Request request) throws IOException, InterruptedException {
    return step(
        request,
        (successor, _) -> {
          handover.abandon(successor);
          return Response.noContent();
        });
  }

  private static Response step(Request request, Step step)
      throws IOException, InterruptedException {
    requireOperator(request);
    var fields = Fields.of(request);
    try {
      return step.take(successor(fields), fields);
    } catch (Handover.Refused refused) {
      throw new ProblemException(409, "Not now", String.valueOf(refused.getMessage()));
    } catch (StoreException e) {
      throw new ProblemException(503, "Not now", String.valueOf(e.getMessage()));
    }
  }

  private static void requireOperator(Request request) {
    if (!(request.actor() instanceof Actor.Operator)) {
      throw Access.refused(request.actor(), "Only the operator may do this.");
    }
    Access.requireEveryScope(request);
  }

  private static Successor successor(Fields fields) {
    var process =
        new ProcessIdentity(
            fields.requiredText("bootId", TEXT_MAX),
            number(fields, "pid"),
            number(fields, "startTicks"));
    return new Successor(
        process,
        fields.requiredText("version", TEXT_MAX),
        Math.toIntExact(number(fields, "schema")));
  }

  private static long number(Fields fields, String name) {
    try {
      return Long.parseLong(fields.requiredText(name, TEXT_MAX));
    } catch (NumberFormatException _) {
      throw Fields.wrong(name, "must be a number, as text");
    }
  }
}
