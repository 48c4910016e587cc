package contentgremlin.engine.enrich;

import contentgremlin.enrich.Question;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;

/// Keeps keys out of what is kept and shown.
final class Secrecy {
  /// Shorter ones would turn up in any text.
  private static final int KEY_LENGTH_MIN = 4;

  private static final int MARK_CHARACTERS = 16;

  private Secrecy() {}

  /// Tells the question from all others without giving away what is asked, and with which key.
  static String name(Question question) {
    var headers = new TreeMap<String, String>();
    question.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return hash(
        question.address(),
        question.body(),
        headers.getOrDefault("accept", ""),
        headers.getOrDefault("accept-language", ""));
  }

  /// Tells a key from others.
  static String mark(String provider, String key) {
    return hash(provider, key).substring(0, MARK_CHARACTERS);
  }

  static String without(String key, String text) {
    return key.length() < KEY_LENGTH_MIN ? text : text.replace(key, "…");
  }

  private static String hash(String... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
