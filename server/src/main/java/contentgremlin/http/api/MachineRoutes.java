package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.store.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/machines`: where work can be done, for administrators.
public final class MachineRoutes {
  static final String ADDRESS = "/api/v1/machines";

  private static final int PAGE_MAX = 200;

  private final Database database;

  public MachineRoutes(Database database) {
    this.database = database;
  }

  public List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::list));
  }

  /// @param next where the list goes on; null at its end
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<MachineView> machines, @Nullable String next) {}

  /// @param kind local, virtual or worker
  /// @param processors 0 where it is not known; so also for memory and disk, which are bytes
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MachineView(
      String id,
      String kind,
      String provider,
      String name,
      String state,
      @Nullable String host,
      boolean adopted,
      int processors,
      long memory,
      long disk,
      List<AbilityView> hypervisors,
      List<AbilityView> encoders,
      String lookedAt) {
    static MachineView of(Machine machine) {
      var host = machine.host();
      var capacity = machine.capacity();
      return new MachineView(
          machine.id().value(),
          machine.kind().word(),
          machine.provider(),
          machine.name(),
          machine.state().word(),
          host == null ? null : host.value(),
          machine.adopted(),
          capacity.processors(),
          capacity.memoryBytes(),
          capacity.diskBytes(),
          abilities(machine, Ability.Kind.HYPERVISOR),
          abilities(machine, Ability.Kind.ENCODER),
          machine.lookedAt().toString());
    }

    private static List<AbilityView> abilities(Machine machine, Ability.Kind kind) {
      return machine.abilities(kind).stream()
          .map(ability -> new AbilityView(ability.name(), ability.works(), ability.detail()))
          .toList();
    }
  }

  /// @param works an encoder has really encoded something
  /// @param detail what was seen, or why it does not work
  record AbilityView(String name, boolean works, String detail) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    var after =
        Parameters.text(request, "after")
            .filter(text -> !text.isBlank() && text.length() <= MachineId.LENGTH_MAX)
            .map(MachineId::new)
            .orElse(null);
    var machines = database.read(tables -> tables.machines().list(after, PAGE_MAX + 1));
    var page = machines.subList(0, Math.min(PAGE_MAX, machines.size()));
    return Response.ok(
        new Listing(
            page.stream().map(MachineView::of).toList(),
            machines.size() > PAGE_MAX ? page.getLast().id().value() : null));
  }
}
