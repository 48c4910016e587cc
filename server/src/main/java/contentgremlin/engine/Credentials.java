package contentgremlin.engine;

import contentgremlin.account.Actor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Random texts that prove who someone is, and what is stored of them.
final class Credentials {
  private static final int RANDOM_BYTES = 32;

  /// No proof that we ever gave out is longer.
  static final int TEXT_LENGTH_MAX = 200;

  private static final String ALL_SCOPES = "*";

  private Credentials() {}

  /// 256 random bits, safe in an address, a header and a cookie.
  static String random(SecureRandom random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// SHA-256 as hex. Plain, because the text is random: there is nothing to guess.
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(sha256(one), sha256(other));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  static String word(Set<Actor.Scope> scopes) {
    if (scopes.equals(Actor.Scope.ALL)) {
      return ALL_SCOPES;
    }
    return scopes.stream()
        .sorted()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  static Set<Actor.Scope> scopes(String word) {
    if (word.equals(ALL_SCOPES)) {
      return Actor.Scope.ALL;
    }
    return Arrays.stream(word.split(",", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> Actor.Scope.valueOf(part.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Actor.Scope.class)));
  }
}
