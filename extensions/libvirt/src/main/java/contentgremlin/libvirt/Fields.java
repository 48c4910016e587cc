package contentgremlin.libvirt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Texts in one line, which may hold anything: names of machines do. That is how the extension and
/// its companion talk.
final class Fields {
  private static final String BETWEEN = " ";

  private Fields() {}

  static String line(Object... fields) {
    return Stream.of(fields)
        .map(field -> URLEncoder.encode(field.toString(), UTF_8))
        .collect(Collectors.joining(BETWEEN));
  }

  /// @throws IllegalArgumentException if it is no such line
  static List<String> of(String line) {
    return Arrays.stream(line.split(BETWEEN, -1))
        .map(field -> URLDecoder.decode(field, UTF_8))
        .toList();
  }
}
