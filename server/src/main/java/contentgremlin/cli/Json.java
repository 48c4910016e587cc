package contentgremlin.cli;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Prints what `--json` asks for.
final class Json {
  private Json() {}

  static void print(PrintWriter out, JsonNode node) {
    out.println(Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
  }

  /// As an array.
  static void print(PrintWriter out, List<? extends JsonNode> nodes) {
    var array = Api.JSON.createArrayNode();
    nodes.forEach(array::add);
    print(out, array);
  }
}
