package contentgremlin.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "machine",
    description =
        "The machines where work can be done: list, import, adopt, release, start, stop, suspend,"
            + " resume.")
final class MachineCommand implements Runnable {
  private static final String ADDRESS = "/api/v1/machines";
  private static final String MACHINE = "ID|NAME";
  private static final String WHICH = "The machine; by its id, if others have the same name";
  private static final String UNTIL = "Until it is so";
  private static final long LOOK_EVERY_MS = 500;

  /// Each of those who are asked may take forty seconds.
  private static final Duration IMPORT_LIMIT = Duration.ofMinutes(5);

  /// What is being done to a machine is waited for when it is released.
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(90);

  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec spec;

  MachineCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "machine: list, import, adopt, release, start, stop, suspend or resume?");
    }
  }

  @Command(name = "list", description = "List the machines, and what they can do.")
  int list(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var api = api(home);
    var machines = Api.JSON.createArrayNode();
    var page = api.get(ADDRESS);
    page.path("machines").forEach(machines::add);
    while (!page.path("next").isMissingNode()) {
      page = api.get(ADDRESS + "?after=" + Api.escaped(page.path("next").asString("")));
      page.path("machines").forEach(machines::add);
    }
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, machines);
      return ExitCode.DONE;
    }
    var table =
        new Table("ID", "NAME", "STATE", "PROCESSORS", "MEMORY", "DISK", "ENCODERS", "HYPERVISORS");
    for (var machine : machines) {
      table.add(
          Texts.printable(machine.path("id").asString("")),
          Texts.printable(machine.path("name").asString("")),
          state(machine),
          number(machine.path("processors").asLong(0)),
          bytes(machine.path("memory").asLong(0)),
          bytes(machine.path("disk").asLong(0)),
          working(machine.path("encoders")),
          working(machine.path("hypervisors")));
    }
    table.print(out);
    for (var machine : machines) {
      if (!word(machine, "problem").isEmpty()) {
        out.println("! %s: %s".formatted(word(machine, "id"), word(machine, "problem")));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static String state(JsonNode machine) {
    var state = new StringBuilder(word(machine, "state"));
    if (machine.has("wanted")) {
      state.append(" (to be ").append(word(machine, "wanted")).append(')');
    }
    if (machine.path("forWork").asBoolean(false)) {
      state.append(" (for work)");
    }
    if (!machine.path("adopted").asBoolean(false)) {
      state.append(" (not adopted)");
    }
    return state.toString();
  }

  private static String word(JsonNode machine, String name) {
    return Texts.printable(machine.path(name).asString(""));
  }

  @Command(
      name = "import",
      description = "Ask those who know machines, and write down what they tell.")
  int bringIn(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var answer = api(home).post(ADDRESS + "/import", Api.JSON.createObjectNode(), IMPORT_LIMIT);
    var out = surroundings.terminal().out();
    boolean isWhole = true;
    for (var look : answer.path("providers")) {
      isWhole &= word(look, "problem").isEmpty();
    }
    if (json.isWanted()) {
      Json.print(out, answer);
      return isWhole ? ExitCode.DONE : ExitCode.FAILED;
    }
    if (answer.path("providers").isEmpty()) {
      out.println("nobody here knows machines: no extension that does is at work");
    }
    for (var look : answer.path("providers")) {
      out.println(told(look));
    }
    out.flush();
    return isWhole ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String told(JsonNode look) {
    var title = word(look, "title");
    if (!word(look, "absence").isEmpty()) {
      return title + ": " + word(look, "absence");
    }
    int found = look.path("found").asInt(0);
    var words =
        "%s: %d %s, %d written down anew"
            .formatted(
                title, found, found == 1 ? "machine" : "machines", look.path("changed").asInt(0));
    return word(look, "problem").isEmpty()
        ? words
        : words + "; what was known of others stays: " + word(look, "problem");
  }

  @Command(
      name = "adopt",
      description = "Let a machine be started, stopped and given work by this server.")
  int adopt(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Parameters(paramLabel = MACHINE, description = WHICH) String name)
      throws IOException, InterruptedException {
    return print(json, ask(home, name, "adopt", Api.JSON.createObjectNode()), "is adopted");
  }

  @Command(name = "release", description = "Leave a machine alone, as it is now.")
  int release(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Parameters(paramLabel = MACHINE, description = WHICH) String name)
      throws IOException, InterruptedException {
    return print(
        json, ask(home, name, "release", Api.JSON.createObjectNode()), "is not adopted any more");
  }

  @Command(name = "start", description = "Start an adopted machine.")
  int start(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Option(names = "--wait", description = UNTIL) boolean isToWait,
      @Parameters(paramLabel = MACHINE, description = WHICH) String name)
      throws IOException, InterruptedException {
    return change(home, json, isToWait, name, "start", Api.JSON.createObjectNode());
  }

  @Command(
      name = "stop",
      description = {
        "Ask an adopted machine to shut down.",
        "If it does not, its power is taken after the setting machine-stop-patience."
      })
  int stop(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Option(names = "--wait", description = UNTIL) boolean isToWait,
      @Option(names = "--force", description = "Take its power at once") boolean isForced,
      @Parameters(paramLabel = MACHINE, description = WHICH) String name)
      throws IOException, InterruptedException {
    var body = Api.JSON.createObjectNode().put("force", isForced);
    return change(home, json, isToWait, name, "stop", body);
  }

  @Command(name = "suspend", description = "Have an adopted machine stand still.")
  int suspend(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Option(names = "--wait", description = UNTIL) boolean isToWait,
      @Parameters(paramLabel = MACHINE, description = WHICH) String name)
      throws IOException, InterruptedException {
    return change(home, json, isToWait, name, "suspend", Api.JSON.createObjectNode());
  }

  @Command(name = "resume", description = "Have a suspended machine go on.")
  int resume(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Option(names = "--wait", description = UNTIL) boolean isToWait,
      @Parameters(paramLabel = MACHINE, description = WHICH) String name)
      throws IOException, InterruptedException {
    return change(home, json, isToWait, name, "resume", Api.JSON.createObjectNode());
  }

  private int change(
      HomeOption home, JsonOption json, boolean isToWait, String name, String what, ObjectNode body)
      throws IOException, InterruptedException {
    var machine = ask(home, name, what, body);
    var wanted = word(machine, "wanted");
    if (!isToWait) {
      return print(json, machine, "is to be " + wanted);
    }
    var place = place(word(machine, "id"));
    while (word(machine, "wanted").equals(wanted)) {
      if (!word(machine, "problem").isEmpty()) {
        throw CommandException.failed(
            "%s; the server goes on trying".formatted(word(machine, "problem")));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      machine = api(home).get(place);
    }
    if (!word(machine, "state").equals(wanted)) {
      throw CommandException.failed(
          "%s is %s: %s"
              .formatted(word(machine, "name"), word(machine, "state"), word(machine, "problem")));
    }
    return print(json, machine, "is " + wanted);
  }

  private JsonNode ask(HomeOption home, String name, String what, ObjectNode body)
      throws IOException, InterruptedException {
    return api(home).post(place(name) + "/" + what, body, CHANGE_LIMIT);
  }

  private static String place(String name) {
    return ADDRESS + "/" + Api.escaped(name);
  }

  private Api api(HomeOption home) {
    return Api.of(surroundings.locator(), home.directory());
  }

  private int print(JsonOption json, JsonNode machine, String words) {
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, machine);
    } else {
      out.println(word(machine, "name") + " " + words);
      out.flush();
    }
    return ExitCode.DONE;
  }

  private static String number(long number) {
    return number == 0 ? "-" : Long.toString(number);
  }

  /// As on the page.
  private static String bytes(long bytes) {
    double gigabytes = bytes / 1e9;
    return bytes == 0 ? "-" : (gigabytes < 99.5 ? "%.1f GB" : "%.0f GB").formatted(gigabytes);
  }

  private static String working(JsonNode abilities) {
    var names = new ArrayList<String>();
    for (var ability : abilities) {
      if (ability.path("works").asBoolean(false)) {
        names.add(Texts.printable(ability.path("name").asString("")));
      }
    }
    return names.isEmpty() ? "-" : String.join(",", names);
  }
}
