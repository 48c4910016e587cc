package contentgremlin.item;

import java.util.Locale;

/// Who may see an item besides its owner and the moderators.
public enum Visibility {
  /// Everyone; it stands in listings, feeds and search.
  PUBLIC,
  /// Everyone who has the address; no listing shows it.
  UNLISTED,
  /// Nobody else; to others its address answers 404.
  PRIVATE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Visibility of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
