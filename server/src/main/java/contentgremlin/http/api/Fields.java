package contentgremlin.http.api;

import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of a JSON object that a client sent. Each is taken by its name; [#done] refuses what
/// nobody took. What is wrong ends in a problem that names the field. Not thread-safe.
final class Fields {
  static final int BODY_BYTES_MAX = 64 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;
  private final Set<String> taken = new HashSet<>();

  private Fields(JsonNode object) {
    this.object = object;
  }

  static Fields of(Request request) throws IOException {
    requireJson(request);
    if (request.contentLength() > BODY_BYTES_MAX) {
      throw tooLarge();
    }
    var bytes = request.body().readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      throw tooLarge();
    }
    return new Fields(parse(bytes));
  }

  private static void requireJson(Request request) {
    var type = request.header("Content-Type").orElse("application/json");
    var essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!essence.equals("application/json") && !essence.equals("application/merge-patch+json")) {
      throw new ProblemException(
          415, "Not JSON", "Send a JSON object, with Content-Type: application/json.");
    }
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        413, "Too large", "The body may have at most " + BODY_BYTES_MAX + " bytes.");
  }

  private static JsonNode parse(byte[] bytes) {
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JacksonException broken) {
      throw new ProblemException(
          400, "Broken JSON", "The body is not valid JSON: " + broken.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new ProblemException(400, "Not an object", "The body must be a JSON object: {…}.");
    }
    return node;
  }

  static ProblemException wrong(String field, String why) {
    return new ProblemException(422, "Wrong field", "The field “" + field + "” " + why + ".");
  }

  boolean has(String field) {
    return object.has(field);
  }

  private Optional<JsonNode> take(String field) {
    taken.add(field);
    return object.has(field) ? Optional.of(object.get(field)) : Optional.empty();
  }

  /// A text without control characters other than line ends and tabs.
  Optional<String> text(String field, int lengthMax) {
    return take(field).map(node -> text(field, node, lengthMax));
  }

  String requiredText(String field, int lengthMax) {
    return text(field, lengthMax).orElseThrow(() -> wrong(field, "is missing"));
  }

  /// Like [#text], with null for the empty one, as in a merge patch (RFC 7396).
  Optional<String> clearableText(String field, int lengthMax) {
    return take(field).map(node -> node.isNull() ? "" : text(field, node, lengthMax));
  }

  private static String text(String field, JsonNode node, int lengthMax) {
    if (!node.isString()) {
      throw wrong(field, "must be a string");
    }
    var text = node.stringValue();
    if (text.length() > lengthMax) {
      throw wrong(field, "has more than " + lengthMax + " characters");
    }
    if (!isPlain(text)) {
      throw wrong(field, "has characters in it that are not text");
    }
    return text;
  }

  private static boolean isPlain(String text) {
    return text.codePoints()
        .noneMatch(point ->
            (Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t')
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
  }

  /// @param of throws IllegalArgumentException for other words
  <T> Optional<T> word(String field, Function<String, T> of, String words) {
    return take(field).map(node -> word(field, node, of, words));
  }

  private static <T> T word(String field, JsonNode node, Function<String, T> of, String words) {
    if (node.isString()) {
      try {
        return of.apply(node.stringValue());
      } catch (IllegalArgumentException _) {
        // Told below, as for numbers and the rest.
      }
    }
    throw wrong(field, "must be one of " + words);
  }

  Optional<Boolean> flag(String field) {
    return take(field)
        .map(node -> {
          if (!node.isBoolean()) {
            throw wrong(field, "must be true or false");
          }
          return node.booleanValue();
        });
  }

  Optional<Long> number(String field, long min, long max) {
    return take(field)
        .map(node -> {
          if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(field, "must be a whole number");
          }
          if (node.longValue() < min || node.longValue() > max) {
            throw wrong(field, "must be from " + min + " to " + max);
          }
          return node.longValue();
        });
  }

  /// Texts of a list; null for the empty list, as in a merge patch.
  Optional<List<String>> texts(String field, int countMax, int lengthMax) {
    return take(field)
        .map(node -> {
          if (node.isNull()) {
            return List.of();
          }
          if (!node.isArray()) {
            throw wrong(field, "must be a list of strings");
          }
          if (node.size() > countMax) {
            throw wrong(field, "has more than " + countMax + " entries");
          }
          var texts = new ArrayList<String>();
          for (var entry : node) {
            texts.add(text(field, entry, lengthMax));
          }
          return List.copyOf(texts);
        });
  }

  /// Refuses fields that nobody asked for: they are mistyped, or not to be set.
  void done() {
    for (var name : object.propertyNames()) {
      if (!taken.contains(name)) {
        throw wrong(shown(name), "is not one that can be set here");
      }
    }
  }

  private static String shown(String name) {
    var plain = isPlain(name) ? name : "?";
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
