package contentgremlin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "collect",
    description = {
      "Remove now what is not needed any more: trash past its time, expired half uploads,",
      "what attempts left, and files that nothing has referred to for their grace period."
    })
final class CollectCommand implements Callable<Integer> {
  private static final String PATH = "/api/v1/collect";

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(names = "--dry-run", description = "Only say what would be removed")
  private boolean dryRun;

  @Option(
      names = "--now",
      description =
          "Also remove files that nothing refers to before their grace is over, and though they be"
              + " more than half of all")
  private boolean now;

  CollectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var begun = api.post(PATH, Api.JSON.createObjectNode().put("dryRun", dryRun).put("now", now));
    var result = new Patience(api, PATH).untilEnded(begun).path("result");
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), result);
    } else {
      print(result);
    }
    boolean isHeld =
        !result.path("held").asString("").isEmpty()
            && result.path("waiting").path(now ? "files" : "due").asLong(0) > 0;
    return isHeld || !result.path("problems").isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void print(JsonNode result) {
    var table = new Table(dryRun ? "WOULD BE" : "DONE", "BYTES", "");
    for (var action : result.path("actions")) {
      table.add(
          action.path("count").asString("0"),
          Texts.bytes(action.path("bytes").asLong(0)),
          action.path("meaning").asString(""));
    }
    var out = surroundings.terminal().out();
    table.print(out);
    var waiting = result.path("waiting");
    if (waiting.path("files").asLong(0) > 0) {
      out.printf(
          "waiting   nothing refers to %d files or folders (%s); they are kept for a grace"
              + " period%n",
          waiting.path("files").asLong(0), Texts.bytes(waiting.path("bytes").asLong(0)));
    }
    var strange = result.path("strange");
    if (strange.path("files").asLong(0) > 0) {
      out.printf(
          "not ours  %d files in content/ are left alone:%n", strange.path("files").asLong(0));
      strange
          .path("examples")
          .forEach(path -> out.println("          " + Texts.printable(path.asString(""))));
    }
    out.flush();
    complain(result);
  }

  private void complain(JsonNode result) {
    var err = surroundings.terminal().err();
    var held = result.path("held").asString("");
    if (!held.isEmpty()) {
      err.println("gremlin: no file that nothing refers to is removed: " + Texts.printable(held));
    }
    result
        .path("problems")
        .forEach(problem -> err.println("gremlin: " + Texts.printable(problem.asString(""))));
    err.flush();
  }
}
