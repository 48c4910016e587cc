package contentgremlin.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "import",
    customSynopsis =
        "gremlin import IMPORTER [--OPTION VALUE]... [--dry-run] [--administrators]"
            + " [--visibility WORD] [--user OLD=NEW]... [--json] [--home DIR]",
    description =
        "Import people, media, collections and comments of another server. It is only read, and"
            + " may go on running. What was imported once is never imported again: run it as often"
            + " as you like, also after it was interrupted. Importers come with extensions: without"
            + " one, those that there are are told with their options.")
final class ImportCommand implements Callable<Integer> {
  private static final String ADDRESS = "/api/v1/imports";
  private static final int PAGE = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int NAME_WIDTH = 40;

  private final Surroundings surroundings;
  private final List<JsonNode> records = new ArrayList<>();
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "IMPORTER",
      description = "Who knows the other server: mediagoblin, or one of your extensions")
  private @Nullable String importer;

  @Option(names = "--dry-run", description = "Tell what would be done, and do nothing")
  private boolean dryRun;

  @Option(
      names = "--administrators",
      description =
          "Make its administrators and moderators the same here; without it they are uploaders")
  private boolean administrators;

  @Option(
      names = "--visibility",
      paramLabel = "WORD",
      description = "Of all that is imported: public, unlisted, private; without it, as it was")
  private @Nullable String visibility;

  @Option(
      names = "--user",
      paramLabel = "OLD=NEW",
      description =
          "Whose things go to an account that is here already: its name there and here; can be"
              + " given several times")
  private List<String> people = List.of();

  /// What the importer itself is told: only the server knows which options it has.
  @Unmatched private List<String> own = new ArrayList<>();

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var wanted = importer;
    if (wanted == null) {
      throw usage("Import from what?" + known());
    }
    var api = Api.of(surroundings.locator(), home.directory());
    var all = ImporterOptions.all(api.get(ADDRESS));
    var options = all.stream().filter(one -> one.id().equals(wanted)).findFirst();
    var place = ADDRESS + "/" + Api.escaped(wanted);
    if (options.isEmpty()) {
      return explain(api, place, wanted, all);
    }
    var body = request(options.get().read(command(), own));
    return follow(api, place, api.post(place, body));
  }

  private CommandSpec command() {
    return Objects.requireNonNull(spec);
  }

  private ParameterException usage(String words) {
    return new ParameterException(command().commandLine(), words);
  }

  /// Who can import, if a server is there to say so.
  private String known() throws IOException, InterruptedException {
    try {
      var api = Api.of(surroundings.locator(), home.directory());
      return ImporterOptions.words(ImporterOptions.all(api.get(ADDRESS)));
    } catch (CommandException _) {
      return " A server that runs knows what there is.";
    }
  }

  /// It may be that its extension is not at work: that is no wrong usage.
  private int explain(Api api, String place, String wanted, List<ImporterOptions> all)
      throws IOException, InterruptedException {
    var extensions = api.get("/api/v1/extensions").path("extensions");
    for (var one : extensions) {
      var id = one.path("id").asString("");
      boolean isItsOwn = wanted.equals(id) || wanted.startsWith(id + "-");
      if (isItsOwn && !one.path("state").asString("").equals("enabled")) {
        api.post(place, Api.JSON.createObjectNode());
      }
    }
    throw usage("There is no importer “" + wanted + "”." + ImporterOptions.words(all));
  }

  private ObjectNode request(ObjectNode body) {
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

  private int follow(Api api, String place, JsonNode begun)
      throws IOException, InterruptedException {
    var run = begun;
    long number = run.path("number").asLong(0);
    int shown = show(api, place, 0);
    while (run.path("running").asBoolean(false)) {
      Thread.sleep(PAUSE);
      run = ask(api, place);
      if (run.path("number").asLong(0) != number) {
        throw CommandException.failed(
            "the server lost sight of it; run the same command again: it goes on from there");
      }
      shown = show(api, place, shown);
      tellProgress(run);
    }
    show(api, place, shown);
    return end(run);
  }

  private static JsonNode ask(Api api, String place) throws InterruptedException {
    try {
      return api.get(place);
    } catch (IOException _) {
      throw CommandException.failed(
          "the server went away before the end; run the same command again: it goes on from"
              + " there");
    }
  }

  /// Shows the records that are new.
  ///
  /// @return how many were shown up to now
  private int show(Api api, String place, int from) throws IOException, InterruptedException {
    int shown = from;
    while (true) {
      var page = api.get(place + "/records?limit=" + PAGE + "&after=" + shown).path("records");
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
    return "%-10s  %-10s  %6s  %-40s  %s%s"
        .formatted(
            record.path("result").asString(""),
            record.path("kind").asString(""),
            record.path("id").asString(""),
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
