package contentgremlin.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "batch-add",
    description = {
      "Upload the files that a table names: comma-separated values with a line of headings.",
      "Columns: file (needed; relative to the table), title, description, tags (commas between",
      "them, in quotes), visibility, license. What fails is said line by line; the others are",
      "added all the same."
    })
final class BatchAddCommand implements Callable<Integer> {
  private static final String FILE = "file";
  private static final Set<String> COLUMNS =
      Set.of(FILE, "title", "description", "tags", "visibility", "license");

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(names = "--wait", description = "Wait until they are published, or have failed")
  private boolean wait;

  @Parameters(paramLabel = "CSV")
  private Path table = Path.of("");

  BatchAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// How one line went.
  ///
  /// @param item its id; null if it was not added
  /// @param why it was not added
  private record Line(int number, String file, @Nullable String item, @Nullable String why) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var bars = new Bars(surroundings.terminal(), surroundings.time());
    var lines = addAll(new Sender(api, bars, surroundings.time()));
    boolean complete = lines.stream().allMatch(line -> line.item() != null);
    if (wait) {
      var ended = new Processing(api, bars).await(labels(lines));
      complete &= ended.stream().allMatch(Processing::isPublished);
    }
    if (json.isWanted()) {
      Json.print(
          surroundings.terminal().out(), lines.stream().map(BatchAddCommand::asJson).toList());
    }
    return complete ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<Line> addAll(Sender sender) throws IOException, InterruptedException {
    var lines = new ArrayList<Line>();
    try (var reader = Files.newBufferedReader(table, StandardCharsets.UTF_8)) {
      var csv = new Csv(reader);
      var headings = headings(csv);
      for (var row = csv.next(); row.isPresent(); row = csv.next()) {
        var line = add(sender, headings, row.get());
        report(line);
        lines.add(line);
      }
    }
    return lines;
  }

  private List<String> headings(Csv csv) throws IOException {
    var row = csv.next().orElseThrow(() -> CommandException.failed(table + " is empty")).values();
    var headings =
        row.stream()
            .map(heading -> heading.replace("\ufeff", "").strip().toLowerCase(Locale.ROOT))
            .toList();
    var unknown = headings.stream().filter(heading -> !COLUMNS.contains(heading)).toList();
    if (!unknown.isEmpty() || !headings.contains(FILE)) {
      throw CommandException.failed(
          ("%s: the first line must name the columns: file, and maybe title, description, tags,"
                  + " visibility, license%s")
              .formatted(table, unknown.isEmpty() ? "" : "; not known: " + unknown));
    }
    return headings;
  }

  private Line add(Sender sender, List<String> headings, Csv.Row row) throws InterruptedException {
    var values = values(headings, row);
    var name = values.getOrDefault(FILE, "");
    try {
      if (row.values().size() != headings.size()) {
        throw CommandException.failed(
            "it has %d values for %d columns".formatted(row.values().size(), headings.size()));
      }
      var file = Optional.ofNullable(table.toAbsolutePath().getParent()).orElseThrow();
      return new Line(row.line(), name, sender.send(file.resolve(name), about(values)), null);
    } catch (IOException | InvalidPathException | CommandException failure) {
      if (failure instanceof CommandException refused && refused.exitCode() == ExitCode.NO_SERVER) {
        throw refused;
      }
      return new Line(row.line(), name, null, Sender.why(failure));
    }
  }

  private static Map<String, String> values(List<String> headings, Csv.Row row) {
    var values = new LinkedHashMap<String, String>();
    for (int column = 0; column < Math.min(headings.size(), row.values().size()); column++) {
      var value = row.values().get(column).strip();
      if (!value.isEmpty()) {
        values.put(headings.get(column), value);
      }
    }
    return values;
  }

  private static Sender.About about(Map<String, String> values) {
    var tags =
        Arrays.stream(values.getOrDefault("tags", "").split(","))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .toList();
    return new Sender.About(
        values.get("title"),
        values.get("description"),
        tags,
        values.get("visibility"),
        values.get("license"),
        false,
        false);
  }

  private void report(Line line) {
    var item = line.item();
    var outcome = item == null ? "not added: " + line.why() : item;
    var text = "line %d: %s: %s".formatted(line.number(), line.file(), outcome);
    if (item == null) {
      surroundings.terminal().err().println(Texts.printable(text));
    } else if (!json.isWanted()) {
      surroundings.terminal().out().println(Texts.printable(text));
    }
  }

  private static Map<String, String> labels(List<Line> lines) {
    var labels = new LinkedHashMap<String, String>();
    for (var line : lines) {
      var item = line.item();
      if (item != null) {
        labels.put(item, line.file());
      }
    }
    return labels;
  }

  private static ObjectNode asJson(Line line) {
    var node = Api.JSON.createObjectNode().put("line", line.number()).put("file", line.file());
    return line.item() == null ? node.put("reason", line.why()) : node.put("item", line.item());
  }
}
