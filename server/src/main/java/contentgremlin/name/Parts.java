package contentgremlin.name;

import java.util.regex.Pattern;

/// Films in several files: "CD1", "part2".
final class Parts {
  /// "cd 12 of 12"
  private static final int LENGTH_MAX = 14;

  private static final Pattern DISC =
      Pattern.compile("(?i)(?:cd|dis[ck])[ ._-]?(\\d{1,2})(?:[ ._-]?of[ ._-]?\\d{1,2})?");

  /// Behind the year, where no title is any more.
  private static final Pattern BEHIND =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\d])(?:cd|dis[ck]|part|pt|teil)[ ._-]?(\\d{1,2})(?![\\p{L}\\d])");

  /// At the end of a title: "Part 1" may well belong to it.
  private static final Pattern AT_END =
      Pattern.compile("(?i)[\\s._-]+(?:(?:cd|dis[ck])[ ._-]?|part|pt)\\d{1,2}$");

  private Parts() {}

  /// @param text of a word, or of what stands in brackets
  /// @return 0 if it does not name a disc
  static int of(String text) {
    if (text.length() > LENGTH_MAX || !endsWithDigit(text)) {
      return 0;
    }
    var found = DISC.matcher(text);
    return found.matches() ? Integer.parseInt(found.group(1)) : 0;
  }

  /// @param text behind the title
  /// @return 0 if it says none
  static int behind(String text) {
    var found = BEHIND.matcher(text);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /// Where the part begins that a title ends with; 0 if it does not.
  static int atEnd(String title) {
    if (!endsWithDigit(title)) {
      return 0;
    }
    var found = AT_END.matcher(title);
    return found.find() ? found.start() : 0;
  }

  private static boolean endsWithDigit(String text) {
    return !text.isEmpty() && Signs.isDigit(text.charAt(text.length() - 1));
  }
}
