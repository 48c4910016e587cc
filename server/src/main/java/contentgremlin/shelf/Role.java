package contentgremlin.shelf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody did for a track or an album.
public enum Role {
  /// Whose album it is.
  MAKER,
  /// Plays or sings on it.
  ARTIST,
  COMPOSER,
  CONDUCTOR,
  PERFORMER,
  REMIXER,
  LYRICIST;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
