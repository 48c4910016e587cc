package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.engine.StopOrder;
import contentgremlin.engine.StopOrder.Work;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// `/api/v1/stop`: ends the server. Only for the operator, who alone can start it again.
public final class StopRoutes {
  static final String ADDRESS = "/api/v1/stop";

  private final Consumer<StopOrder> server;

  /// @param server begins to stop when it is told to, and returns at once
  public StopRoutes(Consumer<StopOrder> server) {
    this.server = server;
  }

  public List<Route> routes() {
    return List.of(Route.post(ADDRESS, this::stop));
  }

  record StopView(boolean now, String work) {}

  private Response stop(Request request) throws IOException {
    if (!(request.actor() instanceof Actor.Operator) || !request.actor().canAdminister()) {
      throw Access.refused(
          request.actor(), "Only the operator may stop the server, on its own machine.");
    }
    var fields = Fields.of(request);
    boolean now = fields.flag("now").orElse(false);
    var work = fields.word("work", StopRoutes::work, "leave, end").orElse(Work.LEAVE);
    fields.done();
    server.accept(new StopOrder(now, work));
    return new Response.Json(202, List.of(), new StopView(now, work.word()));
  }

  private static Work work(String word) {
    return Arrays.stream(Work.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
