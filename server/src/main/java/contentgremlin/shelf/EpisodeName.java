package contentgremlin.shelf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the name of an episode's file says.
///
/// @param show what stands before the numbers; may be empty
/// @param season -1 if it does not say
/// @param last of several episodes in one file
/// @param title what stands behind the numbers; may be empty
record EpisodeName(String show, int season, int number, int last, String title) {
  private static final Pattern SEASON_AND_EPISODE =
      Pattern.compile(
          "(?i)(.*?)(?<![\\p{L}\\d])s(\\d{1,4})[ ._-]*e(\\d{1,4})((?:["
              + " ._-]*e\\d{1,4}|-\\d{1,4})*)(?!\\d)(.*)");

  private static final Pattern CROSS =
      Pattern.compile(
          "(?i)(.*?)(?<![\\p{L}\\d])(\\d{1,2})x(\\d{2,3})((?:-(?:\\d{1,2}x)?\\d{2,3})*)(?!\\d)(.*)");

  private static final Pattern WORDS =
      Pattern.compile(
          "(?i)(.*?)season\\s*(\\d{1,4})\\W*(?:episode|ep\\.?)\\s*(\\d{1,4})()(?!\\d)(.*)");

  /// "[Group] Show - 012v2 [1080p]"
  private static final Pattern OF_GROUP =
      Pattern.compile("\\[[^\\]]+\\]\\s*(.+?)\\s+-\\s+(\\d{1,4})(?:v\\d)?(?=\\s|\\[|\\(|$)(.*)");

  /// "012 - Title", "Episode 12", "Ep. 12 - Title", "Show - 12 - Title", "12"
  private static final Pattern NUMBER_ONLY =
      Pattern.compile(
          "(?i)(?:(.*?)\\s+-\\s+)?(?:episode|ep\\.?|e|folge)?\\s*(\\d{1,4})(?!\\d)(?:\\s*[-.]?\\s+(.*)|)");

  static @Nullable EpisodeName of(String stem) {
    for (var pattern : new Pattern[] {SEASON_AND_EPISODE, CROSS, WORDS}) {
      var found = pattern.matcher(stem);
      if (found.matches()) {
        return of(found);
      }
    }
    var ofGroup = OF_GROUP.matcher(stem);
    if (ofGroup.matches()) {
      int number = Integer.parseInt(ofGroup.group(2));
      return new EpisodeName(ofGroup.group(1), -1, number, number, title(ofGroup.group(3)));
    }
    return null;
  }

  private static EpisodeName of(Matcher found) {
    int number = Integer.parseInt(found.group(3));
    int last = number;
    for (var more : found.group(4).split("\\D*[xX]|\\D+", -1)) {
      if (!more.isEmpty()) {
        last = Math.max(last, Integer.parseInt(more));
      }
    }
    return new EpisodeName(
        FilmName.trimmed(FilmName.spaced(found.group(1))),
        Integer.parseInt(found.group(2)),
        number,
        last,
        title(found.group(5)));
  }

  /// For files of which their folder says that they are episodes.
  ///
  /// @param show whose they are
  static @Nullable EpisodeName inFolder(String stem, String show) {
    var plain = FilmName.trimmed(FilmName.NOTES.matcher(FilmName.spaced(stem)).replaceFirst(""));
    var shown = plain;
    if (Words.folded(plain).startsWith(Words.folded(show) + " ")) {
      shown = plain.replaceFirst("(?i)^" + Pattern.quote(show) + "[\\s._-]+", "");
    }
    var found = NUMBER_ONLY.matcher(shown);
    if (!found.matches()) {
      return null;
    }
    int number = Integer.parseInt(found.group(2));
    return new EpisodeName("", -1, number, number, title(found.group(3)));
  }

  private static String title(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var spaced = FilmName.spaced(text);
    return FilmName.trimmed(FilmName.NOTES.matcher(" " + spaced).replaceFirst(""));
  }
}
