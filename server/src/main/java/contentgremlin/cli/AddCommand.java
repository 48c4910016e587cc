package contentgremlin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "add",
    description = {
      "Upload files. Each becomes an item, which is published when it is processed.",
      "If this is interrupted, the same command goes on where it was."
    })
final class AddCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();
  @Mixin private final AboutOptions about = new AboutOptions();

  @Option(names = "--wait", description = "Wait until they are published, or have failed")
  private boolean wait;

  @Parameters(arity = "1..*", paramLabel = "FILE")
  private List<Path> files = List.of();

  AddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (about.hasTitle() && files.size() > 1) {
      throw CommandException.usage("--title is for one file; there are " + files.size());
    }
    var api = Api.of(surroundings.locator(), home.directory());
    var bars = new Bars(surroundings.terminal(), surroundings.time());
    var sent = send(new Sender(api, bars, surroundings.time()));
    var items = wait ? new Processing(api, bars).await(sent) : fetch(api, sent);
    print(items);
    boolean complete =
        sent.size() == files.size() && (!wait || items.stream().allMatch(Processing::isPublished));
    return complete ? ExitCode.DONE : ExitCode.FAILED;
  }

  /// What can't be sent is said, and the others are sent all the same.
  ///
  /// @return the items' labels, by id
  private Map<String, String> send(Sender sender) throws InterruptedException {
    var sent = new LinkedHashMap<String, String>();
    for (var file : files) {
      try {
        sent.put(sender.send(file, about.about()), file.getFileName().toString());
      } catch (IOException | CommandException failure) {
        if (failure instanceof CommandException refused
            && refused.exitCode() == ExitCode.NO_SERVER) {
          throw refused;
        }
        surroundings.terminal().err().println(Sender.complaint(file, failure));
      }
    }
    return sent;
  }

  private static List<JsonNode> fetch(Api api, Map<String, String> sent)
      throws IOException, InterruptedException {
    var items = new ArrayList<JsonNode>();
    for (var item : sent.keySet()) {
      items.add(api.get("/api/v1/items/" + Api.escaped(item)));
    }
    return items;
  }

  private void print(List<JsonNode> items) {
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, items);
    } else {
      items.forEach(item -> out.println(item.path("id").asString("")));
    }
  }
}
