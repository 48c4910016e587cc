package contentgremlin.name;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where and how a name says that it is an episode's.
///
/// @param start in the text, in UTF-16 units
/// @param end just behind it
/// @param season -1 if it does not say
/// @param date null if it is told by a number; else season and numbers are -1
record EpisodeMark(int start, int end, int season, int first, int last, @Nullable LocalDate date) {
  /// "S02E03", "s2e3e4", "S02E03-E05", "S02.E03", "S2 EP3", also with Cyrillic letters
  private static final Pattern SEASON_AND_EPISODE =
      Pattern.compile(
          "(?<![\\p{L}\\d])[sSсС](\\d{1,4})[ ._-]{0,3}(?:[eEеЕ][pP]?|[xX])[ ._]?(\\d{1,4})"
              + "((?:[ ._&+~-]{0,3}[eEеЕ][pP]?\\d{1,4}|[-~]\\d{1,3}(?![\\p{L}\\d]))*)(?!\\d)");

  /// "2x03", "2x03-04", "2x03-2x04"
  private static final Pattern CROSS =
      Pattern.compile(
          "(?<![\\p{L}\\d.])(\\d{1,2}|(?:19|20)\\d{2}(?=x\\d\\d(?!\\d)))[xX×хХ](\\d{2,3})((?:-(?:\\d{1,2}[xX])?\\d{2,3})*)(?![\\p{L}\\d])");

  private static final String SEASON_WORD =
      "(?:season|series|serie|saison|staffel|temporada|stagione|seizoen|sezon|säsong|sæson|sesong"
          + "|kausi|сезон|sezonul)";

  private static final String EPISODE_WORD =
      "(?:episode|épisode|episodio|episódio|episodul|ep\\.?|folge|capitulo|capítulo|cap\\.?|odcinek"
          + "|серия|эпизод|выпуск|серія|avsnitt|afsnit|jakso|aflevering|bölüm|odc\\.?|díl)";

  /// "Season 2 Episode 3", "Staffel 2 Folge 3", "Сезон 2 Серия 3"
  private static final Pattern WORDS =
      Pattern.compile(
          "(?iu)"
              + SEASON_WORD
              + "\\s*(\\d{1,4})[\\s._,:–-]*"
              + EPISODE_WORD
              + "\\s*(\\d{1,4})(?:\\s*[-–&+]\\s*(\\d{1,4}))?(?!\\d)");

  /// "2 сезон 3 серия", "2. évad 3. rész", "2.Sezon 3.Bölüm"
  private static final Pattern WORDS_BEHIND =
      Pattern.compile(
          "(?iu)(?<!\\d)(\\d{1,2})[ .-]*(?:й )?(?:сезон|sezon|évad|season|staffel)["
              + " .,_-]*(\\d{1,4})[ .-]*(?:серия|серії|серія|выпуск|bölüm|rész|episode|folge)()");

  /// "第2季第03集", "第03話", "제3화"
  private static final Pattern EAST =
      Pattern.compile(
          "(?:第\\s?([\\d一二三四五六七八九十]{1,3})\\s?[季期部][\\s._-]*)?[第제]\\s?(\\d{1,4})(?:\\s?[-~]\\s?(\\d{1,4}))?\\s?[集話话回화]");

  /// "Show 12화", "Show E12", "Show Ep. 12", "Folge 12", "12 серия", "Show Episode 012"
  private static final Pattern NUMBER_ONLY =
      Pattern.compile(
          "(?iu)(?<![\\p{L}\\d.])(?:(?:e(?=\\d\\d)|ep[."
              + " _]?|ep\\.\\s|folge\\s|épisode\\s|avsnitt\\s|odcinek\\s|серия\\s|серія\\s|выпуск\\s)(\\d{1,4})"
              + "|(?:episode|episodio|episódio|capitulo|capítulo|bölüm)\\s(\\d{2,4})|(\\d{1,4})\\s?(?:화|серия|серія|выпуск|-я"
              + " серия|\\.\\s?bölüm|\\.\\s?rész))(?![\\p{L}\\d])");

  private static final Pattern CHAPTER =
      Pattern.compile("(?iu)(?<![\\p{L}\\d])cap[. ](\\d)(\\d{2})(?:_(?:\\d)(\\d{2}))?(?!\\d)");

  /// "[Group] Show - 012v2", with the brackets taken off
  private static final Pattern OF_GROUP =
      Pattern.compile(
          "\\s[-–]\\s+(?:#|(?i:ep?))?(\\d{1,4})(?:\\s?[-~]\\s?(\\d{1,4}))?(?:v\\d)?(?i:\\s*end)?(?=\\s|$)");

  /// "[Group] Show 012", at the end
  private static final Pattern OF_GROUP_LAST =
      Pattern.compile("\\s(\\d{2,3})(?:v\\d)?(?i:\\s*end)?\\s*$");

  /// "2024.03.15", "2024-03-15", "2024 03 15"
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)((?:19|20)\\d{2})([-._ ])(\\d{2})\\2(\\d{2})(?!\\d)");

  /// "15.03.2024"
  private static final Pattern DATE_REVERSED =
      Pattern.compile("(?<!\\d)(\\d{2})([-._ ])(\\d{2})\\2((?:19|20)\\d{2})(?!\\d)");

  private static final Pattern[] BY_WORDS = {WORDS, WORDS_BEHIND, EAST};
  private static final Pattern[] NONE = {};

  private static final String DIGITS = "〇一二三四五六七八九十";

  /// @param text with blanks, and without brackets that tell of the file
  /// @param isOfGroup whether a group's name in brackets stood before it
  static @Nullable EpisodeMark in(String text, boolean isOfGroup) {
    var signs = Signs.of(text);
    if (signs.digits() == 0) {
      return null;
    }
    var found = numbered(text, signs);
    if (found == null && signs.hasDate()) {
      found = dated(text);
    }
    if (found != null) {
      return found;
    }
    return isOfGroup ? ofGroup(text) : signs.hasEpisodeWord() ? counted(text) : null;
  }

  private static @Nullable EpisodeMark numbered(String text, Signs signs) {
    var found = signs.hasSeasonSign() ? find(SEASON_AND_EPISODE, text) : null;
    if (found == null && signs.hasCross()) {
      found = find(CROSS, text);
    }
    if (found == null && signs.hasEpisodeWord()) {
      found = find(CHAPTER, text);
      for (var pattern : signs.hasSeasonWord() && found == null ? BY_WORDS : NONE) {
        found = found == null ? find(pattern, text) : found;
      }
    }
    return found;
  }

  private static @Nullable EpisodeMark find(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    return found.find() ? of(found, season(found.group(1))) : null;
  }

  private static EpisodeMark of(Matcher found, int season) {
    int first = number(found.group(2));
    int last = first;
    var more = found.group(3);
    if (more != null && !more.isEmpty()) {
      for (var part : more.split("\\d+[xX]|\\D+", -1)) {
        last = part.isEmpty() ? last : Math.max(last, number(part));
      }
    }
    return new EpisodeMark(found.start(), found.end(), season, first, last, null);
  }

  /// @param text in digits or in Chinese
  static int season(@Nullable String text) {
    if (text == null) {
      return CleanName.NOT_SAID;
    }
    if (Character.isDigit(text.charAt(0))) {
      return number(text);
    }
    int ten = text.indexOf('十');
    if (ten < 0) {
      return DIGITS.indexOf(text.charAt(0));
    }
    int tens = ten == 0 ? 1 : DIGITS.indexOf(text.charAt(0));
    return tens * 10 + (ten + 1 < text.length() ? DIGITS.indexOf(text.charAt(ten + 1)) : 0);
  }

  private static @Nullable EpisodeMark dated(String text) {
    var found = DATE.matcher(text);
    if (found.find()) {
      return dated(found, found.group(1), found.group(3), found.group(4));
    }
    var reversed = DATE_REVERSED.matcher(text);
    return reversed.find()
        ? dated(reversed, reversed.group(4), reversed.group(3), reversed.group(1))
        : null;
  }

  private static @Nullable EpisodeMark dated(Matcher found, String year, String month, String day) {
    try {
      var date = LocalDate.of(number(year), number(month), number(day));
      return new EpisodeMark(found.start(), found.end(), -1, -1, -1, date);
    } catch (DateTimeException _) {
      return null; // the 31st of February
    }
  }

  private static @Nullable EpisodeMark ofGroup(String text) {
    for (var pattern : new Pattern[] {OF_GROUP, NUMBER_ONLY, OF_GROUP_LAST}) {
      var found = pattern.matcher(text);
      if (found.find() && found.start() > 0) {
        int first = anyNumber(found);
        int last = pattern == OF_GROUP && found.group(2) != null ? number(found.group(2)) : first;
        return new EpisodeMark(found.start(), found.end(), -1, first, Math.max(first, last), null);
      }
    }
    return null;
  }

  private static @Nullable EpisodeMark counted(String text) {
    var found = NUMBER_ONLY.matcher(text);
    if (!found.find()) {
      return null;
    }
    int number = anyNumber(found);
    return new EpisodeMark(found.start(), found.end(), -1, number, number, null);
  }

  private static int anyNumber(Matcher found) {
    for (int group = 1; group <= found.groupCount(); group++) {
      if (found.group(group) != null) {
        return number(found.group(group));
      }
    }
    return 0;
  }

  /// All have at most four digits.
  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
