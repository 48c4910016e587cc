package contentgremlin.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Tells a browser to save a file, and under which name: RFC 6266, with the encoding of RFC 8187
/// for names that are not plain.
public final class Disposition {
  private static final String PLAIN = "!#$&+-.^_`|~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Disposition() {}

  /// @param name any; what would lead to another folder, or break the header, is replaced
  public static String attachment(String name) {
    return with("attachment", name);
  }

  public static String inline(String name) {
    return with("inline", name);
  }

  private static String with(String kind, String name) {
    var safe = safe(name);
    var fallback = new StringBuilder();
    safe.codePoints().forEach(letter -> fallback.append(isFallback(letter) ? (char) letter : '_'));
    return "%s; filename=\"%s\"; filename*=UTF-8''%s".formatted(kind, fallback, encoded(safe));
  }

  private static String safe(String name) {
    var text = new StringBuilder();
    name.codePoints()
        .map(letter ->
            letter < 0x20 || letter == 0x7f || letter == '/' || letter == '\\' ? '_' : letter)
        .map(letter -> letter >= 0xd800 && letter <= 0xdfff ? '_' : letter)
        .forEach(text::appendCodePoint);
    return text.isEmpty() ? "file" : text.toString();
  }

  /// Quotes and percent signs are read differently by different browsers.
  private static boolean isFallback(int letter) {
    return letter >= 0x20 && letter < 0x7f && letter != '"' && letter != '%';
  }

  private static String encoded(String name) {
    var text = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      if (isAlphanumeric(octet) || PLAIN.indexOf(octet) >= 0) {
        text.append((char) octet);
      } else {
        text.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return text.toString();
  }

  private static boolean isAlphanumeric(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9');
  }
}
