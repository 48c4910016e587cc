package contentgremlin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "demand",
    description = {
      "Put an item's jobs before all others, and print its events until it needs no more work.",
      "The last line is ENDED."
    })
final class DemandCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(paramLabel = "ITEM", description = "Its id")
  private String item = "";

  DemandCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var path = "/api/v1/items/" + Api.escaped(item);
    try (var events = Events.open(api)) {
      api.post(path + "/demand", Api.JSON.createObjectNode());
      while (isOpen(api, path)) {
        if (!printNext(events)) {
          throw CommandException.failed("the server ended the stream of events");
        }
      }
    }
    var state = api.get(path).path("state").asString("");
    surroundings.terminal().out().println("ENDED " + state);
    return state.equals("published") ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static boolean isOpen(Api api, String path) throws IOException, InterruptedException {
    return api.get(path).path("state").asString("").equals("processing");
  }

  /// Prints events until one that may have changed the item's state.
  private boolean printNext(Events events) {
    for (var next = events.next(); next.isPresent(); next = events.next()) {
      var event = next.get();
      if (event.type().equals("resync")) {
        return true;
      }
      if (event.isAbout(item) && !event.type().equals("job.progress")) {
        var kind = event.data().path("kind").asString("");
        var reason = Texts.printable(event.data().path("reason").asString(""));
        surroundings
            .terminal()
            .out()
            .println((event.type() + " " + kind + " " + reason).stripTrailing());
        if (event.type().startsWith("item.")) {
          return true;
        }
      }
    }
    return false;
  }
}
