package contentgremlin.http.page;

import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Seasons and episodes as people read them. Episodes that are told by their dates have the year as
/// their season, and month and day as their number.
final class EpisodeWords {
  /// No series has so many seasons: from here on it is a year.
  private static final int YEAR_MIN = 1900;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  private EpisodeWords() {}

  /// "Season 2", "Specials", "2024"
  static String season(int part) {
    if (part == 0) {
      return "Specials";
    }
    return part >= YEAR_MIN ? String.valueOf(part) : "Season " + part;
  }

  /// "Episode 3", "Episodes 3–4", "Special 1", "15 Mar"; empty if it has no number.
  static String episode(int part, long number, long last) {
    if (number == 0) {
      return "";
    }
    if (part >= YEAR_MIN) {
      return day(number);
    }
    var noun = part == 0 ? "Special" : "Episode";
    return last > number ? noun + "s " + number + "–" + last : noun + " " + number;
  }

  private static String day(long number) {
    try {
      return DAY.format(MonthDay.of((int) (number / 100), (int) (number % 100)));
    } catch (DateTimeException _) {
      return String.valueOf(number);
    }
  }
}
