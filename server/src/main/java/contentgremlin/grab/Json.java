package contentgremlin.grab;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Looks into answers, of whose shape nothing is certain.
final class Json {
  /// More members of a list are not looked at.
  static final int MEMBERS_MAX = 200;

  private Json() {}

  /// What is at the end of this path, as text; the empty string if there is none.
  static String text(JsonNode node, String... path) {
    return at(node, path).asString("").strip();
  }

  static int number(JsonNode node, String... path) {
    return at(node, path).asInt(0);
  }

  static double decimal(JsonNode node, String... path) {
    return at(node, path).asDouble(0);
  }

  static boolean is(JsonNode node, String... path) {
    return at(node, path).asBoolean(false);
  }

  static JsonNode at(JsonNode node, String... path) {
    var found = node;
    for (var name : path) {
      found = found.path(name);
    }
    return found;
  }

  /// The members of a list; none if it is something else.
  static List<JsonNode> list(JsonNode node, String... path) {
    var found = at(node, path);
    var members = new ArrayList<JsonNode>();
    if (found.isArray()) {
      for (var each : found) {
        if (members.size() == MEMBERS_MAX) {
          break;
        }
        members.add(each);
      }
    }
    return members;
  }

  /// That member of each in a list: `[{"name": "a"}, {"name": "b"}]`.
  static List<String> texts(JsonNode list, String name) {
    return list(list).stream()
        .map(each -> text(each, name))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
