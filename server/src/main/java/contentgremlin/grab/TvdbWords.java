package contentgremlin.grab;

import contentgremlin.enrich.Wanted;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads what TheTVDB says of a film, a series or an episode. Not thread-safe.
///
/// @param languages that are wanted, the best first
record TvdbWords(List<String> languages, Says says) {
  private static final int ACTORS_MAX = 30;
  private static final int POSTER = 230;
  private static final int BACKDROP = 220;

  /// Kinds of its pictures, by their numbers.
  private static final int SERIES_BACKGROUND = 3;

  private static final int FILM_BACKGROUND = 15;

  void film(JsonNode film) {
    texts(film, "title", "description");
    common(film);
    people(film);
    ids(film, "");
    says.add(Groups.TEMPORAL, "date", Json.text(film, "first_release", "date"))
        .add(Groups.TEMPORAL, "date", Json.text(film, "year"))
        .addAll(Groups.ORGANIZATIONAL, "studio", Json.texts(film.path("studios"), "name"))
        .want(Wanted.Kind.POSTER, Json.text(film, "image"), "", POSTER);
    backdrop(film, FILM_BACKGROUND);
  }

  void show(JsonNode show) {
    texts(show, "show", "show_description");
    common(show);
    ids(show, "_show");
    says.add(Groups.ORGANIZATIONAL, "network", Json.text(show, "originalNetwork", "name"))
        .want(Wanted.Kind.POSTER, Json.text(show, "image"), "", POSTER - 50);
    backdrop(show, SERIES_BACKGROUND);
  }

  void episode(JsonNode episode) {
    texts(episode, "title", "description");
    people(episode);
    ids(episode, "");
    says.add(Groups.CLASSIFICATION, "season", Json.text(episode, "seasonNumber"))
        .add(Groups.CLASSIFICATION, "episode", Json.text(episode, "number"))
        .add(Groups.TEMPORAL, "date", Json.text(episode, "aired"))
        .want(Wanted.Kind.POSTER, Json.text(episode, "image"), "", POSTER);
  }

  private void texts(JsonNode thing, String titleKey, String textKey) {
    var all = thing.path("translations");
    String made = Json.text(thing, "originalLanguage");
    boolean has = false;
    for (var language : languages) {
      String own = Languages.threeLetters(language);
      String title = in(all, "nameTranslations", own, "name");
      if (title.isEmpty() && !own.isEmpty() && own.equals(made)) {
        title = Json.text(thing, "name");
      }
      has |= !title.isEmpty();
      says.add(Groups.TITLES, titleKey, language, title)
          .add(
              Groups.MISCELLANEOUS,
              textKey,
              language,
              in(all, "overviewTranslations", own, "overview"));
    }
    if (!has) {
      says.add(Groups.TITLES, titleKey, Json.text(thing, "name"));
    }
  }

  private static String in(JsonNode all, String list, String language, String field) {
    return Json.list(all, list).stream()
        .filter(each -> !language.isEmpty() && Json.text(each, "language").equals(language))
        .filter(each -> !Json.is(each, "isAlias"))
        .map(each -> Json.text(each, field))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private void common(JsonNode thing) {
    says.addAll(Groups.CLASSIFICATION, "genre", Json.texts(thing.path("genres"), "name"))
        .add(Groups.SPATIAL, "country", Json.text(thing, "originalCountry"))
        .add(Groups.CLASSIFICATION, "language", Json.text(thing, "originalLanguage"));
  }

  private void people(JsonNode thing) {
    int actors = 0;
    for (var person : Json.list(thing, "characters")) {
      String role =
          switch (Json.text(person, "peopleType")) {
            case "Actor" -> "actor";
            case "Director" -> "director";
            case "Writer" -> "writer";
            case "Guest Star" -> "guest";
            case "Producer" -> "producer";
            default -> "";
          };
      if (!role.isEmpty() && (!role.equals("actor") || actors++ < ACTORS_MAX)) {
        says.add(Groups.ENTITIES, role, Json.text(person, "personName"));
      }
    }
  }

  private void ids(JsonNode thing, String of) {
    says.add(Groups.IDENTIFIER, "tvdb" + of, Json.text(thing, "id"));
    for (var other : Json.list(thing, "remoteIds")) {
      String name =
          switch (Json.text(other, "sourceName")) {
            case "IMDB" -> "imdb";
            case "TheMovieDB.com" -> "tmdb";
            case "TV Maze" -> "tvmaze";
            case "Wikidata" -> "wikidata";
            default -> "";
          };
      if (!name.isEmpty()) {
        says.add(Groups.IDENTIFIER, name + of, Json.text(other, "id"));
      }
    }
  }

  private void backdrop(JsonNode thing, int kind) {
    Json.list(thing, "artworks").stream()
        .filter(picture -> Json.number(picture, "type") == kind)
        .map(picture -> Json.text(picture, "image"))
        .findFirst()
        .ifPresent(found -> says.want(Wanted.Kind.BACKDROP, found, "", BACKDROP));
  }
}
