package contentgremlin.name;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A name that may say which disc of an album it is.
///
/// @param album the name without that; empty if it says nothing else ("CD 2")
/// @param disc 0 if it does not say
public record DiscName(String album, int disc) {
  private static final List<String> NUMBERS =
      List.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  private static final String NUMBER =
      "(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)";

  private static final String DISC = "(?:cd|disc|disk|dvd)[ ._#-]{0,2}" + NUMBER;

  /// "CD1", "Disc 2 - Live", "Disk One (of 3)"
  private static final Pattern FOLDER =
      Pattern.compile("(?i)" + DISC + "(?![\\p{L}\\d]).*", Pattern.DOTALL);

  /// "Album (Disc 1)", "Album [CD2]", "Album, Disc 2", "Album - CD 1: Live", "Album CD1"
  private static final Pattern IN_BRACKETS =
      Pattern.compile("(?i)(.*\\S)\\s*[\\[({]\\s*" + DISC + "(?![\\p{L}\\d])[^\\])}]*[\\])}]\\s*");

  private static final Pattern AT_END =
      Pattern.compile(
          "(?i)(.*[\\p{L}\\d)\\]!?.])\\s*[ ,:_-]\\s*"
              + DISC
              + "(?:\\s*(?:of|/)\\s*\\d{1,2})?(?:\\s*:.*)?\\s*");

  /// @param name of a folder
  public static DiscName ofFolder(String name) {
    var found = FOLDER.matcher(name.strip());
    return found.matches() ? new DiscName("", number(found.group(1))) : ofTitle(name);
  }

  /// @param title of an album, as tags have it
  public static DiscName ofTitle(String title) {
    for (var pattern : List.of(IN_BRACKETS, AT_END)) {
      Matcher found = pattern.matcher(title);
      if (found.matches()) {
        return new DiscName(found.group(1).strip(), number(found.group(2)));
      }
    }
    return new DiscName(title, 0);
  }

  private static int number(String text) {
    int word = NUMBERS.indexOf(text.toLowerCase(Locale.ROOT));
    return word >= 0 ? word + 1 : Integer.parseInt(text);
  }
}
