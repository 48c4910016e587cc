package contentgremlin.http.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes the path of a request, part by part, so that an encoded slash never becomes a real one.
final class PathParts {
  /// Parts of one path; no address of ours has nearly as many.
  private static final int PARTS_MAX = 64;

  private PathParts() {}

  /// @param path as it was sent, without query and parameters
  /// @return null for what no address of ours can be: broken escapes, text that is no UTF-8,
  ///   control characters, encoded slashes, parts that lead upwards
  static @Nullable List<String> decode(String path) {
    if (!path.startsWith("/")) {
      return null;
    }
    var parts = new ArrayList<String>();
    for (var raw : path.substring(1).split("/", -1)) {
      var part = decodePart(raw);
      if (part == null || isUnsafe(part) || parts.size() == PARTS_MAX) {
        return null;
      }
      parts.add(part);
    }
    return parts;
  }

  private static boolean isUnsafe(String part) {
    return part.equals(".")
        || part.equals("..")
        || part.chars().anyMatch(letter -> letter == '/' || letter == '\\' || isControl(letter));
  }

  private static boolean isControl(int letter) {
    return letter < 0x20 || letter == 0x7f;
  }

  /// @return null if the escapes are broken, or what they stand for is no UTF-8
  static @Nullable String decodePart(String raw) {
    if (isPlain(raw)) {
      return raw;
    }
    var bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char letter = raw.charAt(i);
      if (letter == '%') {
        int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1), raw.charAt(i + 2)) : -1;
        if (value < 0) {
          return null;
        }
        bytes.put((byte) value);
        i += 2;
      } else if (letter < 0x80) {
        bytes.put((byte) letter);
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private static boolean isPlain(String raw) {
    return raw.chars().allMatch(letter -> letter != '%' && letter < 0x80);
  }

  private static int hex(char high, char low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first * 16 + second;
  }
}
