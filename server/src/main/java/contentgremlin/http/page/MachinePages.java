package contentgremlin.http.page;

import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Machine;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The machines that are known, for administrators.
public final class MachinePages {
  private static final String ADDRESS = "/admin/machines";

  /// Whoever has more of them asks the API.
  private static final int MACHINES_MAX = 500;

  private final Pages pages;
  private final Database database;
  private final InstantSource time;

  public MachinePages(Pages pages, Database database, InstantSource time) {
    this.pages = pages;
    this.database = database;
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::show));
  }

  /// @param mood colours the state
  /// @param what it is, in words
  public record Row(
      String id,
      String name,
      String what,
      String state,
      String mood,
      String capacity,
      List<Ability> encoders,
      List<Ability> hypervisors,
      String looked) {
    public List<Ability> working(List<Ability> all) {
      return all.stream().filter(Ability::works).toList();
    }

    public List<Ability> missing(List<Ability> all) {
      return all.stream().filter(ability -> !ability.works()).toList();
    }
  }

  public record MachinesPage(Frame frame, List<Row> rows) {}

  private Response show(Request request) {
    Administration.require(request);
    var now = time.instant();
    var machines = database.read(tables -> tables.machines().list(null, MACHINES_MAX));
    var rows = machines.stream().map(machine -> row(machine, now)).toList();
    return pages.render(
        200, "admin-machines", new MachinesPage(pages.frame(request, "Machines"), rows));
  }

  private static Row row(Machine machine, Instant now) {
    return new Row(
        machine.id().value(),
        machine.name(),
        what(machine),
        machine.state().word(),
        mood(machine.state()),
        capacity(machine.capacity()),
        machine.abilities(Ability.Kind.ENCODER),
        machine.abilities(Ability.Kind.HYPERVISOR),
        Texts.roughly(Duration.between(machine.lookedAt(), now)) + " ago");
  }

  private static String what(Machine machine) {
    return switch (machine.kind()) {
      case LOCAL -> "The server runs here";
      case WORKER -> "A worker";
      case VIRTUAL ->
          "A virtual machine of %s%s"
              .formatted(
                  machine.provider(),
                  machine.adopted() ? "" : ", not adopted: it is only looked at");
    };
  }

  private static String mood(Machine.State state) {
    return switch (state) {
      case RUNNING -> "published";
      case SUSPENDED, OFF -> "queued";
      case UNREACHABLE -> "offline";
      case GONE -> "missing";
    };
  }

  private static String capacity(Capacity capacity) {
    var words = new ArrayList<String>();
    if (capacity.processors() > 0) {
      words.add(Texts.count(capacity.processors(), "processor"));
    }
    if (capacity.memoryBytes() > 0) {
      words.add(Texts.bytes(capacity.memoryBytes()) + " of memory");
    }
    if (capacity.diskBytes() > 0) {
      words.add("a disk of " + Texts.bytes(capacity.diskBytes()));
    }
    return String.join(", ", words);
  }
}
