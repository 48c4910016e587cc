package contentgremlin.name;

import java.util.Set;
import java.util.function.IntConsumer;

/// Years at the end of names, which may be the title's own.
final class Years {
  private static final int FIRST = 1870;

  /// Far enough away that nobody announces films for it, and "Blade Runner 2049" is a name.
  private static final int LAST = 2040;

  /// Before these a number belongs to the title: "Summer of 1993".
  private static final Set<String> BEFORE =
      Set.of(
          "of", "in", "since", "anno", "after", "before", "year", "von", "de", "del", "im", "jahr",
          "til", "until", "euro", "expo");

  private Years() {}

  /// @return 0 if it is none
  static int of(String word) {
    if (word.length() != 4) {
      return 0;
    }
    int year = 0;
    for (int at = 0; at < 4; at++) {
      char sign = word.charAt(at);
      if (sign < '0' || sign > '9') {
        return 0;
      }
      year = year * 10 + sign - '0';
    }
    return year >= FIRST && year <= LAST ? year : 0;
  }

  /// The name without the year at its end.
  ///
  /// @param isRelease whether the name looks like that of a release: there a number at the end is
  ///   the year. Otherwise "Wonder Woman 1984" is a title, unless there is another sign of it
  static String taken(String name, boolean isRelease, IntConsumer year) {
    if (name.length() < 6) {
      return name;
    }
    int start = name.length() - 4;
    int found = of(name.substring(start));
    char before = name.charAt(start - 1);
    if (found == 0 || (before != ' ' && before != '-' && before != ',')) {
      return name;
    }
    var title = Spelling.trimmed(name.substring(0, start));
    boolean isSet =
        before != ' ' || name.charAt(start - 2) == ',' || name.startsWith("- ", start - 2);
    if (title.isEmpty() || !(isRelease || isSet || hasYear(title)) || belongs(title)) {
      return name;
    }
    year.accept(found);
    return title;
  }

  private static boolean hasYear(String title) {
    for (var word : title.split(" ", -1)) {
      if (of(word) > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean belongs(String title) {
    int blank = title.lastIndexOf(' ');
    return BEFORE.contains(title.substring(blank + 1).toLowerCase(java.util.Locale.ROOT));
  }
}
