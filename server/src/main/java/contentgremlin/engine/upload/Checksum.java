package contentgremlin.engine.upload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the bytes of one request should hash to (tus 1.0, checksum extension).
public record Checksum(Algorithm algorithm, List<Byte> expected) {
  public enum Algorithm {
    SHA1("SHA-1"),
    SHA256("SHA-256"),
    MD5("MD5");

    private final String javaName;

    Algorithm(String javaName) {
      this.javaName = javaName;
    }

    /// "sha1", "sha256", "md5"
    public static Optional<Algorithm> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    MessageDigest open() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has " + javaName, e);
      }
    }
  }

  public static Checksum of(Algorithm algorithm, byte[] expected) {
    return new Checksum(algorithm, boxed(expected));
  }

  boolean matches(byte[] found) {
    return boxed(found).equals(expected);
  }

  private static List<Byte> boxed(byte[] bytes) {
    var list = new Byte[bytes.length];
    Arrays.setAll(list, i -> bytes[i]);
    return List.of(list);
  }
}
