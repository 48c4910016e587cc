package contentgremlin.http.page;

import contentgremlin.engine.machine.Machines;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineProvider.Change;
import contentgremlin.machine.Run;
import contentgremlin.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The machines that are known, what runs on which, and having them changed; for administrators.
public final class MachinePages {
  private static final String ADDRESS = "/admin/machines";

  /// Whoever has more of them asks the API.
  private static final int MACHINES_MAX = 500;

  private final Pages pages;
  private final Database database;
  private final Machines machines;
  private final InstantSource time;

  public MachinePages(Pages pages, Database database, Machines machines, InstantSource time) {
    this.pages = pages;
    this.database = database;
    this.machines = machines;
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, request -> show(request, 200, "")),
        Route.post(ADDRESS + "/import", this::bringIn),
        Route.post(ADDRESS + "/adopt", request -> change(request, machines::adopt)),
        Route.post(ADDRESS + "/release", request -> change(request, machines::release)),
        Route.post(ADDRESS + "/start", request -> want(request, Change.START)),
        Route.post(ADDRESS + "/stop", request -> want(request, Change.STOP)),
        Route.post(ADDRESS + "/end", this::end),
        Route.post(ADDRESS + "/suspend", request -> want(request, Change.SUSPEND)),
        Route.post(ADDRESS + "/resume", request -> want(request, Change.RESUME)));
  }

  /// @param depth 0 for what runs on no machine that is known, 1 for what runs on that, and so on
  /// @param mood colours the state
  /// @param what it is, in words
  /// @param notes what is to become of it, and what is known of its runs; sentences
  /// @param actions that can be asked for now
  public record Row(
      String id,
      int depth,
      String name,
      String what,
      String state,
      String mood,
      String capacity,
      List<String> notes,
      String problem,
      Set<Action> actions,
      List<Ability> encoders,
      List<Ability> hypervisors,
      String looked) {
    public List<Ability> working(List<Ability> all) {
      return all.stream().filter(Ability::works).toList();
    }

    public List<Ability> missing(List<Ability> all) {
      return all.stream().filter(ability -> !ability.works()).toList();
    }

    public boolean canEnd() {
      return actions.contains(Action.END);
    }

    /// Those that need no confirmation.
    public List<Action> plainActions() {
      return actions.stream().filter(action -> action != Action.END).toList();
    }
  }

  /// What can be asked for with a button.
  public enum Action {
    START("Start"),
    STOP("Shut down"),
    SUSPEND("Suspend"),
    RESUME("Resume"),
    END("Take its power"),
    ADOPT("Adopt"),
    RELEASE("Release");

    private final String words;

    Action(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    public String address() {
      return ADDRESS + "/" + name().toLowerCase(Locale.ROOT);
    }

    /// The one that most people look for stands out.
    public String looks() {
      boolean isMain = this == START || this == ADOPT || this == RESUME;
      return isMain ? "button button-small" : "button button-small button-quiet";
    }
  }

  /// @param error why something could not be done, or the empty string
  public record MachinesPage(Frame frame, List<Row> rows, String error) {}

  private Response show(Request request, int status, String error) {
    Administration.require(request);
    var now = time.instant();
    var rows = database.read(tables -> rows(tables, now));
    return pages.render(
        status, "admin-machines", new MachinesPage(pages.frame(request, "Machines"), rows, error));
  }

  private static List<Row> rows(Database.Tables tables, Instant now) {
    return MachineTree.of(tables.machines().list(null, MACHINES_MAX)).stream()
        .map(place -> row(tables, place, now))
        .toList();
  }

  private static Row row(Database.Tables tables, MachineTree.Place place, Instant now) {
    var machine = place.machine();
    var care = tables.machines().care(machine.id());
    return new Row(
        machine.id().value(),
        place.depth(),
        machine.name(),
        what(machine),
        machine.state().word(),
        mood(machine.state()),
        capacity(machine.capacity()),
        notes(care, tables.machines().run(machine.id()).orElse(null), now),
        care.problem(),
        actions(machine),
        machine.abilities(Ability.Kind.ENCODER),
        machine.abilities(Ability.Kind.HYPERVISOR),
        looked(machine, now));
  }

  /// Of those that a provider knows, what is the same is not written again.
  private static String looked(Machine machine, Instant now) {
    var since = Texts.roughly(Duration.between(machine.lookedAt(), now));
    return machine.kind() == Machine.Kind.VIRTUAL
        ? "Like this for " + since + "."
        : "Looked at " + since + " ago.";
  }

  private static List<String> notes(Care care, @Nullable Run run, Instant now) {
    var notes = new ArrayList<String>();
    var wish = care.wish();
    if (wish != null) {
      notes.add(
          switch (wish.target()) {
            case RUNNING ->
                wish.isForWork() ? "To be started, since work waits." : "To be running.";
            case OFF ->
                wish.isForWork()
                    ? "To be stopped, as soon as its worker has done what it does."
                    : "To be off.";
            case SUSPENDED -> "To be suspended.";
          });
    }
    if (run != null) {
      notes.add(
          "Started for work %s ago; stopped when it is idle."
              .formatted(Texts.roughly(Duration.between(run.began(), now))));
    }
    var rests = care.restsUntil();
    if (rests != null && care.rests(now)) {
      notes.add(
          "Not started for work for the next %s."
              .formatted(Texts.roughly(Duration.between(now, rests))));
    }
    return notes;
  }

  private static Set<Action> actions(Machine machine) {
    if (machine.kind() != Machine.Kind.VIRTUAL) {
      return Set.of();
    }
    if (!machine.adopted()) {
      return machine.state() == Machine.State.GONE ? Set.of() : EnumSet.of(Action.ADOPT);
    }
    return switch (machine.state()) {
      case RUNNING -> EnumSet.of(Action.STOP, Action.SUSPEND, Action.END, Action.RELEASE);
      case SUSPENDED -> EnumSet.of(Action.RESUME, Action.END, Action.RELEASE);
      case OFF -> EnumSet.of(Action.START, Action.RELEASE);
      case UNREACHABLE, GONE -> EnumSet.of(Action.RELEASE);
    };
  }

  private Response bringIn(Request request) throws InterruptedException {
    Administration.require(request);
    var problems =
        machines.bringIn().stream()
            .filter(look -> !look.problem().isEmpty())
            .map(look -> look.title() + ": " + look.problem())
            .toList();
    return problems.isEmpty()
        ? Response.seeOther(ADDRESS)
        : show(request, 502, "What was known stays. " + String.join("; ", problems));
  }

  private Response want(Request request, Change change) throws IOException {
    return change(request, id -> machines.want(id, change));
  }

  private Response end(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    if (!form.text("confirm").equals("true")) {
      return show(request, 422, "Tick the box first: what its guest has not saved is lost.");
    }
    return answer(request, machines.want(form.text("machine"), Change.END));
  }

  private Response change(Request request, Function<String, Machines.Answer> change)
      throws IOException {
    Administration.require(request);
    return answer(request, change.apply(Form.of(request).text("machine")));
  }

  private Response answer(Request request, Machines.Answer answer) {
    return switch (answer) {
      case Machines.Answer.Done _ -> Response.seeOther(ADDRESS);
      case Machines.Answer.Unknown _ ->
          throw new ProblemException(404, "Not found", "There is no such machine.");
      case Machines.Answer.Ambiguous _ -> show(request, 409, "Several machines have this name.");
      case Machines.Answer.Refused(var why) -> show(request, 409, why);
    };
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
