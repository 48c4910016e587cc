package contentgremlin.shelf;

import java.util.regex.Pattern;

/// What the name of a film's file or folder says.
///
/// @param year 0 if it does not say
record FilmName(String title, int year) {
  private static final String GAP = "[\\s._\\[({-]+";
  private static final String END = "(?![\\p{L}\\d])";

  /// Nobody calls a film like that.
  private static final String QUALITY =
      "(?:480p|576p|720p|1080[pi]|1440p|2160p|4k|8k|uhd|sdtv|hdtv|pdtv|web[- .]?dl|web[- .]?rip"
          + "|blu[- .]?ray|bdrip|bdremux|brrip|dvdrip|dvdscr|dvd[59]|hdrip|x26[45]|h[ .]?26[45]"
          + "|hevc|xvid|divx|av1|aac\\d|e?ac[- ]?3|ddp?5|10bit|8bit|hdr\\d+)";

  /// These words are notes if others of them follow.
  private static final String WORD =
      "(?:web|dvd|avc|aac|dts|ddp|flac|hdr|remux|proper|repack|internal|limited|unrated|extended"
          + "|multi|dubbed|subbed|amzn|nf|dsnp|hmax)";

  /// Where a name stops to tell of the film and begins to tell of the file.
  static final Pattern NOTES =
      Pattern.compile(
          "(?i)(?:" + GAP + WORD + END + "(?=.*" + GAP + QUALITY + END + "))*" + GAP + QUALITY + END
              + ".*");

  private static final Pattern BRACKETED_YEAR =
      Pattern.compile("(.*?\\S)\\s*[\\[({]((?:18|19|20)\\d{2})[\\])}].*");

  /// The last number that may be a year, with something before it.
  private static final Pattern BARE_YEAR = Pattern.compile("(.*\\S)[\\s-]+((?:19|20)\\d{2})");

  static FilmName of(String stem) {
    var plain = spaced(stem);
    var bracketed = BRACKETED_YEAR.matcher(plain);
    if (bracketed.matches()) {
      return new FilmName(trimmed(bracketed.group(1)), Integer.parseInt(bracketed.group(2)));
    }
    var noted = NOTES.matcher(plain);
    boolean hasNotes = noted.find() && noted.start() > 0;
    var name = trimmed(hasNotes ? plain.substring(0, noted.start()) : plain);
    var bare = BARE_YEAR.matcher(name);
    // Without notes behind it, a number is a part of the name: "Blade Runner 2049"
    return hasNotes && bare.matches()
        ? new FilmName(trimmed(bare.group(1)), Integer.parseInt(bare.group(2)))
        : new FilmName(name.isEmpty() ? stem : name, 0);
  }

  /// With blanks where the name has dots or underscores instead.
  static String spaced(String name) {
    if (name.contains(" ")) {
      return name;
    }
    var dots = name.chars().filter(it -> it == '.' || it == '_').count();
    return dots == 0
        ? name
        : name.replace('_', ' ').replaceAll("\\.(?!\\d\\b)|(?<!\\d)\\.", " ").strip();
  }

  static String trimmed(String name) {
    return name.replaceAll("^[\\s._-]+|[\\s._\\[({-]+$", "").replaceAll("\\s+", " ");
  }
}
