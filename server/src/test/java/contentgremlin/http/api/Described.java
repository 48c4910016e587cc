package contentgremlin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The API as its document describes it, and a judge over answers.
final class Described {
  static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options");

  private final JsonNode document;
  private final Map<String, JsonNode> operations = new TreeMap<>();
  private final Map<String, Schema> schemas = new HashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  Described(JsonNode document) {
    this.document = document;
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.put(
              operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
              operation.getValue());
        }
      }
    }
  }

  JsonNode document() {
    return document;
  }

  /// "GET /api/v1/items/{id}" and so on.
  Set<String> operations() {
    return operations.keySet();
  }

  JsonNode operation(String name) {
    return Objects.requireNonNull(operations.get(name), name);
  }

  /// Fails unless the description of this operation foresees exactly such an answer.
  void judge(String operation, ApiServer.Answer answer) {
    var what = operation + " → " + answer.status() + " " + answer.text();
    assertThat(operations).as(what).containsKey(operation);
    var response =
        resolved(operation(operation).path("responses").path(Integer.toString(answer.status())));
    assertThat(response.isMissingNode()).as(what + ": status is not described").isFalse();
    for (var header : response.path("headers").propertyNames()) {
      // Several answers share one list of tus headers; those that must be there are asserted apart.
      if (header.equals("Location") || header.equals("Set-Cookie")) {
        assertThat(answer.headers().firstValue(header)).as(what + ": " + header).isPresent();
      }
    }
    var content = response.path("content");
    if (content.isMissingNode() || operation.startsWith("HEAD ")) {
      assertThat(answer.body()).as(what + ": has no body").isEmpty();
      return;
    }
    assertThat(content.has(answer.mediaType()))
        .as(what + ": " + answer.mediaType() + " is not described")
        .isTrue();
    var schema = content.path(answer.mediaType()).path("schema");
    if (answer.mediaType().endsWith("json")) {
      assertThat(schema(schema).validate(answer.json())).as(what).isEmpty();
    }
  }

  private JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref");
    return reference.isString() ? document.at(reference.stringValue().substring(1)) : node;
  }

  /// A schema of the document, with all components within its reach.
  private Schema schema(JsonNode node) {
    return schemas.computeIfAbsent(
        node.toString(),
        _ -> {
          var whole = ApiServer.JSON.createObjectNode();
          whole.setAll((ObjectNode) node);
          whole.set("components", document.path("components"));
          return registry.getSchema(whole);
        });
  }

  /// Whether the document's own schema for this request body lets `body` pass.
  boolean takes(String operation, JsonNode body) {
    var content = operation(operation).path("requestBody").path("content");
    var first = content.properties().iterator().next().getValue();
    return schema(first.path("schema")).validate(body).isEmpty();
  }

  /// References that lead nowhere.
  List<String> danglingReferences() {
    var dangling = new ArrayList<String>();
    for (var reference : document.findValuesAsString("$ref")) {
      if (document.at(reference.substring(1)).isMissingNode()) {
        dangling.add(reference);
      }
    }
    return dangling;
  }

  /// Components that nothing refers to.
  Set<String> unusedSchemas() {
    var unused = new TreeSet<>(document.path("components").path("schemas").propertyNames());
    document
        .findValuesAsString("$ref")
        .forEach(reference -> unused.remove(reference.replace("#/components/schemas/", "")));
    return unused;
  }
}
