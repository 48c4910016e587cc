package contentgremlin.shelf;

import java.util.Locale;

/// A genre or a year.
///
/// @param mark what it is asked for by
/// @param albums that the one who asks may see
public record Heading(Kind kind, String mark, String name, long albums) {
  public enum Kind {
    GENRE,
    YEAR;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
