package contentgremlin.sql;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// How texts, and maps of texts, become columns.
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /// The text, with what a database can't keep (NUL, halves of surrogate pairs) made visible.
  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0 || Character.isSurrogate(unit)) {
        return replaceFrom(i, text);
      }
    }
    return text;
  }

  private static String replaceFrom(int start, String text) {
    var result = new StringBuilder(text.length()).append(text, 0, start);
    for (int i = start; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      result.appendCodePoint(point == 0 || half ? REPLACEMENT : point);
      i += Character.charCount(point);
    }
    return result.toString();
  }

  /// `name=value&name=value`, as in a web form, in the order of the names.
  static String join(Map<String, String> map) {
    if (map.isEmpty()) {
      return "";
    }
    var text = new StringBuilder();
    for (var entry : new TreeMap<>(map).entrySet()) {
      text.append(text.isEmpty() ? "" : "&")
          .append(URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  static Map<String, String> split(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    var map = new TreeMap<String, String>();
    for (var pair : text.split("&", -1)) {
      int end = pair.indexOf('=');
      map.put(
          URLDecoder.decode(pair.substring(0, end), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(end + 1), StandardCharsets.UTF_8));
    }
    return map;
  }
}
