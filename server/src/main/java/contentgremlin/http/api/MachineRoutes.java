package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.machine.Look;
import contentgremlin.engine.machine.Machines;
import contentgremlin.engine.machine.Machines.Answer;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider.Change;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/api/v1/machines`: where work can be done, and having it changed, for administrators.
public final class MachineRoutes {
  static final String ADDRESS = "/api/v1/machines";

  private static final int PAGE_MAX = 200;

  private final Database database;
  private final Machines machines;

  public MachineRoutes(Database database, Machines machines) {
    this.database = database;
    this.machines = machines;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.get(ADDRESS + "/{id}", this::get),
        Route.post(ADDRESS + "/import", this::bringIn),
        Route.post(ADDRESS + "/{id}/adopt", this::adopt),
        Route.post(ADDRESS + "/{id}/release", this::release),
        Route.post(ADDRESS + "/{id}/start", request -> change(request, Change.START)),
        Route.post(ADDRESS + "/{id}/stop", this::stop),
        Route.post(ADDRESS + "/{id}/suspend", request -> change(request, Change.SUSPEND)),
        Route.post(ADDRESS + "/{id}/resume", request -> change(request, Change.RESUME)));
  }

  /// @param next where the list goes on; null at its end
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<MachineView> machines, @Nullable String next) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    var after =
        Parameters.text(request, "after")
            .filter(text -> !text.isBlank() && text.length() <= MachineId.LENGTH_MAX)
            .map(MachineId::new)
            .orElse(null);
    return Response.ok(database.read(tables -> listing(tables, after)));
  }

  private static Listing listing(Database.Tables tables, @Nullable MachineId after) {
    var found = tables.machines().list(after, PAGE_MAX + 1);
    var page = found.subList(0, Math.min(PAGE_MAX, found.size()));
    return new Listing(
        page.stream().map(machine -> view(tables, machine)).toList(),
        found.size() > PAGE_MAX ? page.getLast().id().value() : null);
  }

  private static MachineView view(Database.Tables tables, Machine machine) {
    var id = machine.id();
    return MachineView.of(
        machine, tables.machines().care(id), tables.machines().run(id).isPresent());
  }

  private Response get(Request request) {
    Access.requireAdministrator(request);
    return answer(machines.find(request.parameter("id")));
  }

  /// @param found how many machines it told of
  /// @param changed how many records were written because of that
  /// @param complete whether it told of all: otherwise what was known of the others stays
  /// @param absence why there is nothing to ask; the empty string if there is
  /// @param problem what went wrong; the empty string if nothing
  record LookView(
      String provider,
      String title,
      int found,
      int changed,
      boolean complete,
      String absence,
      String problem) {
    static LookView of(Look look) {
      return new LookView(
          look.provider(),
          look.title(),
          look.found(),
          look.changed(),
          look.isComplete(),
          look.absence(),
          look.problem());
    }
  }

  record Import(List<LookView> providers) {}

  private Response bringIn(Request request) throws InterruptedException {
    Access.requireAdministrator(request);
    return Response.ok(new Import(machines.bringIn().stream().map(LookView::of).toList()));
  }

  private Response adopt(Request request) {
    Access.requireAdministrator(request);
    return answer(machines.adopt(request.parameter("id")));
  }

  private Response release(Request request) {
    Access.requireAdministrator(request);
    return answer(machines.release(request.parameter("id")));
  }

  private Response stop(Request request) throws IOException {
    Access.requireAdministrator(request);
    var change = isForced(request) ? Change.END : Change.STOP;
    return answer(machines.want(request.parameter("id"), change));
  }

  private static boolean isForced(Request request) throws IOException {
    if (request.header("Content-Type").isEmpty()) {
      return false;
    }
    var fields = Fields.of(request);
    boolean isForced = fields.flag("force").orElse(false);
    fields.done();
    return isForced;
  }

  private Response change(Request request, Change change) {
    Access.requireAdministrator(request);
    return answer(machines.want(request.parameter("id"), change));
  }

  private Response answer(Answer answer) {
    return switch (answer) {
      case Answer.Done(var machine, _) ->
          Response.ok(database.read(tables -> view(tables, machine)));
      case Answer.Unknown _ ->
          throw new ProblemException(404, "Not found", "There is no machine of this id or name.");
      case Answer.Ambiguous(var ids) ->
          throw new ProblemException(
              409,
              "More than one",
              "Several machines have this name; say which one by its id: "
                  + ids.stream().map(MachineId::value).collect(Collectors.joining(", ")));
      case Answer.Refused(var why) -> throw new ProblemException(409, "Not possible now", why);
    };
  }
}
