package contentgremlin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "set",
    description = "Show all settings, show one, or change one. Changes hold at once.")
final class SetCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "e.g. site-name")
  private @Nullable String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "What it becomes")
  private @Nullable String value;

  SetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    if (name != null && value != null) {
      api.put(
          "/api/v1/settings/" + Api.escaped(name), Api.JSON.createObjectNode().put("value", value));
      return ExitCode.DONE;
    }
    var settings = api.get("/api/v1/settings").path("settings");
    if (name != null) {
      showOne(settings, name);
    } else {
      showAll(settings);
    }
    return ExitCode.DONE;
  }

  private void showOne(JsonNode settings, String name) {
    var out = surroundings.terminal().out();
    for (var setting : settings) {
      if (setting.path("name").asString("").equals(name)) {
        if (json.isWanted()) {
          Json.print(out, setting);
        } else {
          out.println(Texts.printable(setting.path("value").asString("")));
        }
        return;
      }
    }
    throw CommandException.failed("there is no setting called " + name + "; see: gremlin set");
  }

  private void showAll(JsonNode settings) {
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), settings);
      return;
    }
    var table = new Table("NAME", "VALUE", "");
    for (var setting : settings) {
      table.add(
          setting.path("name").asString(""),
          Texts.printable(setting.path("value").asString("")),
          setting.path("meaning").asString(""));
    }
    table.print(surroundings.terminal().out());
  }
}
