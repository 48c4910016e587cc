package contentgremlin.probe;

import static java.util.Map.entry;

import contentgremlin.library.Tags;
import java.util.Locale;
import java.util.Map;

/// What formats and programs call the same thing. Names that are free text (Vorbis comments, APE,
/// own names in ID3 and MP4) have their blanks and strokes turned into "_" and then, if they are
/// here, their usual name.
final class TagNames {
  private static final int LENGTH_MAX = 60;

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          entry("albumartist", Tags.ALBUM_ARTIST),
          entry("ensemble", Tags.ALBUM_ARTIST),
          entry("tracknumber", Tags.TRACK),
          entry("tracktotal", Tags.TRACKS),
          entry("totaltracks", Tags.TRACKS),
          entry("trackc", Tags.TRACKS),
          entry("discnumber", Tags.DISC),
          entry("disk", Tags.DISC),
          entry("disctotal", Tags.DISCS),
          entry("totaldiscs", Tags.DISCS),
          entry("year", Tags.DATE),
          entry("creation_date", Tags.DATE),
          entry("icrd", Tags.DATE),
          entry("originaldate", Tags.ORIGINAL_DATE),
          entry("originalyear", Tags.ORIGINAL_DATE),
          entry("itunescompilation", Tags.COMPILATION),
          entry("titlesort", Tags.TITLE_SORT),
          entry("sort_name", Tags.TITLE_SORT),
          entry("title_sort_order", Tags.TITLE_SORT),
          entry("albumsort", Tags.ALBUM_SORT),
          entry("sort_album", Tags.ALBUM_SORT),
          entry("artistsort", Tags.ARTIST_SORT),
          entry("sort_artist", Tags.ARTIST_SORT),
          entry("albumartistsort", Tags.ALBUM_ARTIST_SORT),
          entry("sort_album_artist", Tags.ALBUM_ARTIST_SORT),
          entry("albumartist_sort", Tags.ALBUM_ARTIST_SORT),
          entry("composersort", "composer_sort"),
          entry("sort_composer", "composer_sort"),
          entry("sort_show", "show_sort"),
          entry("tvshow", Tags.SHOW),
          entry("season", Tags.SEASON),
          entry("tvseason", Tags.SEASON),
          entry("episode", Tags.EPISODE),
          entry("tvepisode", Tags.EPISODE),
          entry("unsyncedlyrics", Tags.LYRICS),
          entry("unsynced_lyrics", Tags.LYRICS),
          entry("description", Tags.COMMENT),
          entry("musicbrainz_track_id", Tags.MUSICBRAINZ_TRACK),
          entry("musicbrainz_recording_id", Tags.MUSICBRAINZ_TRACK),
          entry("musicbrainz_album_id", Tags.MUSICBRAINZ_ALBUM),
          entry("musicbrainz_artist_id", Tags.MUSICBRAINZ_ARTIST),
          entry("musicbrainz_album_artist_id", Tags.MUSICBRAINZ_ALBUM_ARTIST),
          entry("musicbrainz_release_group_id", Tags.MUSICBRAINZ_RELEASE_GROUP),
          entry("musicbrainz_release_track_id", "musicbrainz_releasetrackid"),
          entry("musicbrainz_album_type", "releasetype"),
          entry("product", Tags.ALBUM), // of AVI
          entry("software", "encoder"),
          entry("major_brand", ""), // of MP4: how it is written, not what it is
          entry("minor_version", ""),
          entry("compatible_brands", ""),
          entry("organization", "publisher"),
          entry("tempo", "bpm"),
          entry("encodedby", "encoded_by"));

  /// Four-letter names of ID3v2.3 and 2.4, and three-letter ones of 2.2.
  private static final Map<String, String> FRAMES =
      Map.ofEntries(
          entry("TIT2", Tags.TITLE),
          entry("TT2", Tags.TITLE),
          entry("TPE1", Tags.ARTIST),
          entry("TP1", Tags.ARTIST),
          entry("TPE2", Tags.ALBUM_ARTIST),
          entry("TP2", Tags.ALBUM_ARTIST),
          entry("TPE3", "performer"),
          entry("TP3", "performer"),
          entry("TPE4", "remixer"),
          entry("TALB", Tags.ALBUM),
          entry("TAL", Tags.ALBUM),
          entry("TRCK", Tags.TRACK),
          entry("TRK", Tags.TRACK),
          entry("TPOS", Tags.DISC),
          entry("TPA", Tags.DISC),
          entry("TDRC", Tags.DATE),
          entry("TDRL", Tags.DATE),
          entry("TYE", Tags.DATE),
          entry("TDOR", Tags.ORIGINAL_DATE),
          entry("TORY", Tags.ORIGINAL_DATE),
          entry("TOR", Tags.ORIGINAL_DATE),
          entry("TCON", Tags.GENRE),
          entry("TCO", Tags.GENRE),
          entry("TCOM", Tags.COMPOSER),
          entry("TCM", Tags.COMPOSER),
          entry("TEXT", "lyricist"),
          entry("TXT", "lyricist"),
          entry("TCMP", Tags.COMPILATION),
          entry("TCP", Tags.COMPILATION),
          entry("TSOT", Tags.TITLE_SORT),
          entry("TST", Tags.TITLE_SORT),
          entry("TSOA", Tags.ALBUM_SORT),
          entry("TSA", Tags.ALBUM_SORT),
          entry("TSOP", Tags.ARTIST_SORT),
          entry("TSP", Tags.ARTIST_SORT),
          entry("TSO2", Tags.ALBUM_ARTIST_SORT),
          entry("TS2", Tags.ALBUM_ARTIST_SORT),
          entry("TSOC", "composer_sort"),
          entry("TSC", "composer_sort"),
          entry("TBPM", "bpm"),
          entry("TBP", "bpm"),
          entry("TCOP", "copyright"),
          entry("TCR", "copyright"),
          entry("TPUB", "publisher"),
          entry("TPB", "publisher"),
          entry("TSRC", "isrc"),
          entry("TRC", "isrc"),
          entry("TLAN", "language"),
          entry("TLA", "language"),
          entry("TIT1", "grouping"),
          entry("TT1", "grouping"),
          entry("TIT3", "subtitle"),
          entry("TT3", "subtitle"),
          entry("TENC", "encoded_by"),
          entry("TEN", "encoded_by"),
          entry("TSSE", "encoder"),
          entry("TSS", "encoder"),
          entry("TMED", "media"),
          entry("TKEY", "initial_key"),
          entry("TSST", "disc_subtitle"),
          entry("TMOO", "mood"));

  /// Names of the atoms below "ilst".
  private static final Map<String, String> ATOMS =
      Map.ofEntries(
          entry("\u00a9nam", Tags.TITLE),
          entry("\u00a9ART", Tags.ARTIST),
          entry("aART", Tags.ALBUM_ARTIST),
          entry("\u00a9alb", Tags.ALBUM),
          entry("\u00a9gen", Tags.GENRE),
          entry("\u00a9day", Tags.DATE),
          entry("\u00a9wrt", Tags.COMPOSER),
          entry("\u00a9cmt", Tags.COMMENT),
          entry("\u00a9lyr", Tags.LYRICS),
          entry("\u00a9grp", "grouping"),
          entry("\u00a9too", "encoder"),
          entry("cpil", Tags.COMPILATION),
          entry("tmpo", "bpm"),
          entry("cprt", "copyright"),
          entry("desc", "description"),
          entry("ldes", "synopsis"),
          entry("keyw", "keywords"),
          entry("sonm", Tags.TITLE_SORT),
          entry("soal", Tags.ALBUM_SORT),
          entry("soar", Tags.ARTIST_SORT),
          entry("soaa", Tags.ALBUM_ARTIST_SORT),
          entry("soco", "composer_sort"),
          entry("tvsh", Tags.SHOW),
          entry("tvsn", Tags.SEASON),
          entry("tves", Tags.EPISODE));

  /// Names of the chunks in a list "INFO".
  private static final Map<String, String> CHUNKS =
      Map.ofEntries(
          entry("INAM", Tags.TITLE),
          entry("IART", Tags.ARTIST),
          entry("IPRD", Tags.ALBUM),
          entry("ICRD", Tags.DATE),
          entry("IGNR", Tags.GENRE),
          entry("ICMT", Tags.COMMENT),
          entry("IPRT", Tags.TRACK),
          entry("ITRK", Tags.TRACK),
          entry("ICOP", "copyright"),
          entry("ISFT", "encoder"),
          entry("ILNG", "language"));

  private TagNames() {}

  /// Of a name that a program chose freely; empty if it is none.
  static String free(String name) {
    if (name.isEmpty() || name.length() > LENGTH_MAX) {
      return "";
    }
    var plain = new StringBuilder(name.length());
    for (char each : name.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean word = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9');
      plain.append(word ? each : '_');
    }
    String text = plain.toString();
    return ALIASES.getOrDefault(text, text);
  }

  static String frame(String id) {
    return FRAMES.getOrDefault(id, "");
  }

  static String atom(String name) {
    return ATOMS.getOrDefault(name, "");
  }

  static String chunk(String name) {
    return CHUNKS.getOrDefault(name, "");
  }
}
