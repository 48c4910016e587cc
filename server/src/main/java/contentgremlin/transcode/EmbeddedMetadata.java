package contentgremlin.transcode;

import static java.util.Map.entry;

import contentgremlin.item.Metadata;
import contentgremlin.library.Codecs;
import contentgremlin.library.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a file says about itself, sorted into the groups that metadata has.
public final class EmbeddedMetadata {
  private static final int VALUE_LENGTH_MAX = 10_000;
  private static final int VALUES_MAX = 200;

  /// Who says it.
  public static final String PROVIDER = "embedded";

  private record Place(String group, String key) {}

  private static final Map<String, Place> PLACES =
      Map.ofEntries(
          entry("title", new Place("titles", "title")),
          entry("album", new Place("titles", "album")),
          entry("show", new Place("titles", "show")),
          entry("artist", new Place("entities", "artist")),
          entry("album_artist", new Place("entities", "album_artist")),
          entry("composer", new Place("entities", "composer")),
          entry("performer", new Place("entities", "performer")),
          entry("lyricist", new Place("entities", "lyricist")),
          entry("conductor", new Place("entities", "conductor")),
          entry("author", new Place("entities", "author")),
          entry("publisher", new Place("organizational", "publisher")),
          entry("label", new Place("organizational", "label")),
          entry("genre", new Place("classification", "genre")),
          entry("keywords", new Place("classification", "keywords")),
          entry("track", new Place("musical", "track")),
          entry("disc", new Place("musical", "disc")),
          entry("bpm", new Place("musical", "bpm")),
          entry("tbpm", new Place("musical", "bpm")),
          entry("isrc", new Place("identifier", "isrc")),
          entry("tsrc", new Place("identifier", "isrc")),
          entry("barcode", new Place("identifier", "barcode")),
          entry("musicbrainz_trackid", new Place("identifier", "musicbrainz_track")),
          entry("musicbrainz_albumid", new Place("identifier", "musicbrainz_album")),
          entry("musicbrainz_artistid", new Place("identifier", "musicbrainz_artist")),
          entry("musicbrainz_albumartistid", new Place("identifier", "musicbrainz_album_artist")),
          entry("musicbrainz_releasegroupid", new Place("identifier", "musicbrainz_release_group")),
          entry("acoustid_id", new Place("identifier", "acoustid")),
          entry("acoustid_fingerprint", new Place("identifier", "acoustid_fingerprint")),
          entry("imdb", new Place("identifier", "imdb")),
          entry("season_number", new Place("classification", "season")),
          entry("episode_sort", new Place("classification", "episode")),
          entry("original_date", new Place("temporal", "original_date")),
          entry("date", new Place("temporal", "date")),
          entry("year", new Place("temporal", "date")),
          entry("creation_time", new Place("temporal", "created")),
          entry("com_apple_quicktime_creationdate", new Place("temporal", "created")),
          entry("copyright", new Place("legal", "copyright")),
          entry("usage_terms", new Place("legal", "usage_terms")),
          entry("credit", new Place("legal", "credit")),
          entry("headline", new Place("titles", "headline")),
          entry("people", new Place("entities", "person")),
          entry("rating", new Place("personal", "rating")),
          entry("license", new Place("legal", "license")),
          entry("comment", new Place("miscellaneous", "comment")),
          entry("description", new Place("miscellaneous", "description")),
          entry("synopsis", new Place("miscellaneous", "synopsis")),
          entry("lyrics", new Place("miscellaneous", "lyrics")),
          entry("encoder", new Place("technical", "encoder")),
          entry("make", new Place("technical", "camera_make")),
          entry("model", new Place("technical", "camera_model")),
          entry("lens", new Place("technical", "lens")),
          entry("exposure_time", new Place("technical", "exposure_time")),
          entry("aperture", new Place("technical", "aperture")),
          entry("sensitivity", new Place("technical", "sensitivity")),
          entry("focal_length", new Place("technical", "focal_length")),
          entry("com_apple_quicktime_make", new Place("technical", "camera_make")),
          entry("com_apple_quicktime_model", new Place("technical", "camera_model")),
          entry("location", new Place("spatial", "location")),
          entry("sublocation", new Place("spatial", "place")),
          entry("city", new Place("spatial", "city")),
          entry("state", new Place("spatial", "state")),
          entry("country", new Place("spatial", "country")),
          entry("country_code", new Place("spatial", "country_code")),
          entry("com_apple_quicktime_location_iso6709", new Place("spatial", "location")));

  private static final Set<String> LOCATIONS = Set.of("spatial");

  private EmbeddedMetadata() {}

  /// @param tags as the file has them; their names in any case
  /// @param keepLocation whether the place may be kept
  public static List<Metadata> of(Map<String, String> tags, boolean keepLocation, Instant now) {
    var values = new ArrayList<Metadata>();
    var seen = new HashSet<Place>();
    for (var tag : new TreeMap<>(tags).entrySet()) {
      var place = PLACES.get(tag.getKey().toLowerCase(Locale.ROOT));
      String value = clean(tag.getValue());
      if (place == null
          || value.isEmpty()
          || (LOCATIONS.contains(place.group()) && !keepLocation)
          || !seen.add(place)
          || values.size() == VALUES_MAX) {
        continue;
      }
      values.add(embedded(place.group(), place.key(), value, now));
    }
    return values;
  }

  /// What was read of a mirrored file; several values become one.
  public static List<Metadata> of(Tags tags, boolean keepLocation, Instant now) {
    var plain = new HashMap<String, String>();
    tags.values().forEach((name, values) -> plain.put(name, String.join("; ", values)));
    withTotal(plain, tags, Tags.TRACK, Tags.TRACKS);
    withTotal(plain, tags, Tags.DISC, Tags.DISCS);
    return of(plain, keepLocation, now);
  }

  /// Some formats have "3/12" in one value, others in two.
  private static void withTotal(Map<String, String> plain, Tags tags, String name, String total) {
    int number = tags.number(name);
    int all = tags.total(name, total);
    if (number > 0 && all > 0) {
      plain.put(name, number + "/" + all);
    }
  }

  /// The tags of a file as a whole; Ogg keeps them with its first sound.
  public static Map<String, String> tags(Probe source) {
    var tags = new HashMap<>(source.report().below("format.tags."));
    source
        .mainAudio()
        .map(track -> source.report().below("streams.stream." + track.index() + ".tags."))
        .filter(_ -> source.container().equals("ogg"))
        .ifPresent(own -> own.forEach(tags::putIfAbsent));
    return tags;
  }

  /// Codecs, sizes and rates, for people who want to know.
  public static List<Metadata> technical(Probe source, Instant now) {
    var values = new ArrayList<Metadata>();
    source
        .film()
        .ifPresent(film -> {
          values.add(embedded("technical", "video_codec", film.codec(), now));
          values.add(embedded("technical", "frame_rate", film.rate().decimal(), now));
          if (film.isHighDynamicRange()) {
            values.add(embedded("technical", "dynamic_range", "HDR", now));
          }
        });
    source
        .mainAudio()
        .ifPresent(track -> {
          values.add(embedded("technical", "audio_codec", track.codec(), now));
          values.add(embedded("technical", "channels", "" + track.channels(), now));
          values.add(embedded("technical", "sample_rate", "" + track.sampleRate(), now));
        });
    if (source.bitsPerSecond() > 0) {
      values.add(embedded("technical", "bit_rate", "" + source.bitsPerSecond(), now));
    }
    return values;
  }

  /// What of it is known of a mirrored file.
  public static List<Metadata> technical(Codecs codecs, Instant now) {
    var values = new ArrayList<Metadata>();
    if (!codecs.video().isEmpty()) {
      values.add(embedded("technical", "video_codec", codecs.video(), now));
    }
    if (!codecs.audio().isEmpty()) {
      values.add(embedded("technical", "audio_codec", codecs.audio(), now));
    }
    return values;
  }

  private static Metadata embedded(String group, String key, String value, Instant now) {
    return new Metadata(group, key, "", value, Metadata.PRIORITY_EMBEDDED, PROVIDER, now);
  }

  private static String clean(String value) {
    String plain = value.replace("\0", "").strip();
    return plain.substring(0, Math.min(plain.length(), VALUE_LENGTH_MAX));
  }
}
