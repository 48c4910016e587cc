package contentgremlin.cli;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "extension",
    description = "Extensions, the jars in HOME/extensions: list, enable, disable, drop-data.")
final class ExtensionCommand implements Runnable {
  private static final String ADDRESS = "/api/v1/extensions";

  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec spec;

  ExtensionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw usage("extension: list, enable, disable or drop-data?");
  }

  private ParameterException usage(String words) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), words);
  }

  @Command(name = "list", description = "List the extensions, and why some of them do not work.")
  int list(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var extensions = api(home).get(ADDRESS).path("extensions");
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, extensions);
      return ExitCode.DONE;
    }
    var table = new Table("ID", "STATE", "VERSION", "TABLES", "FILE", "TITLE");
    for (var one : extensions) {
      table.add(
          word(one, "id"),
          word(one, "state"),
          word(one, "version"),
          Integer.toString(one.path("tables").size()),
          word(one, "file"),
          word(one, "title"));
    }
    table.print(out);
    for (var one : extensions) {
      if (!one.path("reason").asString("").isEmpty()) {
        out.println("! %s: %s".formatted(name(one), word(one, "reason")));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static String name(JsonNode one) {
    return one.path("id").asString("").isEmpty() ? word(one, "file") : word(one, "id");
  }

  private static String word(JsonNode one, String name) {
    var text = Texts.printable(one.path(name).asString(""));
    return text.isEmpty() ? "-" : text;
  }

  @Command(name = "enable", description = "Set an extension to work.")
  int enable(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Parameters(paramLabel = "ID", description = "The extension") String id)
      throws IOException, InterruptedException {
    var one = change(home, id, "enable");
    print(json, one, "extension %s is %s".formatted(id, word(one, "state")));
    if (one.path("state").asString("").equals("enabled")) {
      return ExitCode.DONE;
    }
    surroundings.terminal().err().println(word(one, "reason"));
    return ExitCode.FAILED;
  }

  @Command(
      name = "disable",
      description = "Switch an extension off. Its tables stay, and its jobs wait for it.")
  int disable(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Parameters(paramLabel = "ID", description = "The extension") String id)
      throws IOException, InterruptedException {
    print(json, change(home, id, "disable"), "extension %s is disabled".formatted(id));
    return ExitCode.DONE;
  }

  @Command(
      name = "drop-data",
      description = "Remove the tables of an extension that is disabled, or gone, for good.")
  int dropData(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Option(names = "--confirm", description = "Yes, with all that is in them") boolean confirm,
      @Parameters(paramLabel = "ID", description = "The extension") String id)
      throws IOException, InterruptedException {
    if (!confirm) {
      throw usage(
          "drop-data: the tables of %s go with all that is in them, for good; say --confirm"
              .formatted(id));
    }
    var body = Api.JSON.createObjectNode().put("confirm", true);
    var one = api(home).post(place(id) + "/drop-data", body);
    print(json, one, "removed the tables of extension " + id);
    return ExitCode.DONE;
  }

  private JsonNode change(HomeOption home, String id, String what)
      throws IOException, InterruptedException {
    return api(home).post(place(id) + "/" + what, Api.JSON.createObjectNode());
  }

  private static String place(String id) {
    return ADDRESS + "/" + Api.escaped(id);
  }

  private void print(JsonOption json, JsonNode answer, String words) {
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), answer);
    } else {
      surroundings.terminal().out().println(Texts.printable(words));
    }
  }

  private Api api(HomeOption home) {
    return Api.of(surroundings.locator(), home.directory());
  }
}
