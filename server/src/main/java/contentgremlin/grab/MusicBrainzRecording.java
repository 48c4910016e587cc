package contentgremlin.grab;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads what MusicBrainz says of a recording and of the work that is played.
final class MusicBrainzRecording {
  private static final int GENRES_MAX = 8;

  /// Relations with artists that are worth telling, as their types are called there.
  private static final Set<String> ROLES =
      Set.of("producer", "composer", "lyricist", "writer", "conductor", "arranger", "remixer");

  private MusicBrainzRecording() {}

  static void describe(JsonNode recording, Says says) {
    says.add(Groups.TITLES, "title", Json.text(recording, "title"))
        .addAll(Groups.ENTITIES, "artist", MusicBrainz.Artists.each(recording))
        .add(Groups.IDENTIFIER, "musicbrainz_track", Json.text(recording, "id"))
        .addAll(Groups.IDENTIFIER, "musicbrainz_artist", MusicBrainz.Artists.ids(recording))
        .add(Groups.TEMPORAL, "original_date", Json.text(recording, "first-release-date"))
        .add(Groups.MISCELLANEOUS, "disambiguation", Json.text(recording, "disambiguation"));
    for (var isrc : Json.list(recording, "isrcs")) {
      says.add(Groups.IDENTIFIER, "isrc", isrc.asString(""));
    }
    genres(recording, says);
    relations(recording, says);
  }

  /// Those that most people chose first.
  static void genres(JsonNode described, Says says) {
    says.addAll(
        Groups.CLASSIFICATION,
        "genre",
        Json.list(described, "genres").stream()
            .sorted(Comparator.comparingInt((JsonNode one) -> -Json.number(one, "count")))
            .map(genre -> Json.text(genre, "name"))
            .limit(GENRES_MAX)
            .toList());
  }

  private static void relations(JsonNode described, Says says) {
    for (var relation : Json.list(described, "relations")) {
      String type = Json.text(relation, "type");
      switch (Json.text(relation, "target-type")) {
        case "artist" -> artist(type, relation, says);
        case "work" -> {
          var work = relation.path("work");
          for (var language : Json.list(work, "languages")) {
            says.add(Groups.CLASSIFICATION, "language", language.asString(""));
          }
          relations(work, says);
        }
        case "url" -> says.add(Groups.IDENTIFIER, "wikidata", wikidata(List.of(relation)));
        default -> {
          // Places, events and the like.
        }
      }
    }
  }

  private static void artist(String type, JsonNode relation, Says says) {
    String name = Json.text(relation, "artist", "name");
    if (ROLES.contains(type)) {
      says.add(Groups.ENTITIES, type, name);
    } else if (type.equals("instrument") || type.equals("vocal") || type.equals("performer")) {
      says.add(Groups.ENTITIES, "performer", name);
    }
  }

  /// "Q42" of the page there, or the empty string.
  static String wikidata(List<JsonNode> relations) {
    for (var relation : relations) {
      if (Json.text(relation, "type").equals("wikidata")) {
        String page = Json.text(relation, "url", "resource");
        String id = page.substring(page.lastIndexOf('/') + 1);
        return id.matches("Q[0-9]{1,12}") ? id : "";
      }
    }
    return "";
  }
}
