package contentgremlin.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "import", description = "Import what another server has.")
final class ImportCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /// With what can be imported from.
  static CommandLine of(Surroundings surroundings) {
    return new CommandLine(new ImportCommand()).addSubcommand(new MediaGoblin(surroundings));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Import from what? mediagoblin");
    }
  }

  @Command(
      name = "mediagoblin",
      description = {
        "Import people, media, collections and comments of a GNU MediaGoblin server of the series",
        "0.12 or 0.13. It is only read, and may go on running. What was imported once is never",
        "imported again: run it as often as you like, also after it was interrupted."
      })
  static final class MediaGoblin implements Callable<Integer> {
    private static final String PATH = "/api/v1/imports/mediagoblin";
    private static final String SQLITE = "sqlite:///";
    private static final int PAGE = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int NAME_WIDTH = 40;

    private final Surroundings surroundings;
    private final List<JsonNode> records = new ArrayList<>();
    @Mixin private final HomeOption home = new HomeOption();
    @Mixin private final JsonOption json = new JsonOption();

    @Option(
        names = "--database",
        paramLabel = "URL|FILE",
        required = true,
        description = {
          "Its database: a file of SQLite, or postgresql://user:password@host/database;",
          "what its own settings say as sql_engine is understood, too"
        })
    private String database = "";

    @Option(
        names = "--media",
        paramLabel = "DIR",
        required = true,
        description = "Its folder of media, with public and queue in it: user_dev/media")
    private Path media = Path.of("");

    @Option(names = "--dry-run", description = "Tell what would be done, and do nothing")
    private boolean dryRun;

    @Option(
        names = "--administrators",
        description = {
          "Make its administrators and moderators the same here; without it they are uploaders"
        })
    private boolean administrators;

    @Option(
        names = "--visibility",
        paramLabel = "WORD",
        description = "Of what is imported: public (as it was there), unlisted, private")
    private @Nullable String visibility;

    @Option(
        names = "--user",
        paramLabel = "OLD=NEW",
        description = {
          "Whose things go to an account that is here already: its name there and here; can be",
          "given several times"
        })
    private List<String> people = List.of();

    MediaGoblin(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var api = Api.of(surroundings.locator(), home.directory());
      var run = api.post(PATH, request());
      long number = run.path("number").asLong(0);
      int shown = show(api, 0);
      while (run.path("running").asBoolean(false)) {
        Thread.sleep(PAUSE);
        run = ask(api);
        if (run.path("number").asLong(0) != number) {
          throw CommandException.failed(
              "the server lost sight of it; run the same command again: it goes on from there");
        }
        shown = show(api, shown);
        tellProgress(run);
      }
      show(api, shown);
      return end(run);
    }

    private ObjectNode request() {
      var body = Api.JSON.createObjectNode();
      body.put("database", absoluteDatabase());
      body.put("media", media.toAbsolutePath().normalize().toString());
      body.put("dryRun", dryRun).put("administrators", administrators);
      if (visibility != null) {
        body.put("visibility", visibility);
      }
      if (!people.isEmpty()) {
        var names = body.putArray("people");
        people.forEach(names::add);
      }
      return body;
    }

    /// The server may have another working directory.
    private String absoluteDatabase() {
      var file = database.startsWith(SQLITE) ? database.substring(SQLITE.length()) : database;
      return file.contains("://") || file.startsWith("jdbc:")
          ? database
          : Path.of(file).toAbsolutePath().normalize().toString();
    }

    private static JsonNode ask(Api api) throws InterruptedException {
      try {
        return api.get(PATH);
      } catch (IOException _) {
        throw CommandException.failed(
            "the server went away before the end; run the same command again: it goes on from"
                + " there");
      }
    }

    /// Shows the records that are new.
    ///
    /// @return how many were shown up to now
    private int show(Api api, int from) throws IOException, InterruptedException {
      int shown = from;
      while (true) {
        var page = api.get(PATH + "/records?limit=" + PAGE + "&after=" + shown).path("records");
        page.forEach(this::show);
        shown += page.size();
        if (page.size() < PAGE) {
          return shown;
        }
      }
    }

    private void show(JsonNode record) {
      if (json.isWanted()) {
        records.add(record);
        return;
      }
      var out = surroundings.terminal().out();
      out.println(Texts.printable(line(record)).stripTrailing());
      out.flush();
    }

    private static String line(JsonNode record) {
      var name = record.path("name").asString("");
      var shortened = name.length() > NAME_WIDTH ? name.substring(0, NAME_WIDTH - 1) + "…" : name;
      return "%-10s  %-10s  %6d  %-40s  %s%s"
          .formatted(
              record.path("result").asString(""),
              record.path("kind").asString(""),
              record.path("id").asLong(0),
              shortened,
              record.path("target").asString(""),
              record.path("reason").asString("").isEmpty()
                  ? ""
                  : "  " + record.path("reason").asString(""));
    }

    private void tellProgress(JsonNode run) {
      if (json.isWanted() && run.path("running").asBoolean(false)) {
        var err = surroundings.terminal().err();
        err.printf("%d of about %d records%n", records.size(), run.path("expected").asLong(0));
        err.flush();
      }
    }

    private int end(JsonNode run) {
      if (json.isWanted()) {
        Json.print(surroundings.terminal().out(), records);
      }
      var counts = run.path("counts");
      var err = surroundings.terminal().err();
      var words = new ArrayList<String>();
      counts
          .propertyStream()
          .forEach(count -> words.add(count.getValue().asLong(0) + " " + count.getKey()));
      err.println(
          (dryRun ? "dry run: " : "")
              + (words.isEmpty() ? "nothing there" : String.join(", ", words)));
      err.flush();
      var problem = run.path("problem").asString("");
      if (!problem.isEmpty()) {
        throw CommandException.failed(problem);
      }
      return counts.path("failed").asLong(0) == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
