package contentgremlin.grab;

import contentgremlin.enrich.Subject;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Which of the releases with a recording is meant, and what MusicBrainz says of it.
final class MusicBrainzRelease {
  private MusicBrainzRelease() {}

  /// The one that the file names, else the one most like its album; of several, an official album
  /// before a sampler, and the first before later ones.
  static Optional<JsonNode> choose(JsonNode recording, Subject subject) {
    String known = Told.uuid(subject, "musicbrainz_album");
    String group = Told.uuid(subject, "musicbrainz_release_group");
    String album = subject.value(Groups.TITLES, "album");
    int year = Told.year(subject);
    return Json.list(recording, "releases").stream()
        .max(
            Comparator.comparing((JsonNode release) -> is(release, known, "id"))
                .thenComparing(release -> is(release, group, "release-group", "id"))
                .thenComparingDouble(release ->
                    album.isEmpty() ? 0 : Likeness.titles(album, Json.text(release, "title")))
                .thenComparing(release -> tracks(release) == subject.tracks())
                .thenComparing(release -> Json.text(release, "status").equals("Official"))
                .thenComparing(MusicBrainzRelease::isAlbum)
                .thenComparing(release -> year > 0 && Told.year(Json.text(release, "date")) == year)
                .thenComparing(MusicBrainzRelease::date, Comparator.reverseOrder()));
  }

  private static boolean is(JsonNode release, String id, String... path) {
    return !id.isEmpty() && Json.text(release, path).equals(id);
  }

  private static boolean isAlbum(JsonNode release) {
    var group = release.path("release-group");
    return Json.text(group, "primary-type").equals("Album")
        && Json.list(group, "secondary-types").isEmpty();
  }

  /// Those without one come last.
  private static String date(JsonNode release) {
    String date = Json.text(release, "date");
    return date.isEmpty() ? "9999" : date;
  }

  private static int tracks(JsonNode release) {
    return Json.list(release, "media").stream()
        .mapToInt(medium -> Json.number(medium, "track-count"))
        .sum();
  }

  /// @param recording has the places of the song, on each of its releases
  static void describe(JsonNode release, JsonNode recording, Says says) {
    String id = Json.text(release, "id");
    says.add(Groups.TITLES, "album", Json.text(release, "title"))
        .addAll(Groups.ENTITIES, "album_artist", MusicBrainz.Artists.each(release))
        .add(Groups.IDENTIFIER, "musicbrainz_album", id)
        .addAll(Groups.IDENTIFIER, "musicbrainz_album_artist", MusicBrainz.Artists.ids(release))
        .add(
            Groups.IDENTIFIER,
            "musicbrainz_release_group",
            Json.text(release, "release-group", "id"))
        .add(Groups.IDENTIFIER, "barcode", Json.text(release, "barcode"))
        .add(Groups.TEMPORAL, "date", Json.text(release, "date"))
        .add(Groups.SPATIAL, "country", Json.text(release, "country"));
    for (var label : Json.list(release, "label-info")) {
      says.add(Groups.ORGANIZATIONAL, "label", Json.text(label, "label", "name"))
          .add(Groups.IDENTIFIER, "catalog_number", Json.text(label, "catalog-number"));
    }
    MusicBrainzRecording.genres(release, says);
    place(id, release, recording, says);
  }

  /// Track and disc: "3/12".
  private static void place(String id, JsonNode release, JsonNode recording, Says says) {
    int discs = Json.list(release, "media").size();
    for (var each : Json.list(recording, "releases")) {
      for (var medium : Json.list(each, "media")) {
        var tracks = Json.list(medium, "tracks");
        if (!Json.text(each, "id").equals(id) || tracks.isEmpty()) {
          continue;
        }
        says.add(
            Groups.MUSICAL,
            "track",
            Json.number(tracks.getFirst(), "position") + "/" + Json.number(medium, "track-count"));
        if (discs > 1) {
          says.add(Groups.MUSICAL, "disc", Json.number(medium, "position") + "/" + discs);
        }
        return;
      }
    }
  }

  static void describeGroup(JsonNode group, Says says) {
    says.add(Groups.TEMPORAL, "original_date", Json.text(group, "first-release-date"))
        .add(Groups.CLASSIFICATION, "release_type", Json.text(group, "primary-type"))
        .add(
            Groups.IDENTIFIER,
            "wikidata_album",
            MusicBrainzRecording.wikidata(Json.list(group, "relations")));
    for (var type : Json.list(group, "secondary-types")) {
      says.add(Groups.CLASSIFICATION, "release_type", type.asString(""));
    }
    MusicBrainzRecording.genres(group, says);
  }
}
