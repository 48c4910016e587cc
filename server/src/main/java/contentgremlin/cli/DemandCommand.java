package contentgremlin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "demand",
    description = {
      "Have a file described before all others, and print what is found out: PARSED, GRABBED and"
          + " by whom, DOWNLOADED and what, until ENDED.",
      "A file outside every library becomes an item of its own, which only moderators see."
    })
final class DemandCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(paramLabel = "PATH", description = "A file, or the id of an item")
  private String wanted = "";

  DemandCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var body = Api.JSON.createObjectNode();
    var path = Path.of(wanted);
    if (wanted.contains("/") || Files.exists(path)) {
      body.put("path", path.toAbsolutePath().normalize().toString());
    } else {
      body.put("item", wanted);
    }
    try (var events = Events.of(api.stream("/api/v1/demand", body))) {
      return follow(api, events);
    }
  }

  private int follow(Api api, Events events) throws IOException, InterruptedException {
    var item = "";
    for (var next = events.next(); next.isPresent(); next = events.next()) {
      var event = next.get();
      if (event.type().equals("DEMANDED")) {
        item = event.data().path("item").asString("");
      }
      print(event, item);
      if (event.type().equals("ENDED")) {
        var state = api.get("/api/v1/items/" + Api.escaped(item)).path("state").asString("");
        return state.equals("failed") ? ExitCode.FAILED : ExitCode.DONE;
      }
    }
    throw CommandException.failed("the server ended the stream of events; ask again");
  }

  private void print(Events.Event event, String item) {
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      var line = Api.JSON.createObjectNode().put("event", event.type()).put("item", item);
      event
          .data()
          .properties()
          .forEach(field -> line.put(field.getKey(), field.getValue().asString("")));
      out.println(Api.JSON.writeValueAsString(line));
    } else if (!event.type().equals("DEMANDED")) {
      var detail =
          event.data().path("grabber").asString("") + event.data().path("what").asString("");
      out.println((event.type() + " " + Texts.printable(detail)).strip());
    }
    out.flush();
  }
}
