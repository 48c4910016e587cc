package contentgremlin.name;

import java.util.Set;
import java.util.regex.Pattern;

/// What the name of a song's file says.
///
/// @param disc 0 if it does not say
/// @param number 0 if it does not say
/// @param artist empty if it does not say; "Artist - Title" is taken apart only by those who know
///   whether there is an artist in front: see [#rest]
/// @param title empty if there is but a number
record TrackName(int disc, int number, String artist, String album, String title) {
  private static final String GAP = "\\s*[-–._)\\]．、。:]+\\s*";

  /// "1-03 Title", "1.03 - Title", "CD1-03 Title", "d1t03. Title"
  private static final Pattern DISC_AND_TRACK =
      Pattern.compile("(?i)(?:cd|disc|d)?\\s*(\\d{1,2})[-.t](\\d{2,3})(?:[\\s._-]+(.*))?");

  /// "Disc 1 - 03 - Title", "CD2 Track 05 Title"
  private static final Pattern DISC_WORD =
      Pattern.compile(
          "(?i)(?:cd|dis[ck])\\s*(\\d{1,2})[\\s._–-]+(?:track\\s*)?(\\d{1,3})(?:[\\s._–-]+(.*))?");

  /// "Artist - 03 - Title", "Artist - Album - 03. Title"; bands like "50 Cent" begin with digits
  private static final Pattern ARTIST_FIRST =
      Pattern.compile(
          "(?!\\d{1,3}\\s*[-–._])(.*\\p{L}.*?)\\s+[-–]\\s+(\\d{1,3})(?:\\s*[-–.]\\s+|\\s+)(\\S.*)");

  /// "03 - Title", "03. Title", "(03) Title", "03.Title"
  private static final Pattern TRACK_FIRST =
      Pattern.compile("[\\[(#]?(\\d{1,3})" + GAP + "(?!\\d\\d?\\s*$)(\\S.*)");

  private static final Pattern TRACK_WORD =
      Pattern.compile("(?iu)(?:track|titel|piste|pista|трек)\\s*(\\d{1,3})[\\s._:–-]+(\\S.*)");

  /// "03 Title": a number without anything behind it is one only if it looks like one, since there
  /// is "99 Luftballons"
  private static final Pattern TRACK_AND_BLANK = Pattern.compile("(0\\d|[1-4]\\d)\\s+(\\S.*)");

  /// "A1 - Title", "B2 Title": a record's side
  private static final Pattern SIDE =
      Pattern.compile("([A-H])(\\d{1,2})(?:" + GAP + "|(?<=[A-D]\\d)\\s+)(\\S.*)");

  private static final Pattern ONLY_NUMBER =
      Pattern.compile("(?iu)(?:track|titel|piste|pista|audio ?track|трек)?\\s*(\\d{1,3})");

  /// "01-nina_simone-sinnerman-grp"
  private static final Pattern SCENE =
      Pattern.compile("(\\d{2,3}|[a-h]\\d)-([^\\s-]+)-([^\\s-]+)(?:-([^\\s_-]{2,10}))?");

  private static final Pattern ARTIST_AND_TITLE = Pattern.compile("(.*?\\S)\\s+[-–—]\\s+(\\S.*)");

  /// Names of bands that look like a number and a title.
  private static final Set<String> BANDS =
      Set.of(
          "10 years",
          "12 stones",
          "13 engines",
          "16 horsepower",
          "30 seconds to mars",
          "36 crazyfists",
          "38 special",
          "40 below summer",
          "24 carat black",
          "22 pistepirkko",
          "17 hippies",
          "14 iced bears",
          "20 fingers",
          "21 savage",
          "11 acorn lane",
          "40 watt sun");

  /// @param stem of the file, without what is no part of the title
  static TrackName of(String stem) {
    var scene = scene(stem);
    if (scene != null) {
      return scene;
    }
    var name = (stem.contains(" ") ? stem : stem.replace('_', ' ')).strip();
    for (var pattern : new Pattern[] {DISC_AND_TRACK, DISC_WORD}) {
      var disc = pattern.matcher(name);
      if (disc.matches()) {
        int number = Integer.parseInt(disc.group(2));
        var title = disc.group(3);
        return new TrackName(
            Integer.parseInt(disc.group(1)), number, "", "", title == null ? "" : title);
      }
    }
    var artist = ARTIST_FIRST.matcher(name);
    if (hasDash(name) && artist.matches()) {
      var before = artist.group(1).split("\\s+[-–]\\s+", 2);
      return new TrackName(
          0,
          Integer.parseInt(artist.group(2)),
          before[0],
          before.length > 1 ? before[1] : "",
          artist.group(3));
    }
    return numbered(name);
  }

  /// Between artist and title.
  private static boolean hasDash(String name) {
    for (int at = name.indexOf(' '); at >= 0; at = name.indexOf(' ', at + 1)) {
      if (at + 1 < name.length() && "-–—".indexOf(name.charAt(at + 1)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /// Releases of the scene have no blanks, but underscores in names and dashes between them.
  private static @org.jspecify.annotations.Nullable TrackName scene(String stem) {
    if (stem.indexOf('_') < 0 || stem.indexOf(' ') >= 0 || stem.contains("_-_")) {
      return null;
    }
    var found = SCENE.matcher(stem);
    if (!found.matches()) {
      return null;
    }
    var number = found.group(1);
    boolean isSide = number.charAt(0) > '9';
    return new TrackName(
        isSide ? number.charAt(0) - 'a' + 1 : 0,
        Integer.parseInt(isSide ? number.substring(1) : number),
        found.group(2).replace('_', ' ').strip(),
        "",
        found.group(3).replace('_', ' ').strip());
  }

  private static TrackName numbered(String name) {
    for (var pattern : new Pattern[] {TRACK_FIRST, TRACK_WORD, TRACK_AND_BLANK}) {
      var found = pattern.matcher(name);
      if (found.matches() && !(pattern == TRACK_AND_BLANK && isBand(name))) {
        return new TrackName(0, Integer.parseInt(found.group(1)), "", "", found.group(2));
      }
    }
    var side = SIDE.matcher(name);
    if (side.matches()) {
      int disc = side.group(1).charAt(0) - 'A' + 1;
      return new TrackName(disc, Integer.parseInt(side.group(2)), "", "", side.group(3));
    }
    var number = ONLY_NUMBER.matcher(name);
    return number.matches()
        ? new TrackName(0, Integer.parseInt(number.group(1)), "", "", "")
        : new TrackName(0, 0, "", "", name);
  }

  private static boolean isBand(String name) {
    int dash = name.indexOf(" - ");
    return BANDS.contains(Words.folded(dash < 0 ? name : name.substring(0, dash)));
  }

  /// With "Artist - Title" taken apart, if the title is that.
  ///
  /// @param known the artist where tags say so: then only that one is taken off; else empty
  TrackName rest(String known) {
    var found = ARTIST_AND_TITLE.matcher(title);
    if (!artist.isEmpty() || !hasDash(title) || !found.matches()) {
      return this;
    }
    boolean isArtist = known.isEmpty() || Words.folded(known).equals(Words.folded(found.group(1)));
    return isArtist ? new TrackName(disc, number, found.group(1), album, found.group(2)) : this;
  }
}
