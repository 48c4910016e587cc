package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "backup",
    description = {
      "Back up a home, database and content, into a new folder below DEST.",
      "The server may go on serving. What the backup before has, too, takes no room again."
    })
final class BackupCommand implements Callable<Integer> {
  private static final String PATH = "/api/v1/backup";

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(paramLabel = "DEST", description = "Folder of backups; made if it is missing")
  private Path destination = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Afterwards, remove all but the newest N backups (default: remove none)")
  private @Nullable Integer keep;

  @Option(
      names = "--content",
      paramLabel = "DIR",
      defaultValue = "${env:GREMLIN_CONTENT}",
      description = "Where the content is, if not in the home and no server runs")
  private @Nullable String content;

  BackupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (keep != null && keep < 1) {
      throw CommandException.usage("--keep must be at least 1");
    }
    var result =
        switch (surroundings.locator().locate(home.directory())) {
          case Located.At(var address, var secret, _) -> byServer(new Api(address, secret));
          case Located.Starting _ ->
              throw Api.nowhere(home.directory(), "it is just starting; try again");
          case Located.Nowhere _ -> byOurselves();
        };
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), result);
    } else {
      print(result);
    }
    return result.path("problems").isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private JsonNode byServer(Api api) throws IOException, InterruptedException {
    var body = Api.JSON.createObjectNode().put("destination", absolute().toString());
    if (keep != null) {
      body.put("keep", keep);
    }
    return new Patience(api, PATH).untilEnded(api.post(PATH, body)).path("result");
  }

  private JsonNode byOurselves() throws IOException, InterruptedException {
    if (!Files.exists(home.directory().resolve("db.sqlite"))) {
      throw CommandException.failed("there is no home at " + home.directory());
    }
    int kept = keep == null ? Integer.MAX_VALUE : keep;
    return Api.JSON.valueToTree(
        surroundings.archivist().backup(home.directory(), content, absolute(), kept));
  }

  private Path absolute() {
    return destination.toAbsolutePath().normalize();
  }

  private void print(JsonNode result) {
    var out = surroundings.terminal().out();
    out.printf(
        "%s: %d files, %s; %d of them new, %s%n",
        absolute().resolve(result.path("folder").asString("")),
        result.path("files").asLong(0),
        Texts.bytes(result.path("bytes").asLong(0)),
        result.path("copied").asLong(0),
        Texts.bytes(result.path("copiedBytes").asLong(0)));
    result.path("removed").forEach(name -> out.println("removed: " + name.asString("")));
    out.flush();
    var err = surroundings.terminal().err();
    result
        .path("problems")
        .forEach(problem ->
            err.println("gremlin: not in the backup: " + Texts.printable(problem.asString(""))));
    err.flush();
  }
}
