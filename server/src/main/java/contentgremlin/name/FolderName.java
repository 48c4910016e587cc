package contentgremlin.name;

import java.util.List;
import java.util.regex.Pattern;

/// What the name of an album's folder says.
///
/// @param artist empty if it does not say
/// @param year 0 if it does not say
record FolderName(String artist, String title, int year) {
  private static final String YEAR = "((?:19|20)\\d{2})";

  /// Of formats, qualities and catalogues: "[FLAC]", "{24-96}"
  private static final Pattern NOTES = Pattern.compile("\\s*(?:\\[[^\\]]*\\]|\\{[^}]*})\\s*");

  private static final Pattern BRACKETED_YEAR = Pattern.compile("[\\[({]" + YEAR + "[\\])}]");

  /// "1969 - Abbey Road", "1969. Abbey Road", "1969-09-26 - Abbey Road"
  private static final Pattern YEAR_FIRST =
      Pattern.compile(YEAR + "(?:-\\d\\d){0,2}\\s*[-–._]\\s*(\\S.*)");

  /// "The Beatles - 1969 - Abbey Road"
  private static final Pattern YEAR_BETWEEN =
      Pattern.compile("(.*\\S)\\s+[-–]\\s+" + YEAR + "\\s+[-–]\\s+(\\S.*)");

  private static final Pattern ARTIST_FIRST = Pattern.compile("(.*?\\S)\\s+[-–]\\s+(\\S.*)");

  /// "1990s", "A Z": sorts, not people.
  private static final Pattern NO_NAME = Pattern.compile("[0-9 ]+s?|[a-z0-9] [a-z0-9]");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /// Folders that are named for what lies in them, not for who made it.
  private static final List<String> NOBODY =
      List.of(
          "music",
          "my music",
          "albums",
          "audio",
          "mp3",
          "flac",
          "lossless",
          "media",
          "library",
          "itunes",
          "itunes music",
          "artists",
          "downloads",
          "download",
          "singles",
          "misc",
          "other",
          "unsorted",
          "new",
          "live",
          "soundtracks",
          "soundtrack",
          "ost",
          "unknown artist",
          "musik",
          "musique",
          "unknown",
          "музыка",
          "muziek",
          "música",
          "musica",
          "musikk",
          "音楽",
          "音乐");

  static FolderName of(String name) {
    var plain = name.contains(" ") ? name : name.replace('_', ' ');
    int year = 0;
    var bracketed = BRACKETED_YEAR.matcher(plain);
    if (bracketed.find()) {
      year = Integer.parseInt(bracketed.group(1));
      plain = bracketed.replaceFirst(" ");
    }
    var noted = NOTES.matcher(plain).replaceAll(" ").strip();
    plain = noted.isEmpty() ? plain.strip() : noted;
    return parsed(BLANKS.matcher(plain).replaceAll(" "), year);
  }

  private static FolderName parsed(String name, int known) {
    var between = YEAR_BETWEEN.matcher(name);
    if (between.matches()) {
      return new FolderName(between.group(1), between.group(3), Integer.parseInt(between.group(2)));
    }
    var first = YEAR_FIRST.matcher(name);
    if (first.matches()) {
      int year = Integer.parseInt(first.group(1));
      return new FolderName("", first.group(2), known == 0 ? year : known);
    }
    var artist = ARTIST_FIRST.matcher(name);
    return artist.matches()
        ? new FolderName(artist.group(1), artist.group(2), known)
        : new FolderName("", name, known);
  }

  /// Whether a folder above an album is named for an artist.
  static boolean isSomebody(String name) {
    var folded = Words.folded(name);
    return folded.length() > 1 && !NOBODY.contains(folded) && !NO_NAME.matcher(folded).matches();
  }
}
