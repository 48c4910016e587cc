package contentgremlin.name;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A folder that is named for a season.
///
/// @param show if it names that, too; or empty
/// @param season 0 for specials
public record SeasonFolder(String show, int season) {
  private static final Pattern SEASON =
      Pattern.compile(
          "(?iu)(?:(.*?)[\\s._-]+)?(?:season|series|staffel|saison|temporada|stagione|seizoen|säsong|sæson|sesong|kausi|сезон|sezon|évad)[\\s._-]*(\\d{1,4})(?!\\d)(?:[\\s._(\\[-].*)?");

  /// "S01", "Show.Name.S01.1080p"
  private static final Pattern SHORT =
      Pattern.compile("(?i)(?:(.*?)[\\s._-]+)?s(\\d{2})(?:[\\s._(\\[-].*)?");

  /// "2. Staffel", "2 сезон", "第2季", "第二季"
  private static final Pattern NUMBER_FIRST =
      Pattern.compile(
          "(?iu)(?:(.*?)[\\s._-]+)?(?:(\\d{1,2})(?:st|nd|rd|th|\\.|-?й)?\\s?(?:season|staffel|сезон|sezon|évad)|第\\s?([\\d一二三四五六七八九十]{1,3})\\s?[季期])(?:[\\s._(\\[-].*)?");

  private static final Pattern SPECIALS =
      Pattern.compile("(?iu)specials?|season 0+|sonderfolgen|спецвыпуски");

  public static @Nullable SeasonFolder of(String name) {
    var signs = Signs.of(name);
    boolean maySay =
        signs.digits() > 0 ? signs.hasSeasonSign() || signs.hasSeasonWord() : signs.hasSeasonWord();
    if (!maySay && !name.regionMatches(true, 0, "s", 0, 1)) {
      return null;
    }
    if (SPECIALS.matcher(name).matches()) {
      return new SeasonFolder("", 0);
    }
    for (var pattern : new Pattern[] {SEASON, SHORT}) {
      var found = pattern.matcher(name);
      if (found.matches()) {
        var show = found.group(1);
        return new SeasonFolder(
            show == null ? "" : Spelling.trimmed(Spelling.spaced(show)),
            Integer.parseInt(found.group(2)));
      }
    }
    var found = NUMBER_FIRST.matcher(name);
    if (!found.matches()) {
      return null;
    }
    var show = found.group(1);
    int season = EpisodeMark.season(found.group(2) == null ? found.group(3) : found.group(2));
    return new SeasonFolder(show == null ? "" : Spelling.trimmed(Spelling.spaced(show)), season);
  }
}
