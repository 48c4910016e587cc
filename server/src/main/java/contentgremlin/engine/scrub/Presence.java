package contentgremlin.engine.scrub;

import contentgremlin.vault.Vault;
import java.util.List;

/// Whether `content/`, or a part of it, is there at all. Its disk may not be mounted: then files
/// are not damaged, and nothing is to be made again in its place.
final class Presence {
  static final String WHOLE = "content";
  private static final List<String> PARTS = List.of("original", "rendition", "incoming");

  private Presence() {}

  /// @param subject `content`, or `content/original`
  static boolean of(Vault vault, String subject) {
    return subject.equals(WHOLE)
        ? PARTS.stream().anyMatch(vault::isPresent)
        : vault.isPresent(subject.substring(WHOLE.length() + 1));
  }

  /// @param path of a stored file
  static String partOf(String path) {
    return WHOLE + "/" + path.substring(0, path.indexOf('/'));
  }
}
