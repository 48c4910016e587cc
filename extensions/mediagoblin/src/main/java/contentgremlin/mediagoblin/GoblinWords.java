package contentgremlin.mediagoblin;

import contentgremlin.extension.Host;
import contentgremlin.extension.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was kept of an entry beside title, description and licence: an object in JSON.
record GoblinWords(Host host) {
  private static final int VALUES_MAX = 50;
  private static final int KEY_LENGTH_MAX = 60;

  List<Statement> of(String metadata) {
    var words = new ArrayList<Statement>();
    host.json(metadata)
        .ifPresent(object -> {
          for (var name : object.names()) {
            var key = key(name);
            var value = object.text(name);
            if (!key.isEmpty() && !value.isBlank() && words.size() < VALUES_MAX) {
              words.add(Statement.of("miscellaneous", key, value));
            }
          }
        });
    return words;
  }

  /// What is wrong with it, or the empty string.
  String complaint(String metadata) {
    if (metadata.isBlank()) {
      return "";
    }
    return host.json(metadata)
        .map(json ->
            json.isEmpty() || !json.names().isEmpty() ? "" : "its metadata are none: left out")
        .orElse("its metadata are broken JSON: left out");
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
        : key.substring(0, Math.min(key.length(), KEY_LENGTH_MAX));
  }
}
