package contentgremlin.item;

import java.util.Locale;

/// What sort of thing an item is. Decided from its content, never from its name.
public enum MediaType {
  VIDEO,
  AUDIO,
  IMAGE,
  DOCUMENT;

  /// The word that the API, the pages and the database use.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static MediaType of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
