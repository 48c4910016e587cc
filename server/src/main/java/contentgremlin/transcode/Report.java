package contentgremlin.transcode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Named values that an outside tool wrote, one a line, as ffprobe's writer "flat" does:
/// `streams.stream.0.codec_name="h264"`. Our picture helper writes the same.
public record Report(Map<String, String> values) {
  /// More than this is not read.
  public static final int BYTES_MAX = 8 << 20;

  private static final int VALUE_LENGTH_MAX = 20_000;

  public Report {
    values = Map.copyOf(values);
  }

  public static Report parse(String text) {
    var values = new LinkedHashMap<String, String>();
    text.lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          if (equals > 0) {
            values.putIfAbsent(line.substring(0, equals), unquote(line.substring(equals + 1)));
          }
        });
    return new Report(values);
  }

  /// One line for [#parse].
  public static String line(String name, String value) {
    String quoted =
        value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r");
    return name + "=\"" + quoted + "\"\n";
  }

  /// The value, or the empty string; "N/A" and "unknown" count as none.
  public String text(String name) {
    String value = values.getOrDefault(name, "");
    return value.equals("N/A") || value.equals("unknown") ? "" : value;
  }

  public long number(String name, long fallback) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException _) {
      return fallback;
    }
  }

  public double decimal(String name, double fallback) {
    try {
      double value = Double.parseDouble(text(name));
      return Double.isFinite(value) ? value : fallback;
    } catch (NumberFormatException _) {
      return fallback;
    }
  }

  /// The values below this name: `tags("format.tags.")` → title, artist …
  public Map<String, String> below(String prefix) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  public Report only(Predicate<String> names) {
    return new Report(
        values.entrySet().stream()
            .filter(entry -> names.test(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /// Readable by [#parse].
  public String toText() {
    return values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> line(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String unquote(String raw) {
    if (raw.length() < 2 || !raw.startsWith("\"") || !raw.endsWith("\"")) {
      return raw;
    }
    var text = new StringBuilder();
    boolean escaped = false;
    for (char character :
        raw.substring(1, Math.min(raw.length() - 1, VALUE_LENGTH_MAX)).toCharArray()) {
      if (character == '\\' && !escaped) {
        escaped = true;
        continue;
      }
      text.append(
          !escaped ? character : character == 'n' ? '\n' : character == 'r' ? '\r' : character);
      escaped = false;
    }
    return text.toString();
  }
}
