package contentgremlin.http.page;

import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields that a browser sent with a form.
final class Form {
  /// The largest body of a form without files, in bytes.
  static final int BODY_MAX = 1 << 20;

  private final Map<String, List<String>> fields;

  private Form(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  /// Reads the body as `application/x-www-form-urlencoded`.
  static Form of(Request request) throws IOException {
    var body = request.body().readNBytes(BODY_MAX + 1);
    if (body.length > BODY_MAX) {
      throw new ProblemException(
          413, "Too long", "This form takes at most " + Texts.bytes(BODY_MAX) + ".");
    }
    return parse(new String(body, StandardCharsets.UTF_8));
  }

  static Form parse(String text) {
    var fields = new LinkedHashMap<String, List<String>>();
    for (var pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = equals < 0 ? pair : pair.substring(0, equals);
        var value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new Form(fields);
  }

  /// The field's value, or the empty string.
  String text(String name) {
    return find(name).orElse("");
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(fields.get(name)).map(List::getFirst);
  }

  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ProblemException(400, "Not understood", "The form is not encoded as it should be.");
    }
  }
}
