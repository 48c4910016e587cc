package contentgremlin.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "items", description = "List the items, newest first.")
final class ItemsCommand implements Callable<Integer> {
  private static final int PAGE = 200;

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--state",
      description = "Only: processing, published, failed, missing, offline or trashed")
  private @Nullable String state;

  @Option(names = "--type", description = "Only: video, audio, image or document")
  private @Nullable String type;

  @Option(names = "--tag", description = "Only those with this tag")
  private @Nullable String tag;

  @Option(names = "--owner", paramLabel = "NAME", description = "Only this user's")
  private @Nullable String owner;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: all)")
  private int limit = Integer.MAX_VALUE;

  @Parameters(arity = "0..1", paramLabel = "QUERY", description = "Words to search for")
  private @Nullable String query;

  ItemsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var items = new Listing(api, "items", "after").all(filters(), Math.min(PAGE, limit), limit);
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, items);
    } else {
      print(items);
    }
    return ExitCode.DONE;
  }

  private List<Listing.Filter> filters() {
    var filters = new ArrayList<Listing.Filter>();
    Listing.Filter.add(filters, "state", state);
    Listing.Filter.add(filters, "type", type);
    Listing.Filter.add(filters, "tag", tag);
    Listing.Filter.add(filters, "owner", owner);
    Listing.Filter.add(filters, "q", query);
    return filters;
  }

  private void print(List<JsonNode> items) {
    var table = new Table("ID", "TYPE", "STATE", "VISIBILITY", "SIZE", "TITLE");
    for (var item : items) {
      var reason = item.path("reason").asString("");
      var size = item.path("size");
      table.add(
          item.path("id").asString(""),
          item.path("type").asString(""),
          item.path("state").asString(""),
          item.path("visibility").asString(""),
          size.isNumber() ? Texts.bytes(size.asLong(0)) : "",
          Texts.printable(
              item.path("title").asString("") + (reason.isEmpty() ? "" : "  (" + reason + ")")));
    }
    table.print(surroundings.terminal().out());
  }
}
