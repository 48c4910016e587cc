package contentgremlin.name;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands in names beside the words: ids of catalogues, sites, editions, parts.
final class Marks {
  /// "{tmdb-603}", "[imdbid-tt0133093]", "[tvdbid=12345]", "(anidb-1)"
  private static final Pattern ID =
      Pattern.compile(
          "(?i)(?:([a-z]{3,11}?)(?:[ _-]?id\\d?)?\\s*[-=:_ ]\\s*)([a-z0-9][a-z0-9-]{0,39})");

  private static final Pattern IMDB = Pattern.compile("tt\\d{7,9}");

  private static final Set<String> CATALOGUES =
      Set.of(
          "tmdb",
          "imdb",
          "tvdb",
          "tvmaze",
          "anidb",
          "anilist",
          "mal",
          "wikidata",
          "mbid",
          "musicbrainz",
          "kinopoisk",
          "discogs",
          "isbn",
          "trakt",
          "douban",
          "bangumi");

  /// "www.site.org", "Site.com"
  private static final Pattern SITE =
      Pattern.compile(
          "(?i)(?:www\\.[\\w-]+(?:\\.[\\w-]+)*\\.[a-z]{2,6}"
              + "|[\\w-]+\\.(?:com|net|org|info|mx|ag|am|lt|to|cc|me|ru|se|nu|tv|io|biz|xyz|wf|re|rs|pro|club))");

  private static final Pattern SITE_IN_FRONT =
      Pattern.compile(
          "(?i)^www\\.[\\w-]+(?:\\.[\\w-]+)*?\\.[a-z]{2,6}(?:\\s*-+\\s*|\\s+|[._]-[._])");

  private static final Pattern CHECKSUM = Pattern.compile("[0-9A-Fa-f]{8}");

  static final String EDITION_PHRASE =
      "(?:the )?(?:director'?s?[ ’]?s?"
          + " (?:cut|edition)|(?:extended|theatrical|final|ultimate|unrated|uncut|redux|international|assembly|producer'?s|fan|rogue|snyder|workprint|tv|open"
          + " matte|remastered|restored|limited|special|collector'?s|deluxe|anniversary|criterion|gold|platinum"
          + "|diamond|imax|definitive|despecialized|roadshow|vanilla|hybrid|festival|european|japanese|us|uk)(?:"
          + " (?:extended|theatrical|uncut|director'?s|unrated|remastered|collector'?s))?"
          + " (?:cut|edition|version|collection)|\\d{1,3}(?:st|nd|rd|th) anniversary(?:"
          + " (?:edition|cut))?|open matte|black and chrome|kinofassung|langfassung|version"
          + " longue|versión extendida|режиссерская версия|режиссёрская версия)";

  private static final Pattern EDITION = Pattern.compile("(?iu)" + EDITION_PHRASE);

  private static final Pattern EDITION_IN_TEXT =
      Pattern.compile("(?iu)(?<![\\p{L}\\d])" + EDITION_PHRASE + "(?![\\p{L}\\d])");

  private Marks() {}

  /// @return whether it is nothing but an id
  static boolean takeId(String content, Map<String, String> ids) {
    if (!hasDigit(content)) {
      return false;
    }
    if (IMDB.matcher(content).matches()) {
      ids.putIfAbsent("imdb", content);
      return true;
    }
    var found = ID.matcher(content);
    if (!found.matches()) {
      return false;
    }
    var source = catalogue(found.group(1));
    if (source == null) {
      return false;
    }
    ids.putIfAbsent(source, found.group(2));
    return true;
  }

  private static @Nullable String catalogue(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("mbid")) {
      return "musicbrainz";
    }
    return CATALOGUES.contains(lower) ? lower : null;
  }

  static boolean isSite(String content) {
    return content.indexOf('.') > 0 && SITE.matcher(content).matches();
  }

  static String withoutSiteInFront(String name) {
    return name.regionMatches(true, 0, "www.", 0, 4)
        ? SITE_IN_FRONT.matcher(name).replaceFirst("")
        : name;
  }

  static boolean isChecksum(String content) {
    return content.length() == 8 && CHECKSUM.matcher(content).matches();
  }

  static boolean isEdition(String content) {
    boolean mayBe = mayHaveEdition(content) || content.endsWith("fassung");
    return mayBe && EDITION.matcher(content).matches();
  }

  /// Where an edition's name begins and ends within a text, behind its first word; or null.
  static int @Nullable [] edition(String text) {
    if (!mayHaveEdition(text)) {
      return null;
    }
    var found = EDITION_IN_TEXT.matcher(text);
    while (found.find()) {
      var before = text.substring(0, found.start()).strip();
      boolean isTitle = before.isEmpty() || before.equalsIgnoreCase("the");
      if (!isTitle) {
        return new int[] {found.start(), found.end()};
      }
    }
    return null;
  }

  /// All of them have one of these in them, and few titles do: so most are not searched.
  private static boolean mayHaveEdition(String text) {
    for (int at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
      if (at + 1 < text.length() && isLastWord(text, at + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLastWord(String text, int at) {
    char first = Character.toLowerCase(text.charAt(at));
    for (var word : LAST_WORDS) {
      if (word.charAt(0) == first && text.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  private static final String[] LAST_WORDS = {
    "cut",
    "edition",
    "version",
    "versión",
    "collection",
    "anniversary",
    "matte",
    "chrome",
    "kinofassung",
    "langfassung",
    "longue",
    "версия",
    "fassung"
  };

  /// YouTube's: eleven signs that no word has.
  static boolean isVideoId(String content) {
    if (content.length() != 11) {
      return false;
    }
    boolean hasSmall = false;
    boolean hasMixed = false;
    boolean hasSign = false;
    for (int at = 0; at < 11; at++) {
      char sign = content.charAt(at);
      boolean isLarge = sign >= 'A' && sign <= 'Z';
      boolean isSmall = sign >= 'a' && sign <= 'z';
      boolean isOther = (sign >= '0' && sign <= '9') || sign == '-' || sign == '_';
      if (!isLarge && !isSmall && !isOther) {
        return false;
      }
      hasMixed |= isLarge && hasSmall;
      hasSmall |= isSmall;
      hasSign |= isOther;
    }
    return hasMixed || (hasSign && NoteWords.of(content) == NoteWords.Sort.NONE);
  }

  private static boolean hasDigit(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Signs.isDigit(text.charAt(at))) {
        return true;
      }
    }
    return false;
  }
}
