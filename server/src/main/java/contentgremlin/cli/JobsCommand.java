package contentgremlin.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(name = "jobs", description = "List the jobs, newest first.")
final class JobsCommand implements Callable<Integer> {
  private static final int PAGE = 200;

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--state",
      description =
          "Only: waiting, queued, claimed, running, succeeded, failed, parked or cancelled")
  private @Nullable String state;

  @Option(names = "--item", paramLabel = "ID", description = "Only this item's")
  private @Nullable String item;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: all)")
  private int limit = Integer.MAX_VALUE;

  JobsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var filters = new ArrayList<Listing.Filter>();
    Listing.Filter.add(filters, "state", state);
    Listing.Filter.add(filters, "item", item);
    var jobs = new Listing(api, "jobs", "before").all(filters, Math.min(PAGE, limit), limit);
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), jobs);
    } else {
      print(jobs);
    }
    return ExitCode.DONE;
  }

  private void print(List<JsonNode> jobs) {
    var table = new Table("ID", "KIND", "STATE", "ATTEMPT", "DONE", "ITEM", "");
    for (var job : jobs) {
      var progress = job.path("progress");
      table.add(
          job.path("id").asString(""),
          job.path("kind").asString(""),
          job.path("state").asString(""),
          job.path("attempt").asString(""),
          progress.isNumber() ? "%.0f %%".formatted(progress.asDouble() * 100) : "",
          job.path("item").asString(""),
          Texts.printable(job.path("reason").asString("")));
    }
    table.print(surroundings.terminal().out());
  }
}
