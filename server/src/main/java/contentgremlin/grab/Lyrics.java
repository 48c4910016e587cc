package contentgremlin.grab;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Words of songs as LRC files have them: "[01:02.50]Line", with headings like "[ar:Artist]". The
/// words go to "lyrics", those with times as they are to "timed_lyrics".
final class Lyrics {
  private static final Pattern TIME =
      Pattern.compile("\\[[0-9]{1,3}:[0-9]{1,2}(?:[.:][0-9]{1,3})?]");
  private static final Pattern WORD_TIME =
      Pattern.compile("<[0-9]{1,3}:[0-9]{1,2}(?:[.:][0-9]{1,3})?>");
  private static final Pattern HEADING = Pattern.compile("\\A\\[([A-Za-z#]{1,12}):(.*)]\\z");
  private static final Set<String> HEADINGS =
      Set.of("ar", "al", "ti", "au", "by", "length", "offset", "re", "ve", "tool", "la", "lr", "#");

  private Lyrics() {}

  static void say(String text, Says says) {
    String whole = text.replace("\r\n", "\n").replace('\r', '\n').strip();
    if (TIME.matcher(whole).find()) {
      says.add(Groups.MISCELLANEOUS, "timed_lyrics", whole);
    }
    says.add(Groups.MISCELLANEOUS, "lyrics", plain(whole));
  }

  private static String plain(String text) {
    var plain = new StringBuilder(text.length());
    for (var line : text.split("\n", -1)) {
      if (!isHeading(line.strip())) {
        String words = TIME.matcher(line).replaceAll("");
        plain.append(WORD_TIME.matcher(words).replaceAll("").strip()).append('\n');
      }
    }
    return plain.toString().replaceAll("\n{3,}", "\n\n");
  }

  private static boolean isHeading(String line) {
    var found = HEADING.matcher(line);
    return found.matches() && HEADINGS.contains(found.group(1).toLowerCase(Locale.ROOT));
  }

  /// What a heading says, or the empty string: "ar" is the artist, "ti" the title, "al" the album.
  static String heading(String text, String name) {
    for (var line : text.split("\n", -1)) {
      var found = HEADING.matcher(line.strip());
      if (found.matches() && found.group(1).equalsIgnoreCase(name)) {
        return found.group(2).strip();
      }
    }
    return "";
  }
}
