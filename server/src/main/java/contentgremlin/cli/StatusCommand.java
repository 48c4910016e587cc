package contentgremlin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "status", description = "Tell how the server of a home is.")
final class StatusCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var status = api.get("/api/v1/status");
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), status);
    } else {
      print(api, status);
    }
    return ExitCode.DONE;
  }

  private void print(Api api, JsonNode status) {
    var out = surroundings.terminal().out();
    var disk = status.path("disk");
    out.println("address   " + api.base());
    out.println("home      " + home.directory());
    out.printf(
        "version   %s (commit %s, schema %s)%n",
        status.path("version").asString("?"),
        status.path("commit").asString("?"),
        status.path("schema").asString("?"));
    out.println("started   " + status.path("started").asString("?"));
    out.println("items     " + counts(status.path("items")));
    out.println("jobs      " + counts(status.path("jobs")));
    out.printf(
        "disk      %s used, %s free%n",
        Texts.bytes(disk.path("used").asLong(0)), Texts.bytes(disk.path("free").asLong(0)));
    if (status.path("setupNeeded").asBoolean(false)) {
      out.println("accounts  none yet; make one: gremlin user add NAME --role administrator");
    }
    out.flush();
  }

  private static String counts(JsonNode counts) {
    var text =
        counts.properties().stream()
            .filter(entry -> entry.getValue().asLong(0) > 0)
            .map(entry -> entry.getValue().asString("") + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }
}
