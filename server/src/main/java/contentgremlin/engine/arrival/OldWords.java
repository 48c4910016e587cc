package contentgremlin.engine.arrival;

import contentgremlin.arrival.Foreign;
import contentgremlin.engine.enrich.Corrections;
import contentgremlin.engine.upload.NewItems;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was said of an entry, as statements. What its owner wrote there stays, whatever files and
/// grabbers say.
final class OldWords {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int VALUES_MAX = 50;
  private static final int VALUE_LENGTH_MAX = 5_000;

  /// Less than a person, more than a file.
  private static final int PRIORITY = 500;

  private OldWords() {}

  /// @param provider who says what was kept beside title, description and licence
  static List<Metadata> of(Foreign.Entry entry, Item item, String provider, Instant now) {
    var words = new ArrayList<Metadata>();
    if (!entry.title().isBlank()) {
      words.add(person("titles", "title", item.title(), now));
    }
    if (!item.description().isEmpty()) {
      words.add(person("miscellaneous", "description", item.description(), now));
    }
    words.addAll(NewItems.licence(entry.licence(), now));
    words.addAll(others(entry.metadata(), provider, now));
    return words;
  }

  private static Metadata person(String group, String key, String value, Instant now) {
    return new Metadata(group, key, "", value, Metadata.PRIORITY_PERSON, Corrections.PERSON, now);
  }

  /// What is wrong with it, or the empty string.
  static String complaint(String metadata) {
    try {
      return metadata.isBlank() || isObject(JSON.readTree(metadata))
          ? ""
          : "its metadata are none: left out";
    } catch (JacksonException _) {
      return "its metadata are broken JSON: left out";
    }
  }

  private static boolean isObject(JsonNode node) {
    return node.isObject() || node.isNull() || node.isMissingNode();
  }

  private static List<Metadata> others(String metadata, String provider, Instant now) {
    var words = new ArrayList<Metadata>();
    try {
      for (var property : JSON.readTree(metadata).properties()) {
        var key = key(property.getKey());
        var value = UploadText.lines(text(property.getValue()), VALUE_LENGTH_MAX);
        if (!key.isEmpty() && !value.isEmpty() && words.size() < VALUES_MAX) {
          words.add(new Metadata("miscellaneous", key, "", value, PRIORITY, provider, now));
        }
      }
    } catch (JacksonException _) {
      // Told of in the report.
    }
    return words;
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.isNumber() ? value.toString() : "";
  }

  /// "dcterms:creator" becomes "creator"; what stands for the format itself is nothing.
  private static String key(String name) {
    if (name.startsWith("@")) {
      return "";
    }
    var key =
        name.substring(name.indexOf(':') + 1)
            .replaceAll("([a-z])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[_0-9]+|_+$", "");
    return key.equals("title") || key.equals("description")
        ? ""
        : key.substring(0, Math.min(key.length(), 60));
  }
}
