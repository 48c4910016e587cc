package contentgremlin.enrich;

import java.util.Locale;

/// A file that a grabber found somewhere else, worth having.
///
/// @param address where it is; https, or http where the provider's own address is so
/// @param language BCP 47, or the empty string where it does not matter
/// @param priority the highest of a kind is shown
public record Wanted(Kind kind, String address, String language, int priority) {
  public enum Kind {
    COVER,
    POSTER,
    BACKDROP,
    LOGO,
    SUBTITLE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
