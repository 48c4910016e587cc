package contentgremlin.shelf;

import java.util.regex.Pattern;

/// What the name of a song's file says.
///
/// @param disc 0 if it does not say
/// @param number 0 if it does not say
/// @param artist empty if it does not say; "Artist - Title" is taken apart only by those who know
///   whether there is an artist in front: see [#rest]
record TrackName(int disc, int number, String artist, String title) {
  private static final String GAP = "\\s*[-–._)\\]]+\\s*";

  /// "1-03 Title", "1.03 - Title", "CD1-03 Title", "d1t03. Title"
  private static final Pattern DISC_AND_TRACK =
      Pattern.compile("(?i)(?:cd|disc|d)?\\s*(\\d{1,2})[-.t](\\d{2,3})(?:[\\s._-]+(.*))?");

  /// "Artist - 03 - Title", "Artist - Album - 03. Title"; bands like "50 Cent" begin with digits
  private static final Pattern ARTIST_FIRST =
      Pattern.compile(
          "(?!\\d{1,3}\\s*[-–._])(.*\\p{L}.*?)\\s+[-–]\\s+(\\d{1,3})(?:\\s*[-–.]\\s+|\\s+)(\\S.*)");

  /// "03 - Title", "03. Title", "(03) Title", "03.Title"
  private static final Pattern TRACK_FIRST =
      Pattern.compile("[\\[(]?(\\d{1,3})" + GAP + "(?!\\d\\d?\\s*$)(\\S.*)");

  /// "03 Title": a number without anything behind it is one only if it looks like one, since there
  /// is "99 Luftballons"
  private static final Pattern TRACK_AND_BLANK = Pattern.compile("(0\\d|[1-4]\\d)\\s+(\\S.*)");

  /// "A1 - Title": a record's side
  private static final Pattern SIDE = Pattern.compile("([A-H])(\\d{1,2})" + GAP + "(\\S.*)");

  private static final Pattern ONLY_NUMBER =
      Pattern.compile("(?i)(?:track|titel|piste)?\\s*(\\d{1,3})");

  private static final Pattern ARTIST_AND_TITLE = Pattern.compile("(.*?\\S)\\s+[-–]\\s+(\\S.*)");

  /// @param stem of the file's name, without its ending
  static TrackName of(String stem) {
    var name = (stem.contains(" ") ? stem : stem.replace('_', ' ')).strip();
    var disc = DISC_AND_TRACK.matcher(name);
    if (disc.matches()) {
      int number = Integer.parseInt(disc.group(2));
      var title = disc.group(3);
      return new TrackName(
          Integer.parseInt(disc.group(1)), number, "", title == null ? "Track " + number : title);
    }
    var artist = ARTIST_FIRST.matcher(name);
    if (artist.matches()) {
      var before = artist.group(1).split("\\s+[-–]\\s+", 2);
      return new TrackName(0, Integer.parseInt(artist.group(2)), before[0], artist.group(3));
    }
    return numbered(name);
  }

  private static TrackName numbered(String name) {
    for (var pattern : new Pattern[] {TRACK_FIRST, TRACK_AND_BLANK}) {
      var found = pattern.matcher(name);
      if (found.matches()) {
        return new TrackName(0, Integer.parseInt(found.group(1)), "", found.group(2));
      }
    }
    var side = SIDE.matcher(name);
    if (side.matches()) {
      int disc = side.group(1).charAt(0) - 'A' + 1;
      return new TrackName(disc, Integer.parseInt(side.group(2)), "", side.group(3));
    }
    var number = ONLY_NUMBER.matcher(name);
    return number.matches()
        ? new TrackName(0, Integer.parseInt(number.group(1)), "", Shelving.capital(name))
        : new TrackName(0, 0, "", name);
  }

  /// With "Artist - Title" taken apart, if the title is that.
  ///
  /// @param known the artist where tags say so: then only that one is taken off; else empty
  TrackName rest(String known) {
    var found = ARTIST_AND_TITLE.matcher(title);
    if (!found.matches() || !artist.isEmpty()) {
      return this;
    }
    boolean isArtist = known.isEmpty() || Words.folded(known).equals(Words.folded(found.group(1)));
    return isArtist ? new TrackName(disc, number, found.group(1), found.group(2)) : this;
  }
}
