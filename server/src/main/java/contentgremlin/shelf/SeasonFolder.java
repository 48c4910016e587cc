package contentgremlin.shelf;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A folder that is named for a season.
///
/// @param show if it names that, too; or empty
/// @param season 0 for specials
record SeasonFolder(String show, int season) {
  private static final Pattern SEASON =
      Pattern.compile(
          "(?i)(?:(.*?)[\\s._-]+)?(?:season|series|staffel|saison|temporada|stagione)[\\s._-]*(\\d{1,4})(?!\\d)(?:[\\s._(\\[-].*)?");

  /// "S01", "Show.Name.S01.1080p"
  private static final Pattern SHORT =
      Pattern.compile("(?i)(?:(.*?)[\\s._-]+)?s(\\d{2})(?:[\\s._(\\[-].*)?");

  private static final Pattern SPECIALS = Pattern.compile("(?i)specials?|season 0+");

  static @Nullable SeasonFolder of(String name) {
    if (SPECIALS.matcher(name).matches()) {
      return new SeasonFolder("", 0);
    }
    for (var pattern : new Pattern[] {SEASON, SHORT}) {
      var found = pattern.matcher(name);
      if (found.matches()) {
        var show = found.group(1);
        return new SeasonFolder(
            show == null ? "" : FilmName.trimmed(FilmName.spaced(show)),
            Integer.parseInt(found.group(2)));
      }
    }
    return null;
  }
}
