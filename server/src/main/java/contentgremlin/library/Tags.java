package contentgremlin.library;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a file says about itself, whatever its format calls it. Names are small letters, digits and
/// "_": those below, and others as the file has them. Values have no blanks around them and are
/// never empty.
public record Tags(Map<String, List<String>> values) {
  public static final String TITLE = "title";
  public static final String ALBUM = "album";

  /// May have several values, as may `ALBUM_ARTIST`, `GENRE` and `COMPOSER`.
  public static final String ARTIST = "artist";

  public static final String ALBUM_ARTIST = "album_artist";
  public static final String COMPOSER = "composer";
  public static final String GENRE = "genre";

  /// The number alone, or "3/12"; see [#number].
  public static final String TRACK = "track";

  public static final String TRACKS = "tracks";
  public static final String DISC = "disc";
  public static final String DISCS = "discs";

  /// "2004", "2004-05" or "2004-05-01", or whatever else was written there.
  public static final String DATE = "date";

  public static final String ORIGINAL_DATE = "original_date";

  /// "1" if artists of all sorts are on the album.
  public static final String COMPILATION = "compilation";

  public static final String TITLE_SORT = "title_sort";
  public static final String ALBUM_SORT = "album_sort";
  public static final String ARTIST_SORT = "artist_sort";
  public static final String ALBUM_ARTIST_SORT = "album_artist_sort";
  public static final String SHOW = "show";
  public static final String SEASON = "season_number";
  public static final String EPISODE = "episode_sort";
  public static final String COMMENT = "comment";

  /// The words themselves.
  public static final String LYRICS = "lyrics";

  public static final String MUSICBRAINZ_TRACK = "musicbrainz_trackid";
  public static final String MUSICBRAINZ_ALBUM = "musicbrainz_albumid";
  public static final String MUSICBRAINZ_ARTIST = "musicbrainz_artistid";
  public static final String MUSICBRAINZ_ALBUM_ARTIST = "musicbrainz_albumartistid";
  public static final String MUSICBRAINZ_RELEASE_GROUP = "musicbrainz_releasegroupid";
  public static final String REPLAYGAIN_TRACK_GAIN = "replaygain_track_gain";
  public static final String REPLAYGAIN_TRACK_PEAK = "replaygain_track_peak";
  public static final String REPLAYGAIN_ALBUM_GAIN = "replaygain_album_gain";
  public static final String REPLAYGAIN_ALBUM_PEAK = "replaygain_album_peak";

  public static final Tags NONE = new Tags(Map.of());

  private static final Pattern NUMBER = Pattern.compile("\\A0*([0-9]{1,9})(?:[^0-9].*)?\\z");
  private static final Pattern TOTAL = Pattern.compile("\\A[0-9]+ */ *0*([0-9]{1,9})\\z");

  public Tags {
    var copy = new LinkedHashMap<String, List<String>>();
    new TreeMap<>(values).forEach((name, list) -> copy.put(name, List.copyOf(list)));
    values = java.util.Collections.unmodifiableMap(copy);
  }

  /// The first value, or the empty string.
  public String first(String name) {
    var all = values.get(name);
    return all == null || all.isEmpty() ? "" : all.getFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The number that a value begins with: 3 for "3", "03" and "3/12"; 0 if there is none.
  public int number(String name) {
    return match(NUMBER, first(name));
  }

  /// What comes after the slash of "3/12", or else what the other tag says; 0 if neither does.
  ///
  /// @param name `TRACK` or `DISC`
  /// @param total `TRACKS` or `DISCS`
  public int total(String name, String total) {
    int after = match(TOTAL, first(name));
    return after > 0 ? after : number(total);
  }

  public boolean isCompilation() {
    return number(COMPILATION) > 0;
  }

  private static int match(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    return found.matches() ? Integer.parseInt(found.group(1)) : 0;
  }
}
