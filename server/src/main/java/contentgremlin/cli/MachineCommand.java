package contentgremlin.cli;

import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(name = "machine", description = "The machines where work can be done.")
final class MachineCommand implements Runnable {
  private static final String ADDRESS = "/api/v1/machines";

  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec spec;

  MachineCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "machine: list?");
    }
  }

  @Command(name = "list", description = "List the machines, and what they can do.")
  int list(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
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
          machine.path("state").asString("")
              + (machine.path("adopted").asBoolean(false) ? "" : " (not adopted)"),
          number(machine.path("processors").asLong(0)),
          bytes(machine.path("memory").asLong(0)),
          bytes(machine.path("disk").asLong(0)),
          working(machine.path("encoders")),
          working(machine.path("hypervisors")));
    }
    table.print(out);
    out.flush();
    return ExitCode.DONE;
  }

  private static String number(long number) {
    return number == 0 ? "-" : Long.toString(number);
  }

  private static String bytes(long bytes) {
    return bytes == 0 ? "-" : Texts.bytes(bytes);
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
