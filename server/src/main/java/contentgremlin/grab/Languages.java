package contentgremlin.grab;

import java.util.Locale;
import java.util.MissingResourceException;

/// Names of languages, of which everybody has his own.
final class Languages {
  private Languages() {}

  /// "pt" of "pt-BR".
  static String primary(String tag) {
    return tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
  }

  /// "deu" of "de" (ISO 639-2/T); the empty string if there is none.
  static String threeLetters(String tag) {
    try {
      return Locale.of(primary(tag)).getISO3Language();
    } catch (MissingResourceException _) {
      return "";
    }
  }
}
