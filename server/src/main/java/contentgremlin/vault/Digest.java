package contentgremlin.vault;

import java.util.HexFormat;

/// The SHA-256 of some bytes, which is also their name in `content/original`.
public record Digest(String hex) {
  public Digest {
    if (HexFormat.of().parseHex(hex).length != 32) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
    }
  }

  public static Digest of(byte[] hash) {
    return new Digest(HexFormat.of().formatHex(hash));
  }

  /// Where an original with these bytes lies, relative to `content/`: its name starts with the
  /// digest, and ends with what its format is usually called.
  public String originalPath(String extension) {
    return originalFolder() + "/" + hex + "." + extension;
  }

  /// The folder that it lies in, relative to `content/`.
  public String originalFolder() {
    return "original/" + hex.substring(0, 2) + "/" + hex.substring(2, 4);
  }
}
