package contentgremlin.grab;

import contentgremlin.extension.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// JSON as extensions see it.
public record JsonTree(JsonNode node) implements Json {
  private static final int LENGTH_MAX = 16 << 20;
  private static final int MEMBERS_MAX = 100_000;

  /// @return empty if it is no JSON, or too long
  public static Optional<Json> read(String text) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JsonTree(Asking.JSON.readTree(text)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  @Override
  public Json at(String... path) {
    return new JsonTree(node(path));
  }

  private JsonNode node(String... path) {
    var at = node;
    for (var name : path) {
      at = at.path(name);
    }
    return at;
  }

  @Override
  public String text(String... path) {
    var at = node(path);
    return at.isString() || at.isNumber() || at.isBoolean() ? at.asString("") : "";
  }

  @Override
  public long number(String... path) {
    return node(path).asLong(0);
  }

  @Override
  public List<Json> list(String... path) {
    return node(path).valueStream().limit(MEMBERS_MAX).<Json>map(JsonTree::new).toList();
  }

  @Override
  public List<String> names(String... path) {
    return node(path).propertyNames().stream().limit(MEMBERS_MAX).toList();
  }

  @Override
  public boolean isEmpty() {
    return node.isMissingNode() || node.isNull() || (node.isContainer() && node.isEmpty());
  }
}
