package contentgremlin.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.job.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Which of a plan's tools were lent, noted in the attempt's folder: a plan is made only once, and
/// the rest of its tools run when the others' outputs have come, maybe after a restart.
///
/// @param lent how many of them, from the first on
record LentPlan(List<Tool> tools, int lent) {
  private static final String FILE = "lent";

  LentPlan {
    tools = List.copyOf(tools);
  }

  List<Tool> rest() {
    return tools.subList(lent, tools.size());
  }

  /// How many tools of this attempt ran elsewhere; 0 if none of it was lent.
  static int lentIn(Path folder) throws IOException {
    return Files.exists(folder.resolve(FILE)) ? read(folder).lent() : 0;
  }

  void write(Path folder) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(Integer.toString(lent));
    tools.forEach(tool -> lines.add(line(tool)));
    Files.write(folder.resolve(FILE), lines);
  }

  /// Its words in base 64, since arguments may hold anything.
  private static String line(Tool tool) {
    var words = new ArrayList<>(List.of(tool.program().name(), tool.output()));
    words.addAll(tool.arguments());
    return words.stream()
        .map(word -> Base64.getEncoder().encodeToString(word.getBytes(UTF_8)))
        .collect(Collectors.joining(" "));
  }

  static LentPlan read(Path folder) throws IOException {
    var lines = Files.readAllLines(folder.resolve(FILE));
    try {
      var tools = lines.stream().skip(1).map(LentPlan::tool).toList();
      return new LentPlan(tools, Integer.parseInt(lines.getFirst()));
    } catch (RuntimeException e) {
      throw new IOException("the note in " + folder + " of what was lent is damaged", e);
    }
  }

  private static Tool tool(String line) {
    var words = new ArrayList<String>();
    for (var word : line.split(" ", -1)) {
      words.add(new String(Base64.getDecoder().decode(word), UTF_8));
    }
    var program = Tool.Program.valueOf(words.get(0));
    return new Tool(program, words.subList(2, words.size()), words.get(1));
  }
}
