package contentgremlin.grab;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads what The Movie Database says of a film, a show or an episode. Not thread-safe.
///
/// @param languages that are wanted, the best first; the answers are in that one
record TmdbWords(List<String> languages, Says says) {
  private static final int ACTORS_MAX = 30;

  void film(JsonNode film) {
    titles(film, "title", "original_title", "title");
    texts(film, "description");
    people(film);
    common(film);
    says.add(Groups.TEMPORAL, "date", Json.text(film, "release_date"))
        .add(Groups.IDENTIFIER, "tmdb", Json.text(film, "id"))
        .add(Groups.IDENTIFIER, "imdb", Json.text(film, "external_ids", "imdb_id"))
        .add(Groups.IDENTIFIER, "wikidata", Json.text(film, "external_ids", "wikidata_id"))
        .add(Groups.TITLES, "collection", Json.text(film, "belongs_to_collection", "name"))
        .add(Groups.COMMERCIAL, "budget", film.path("budget").asLong(0))
        .add(Groups.COMMERCIAL, "revenue", film.path("revenue").asLong(0))
        .addAll(
            Groups.ORGANIZATIONAL, "studio", Json.texts(film.path("production_companies"), "name"));
    for (var country : Json.list(film, "release_dates", "results")) {
      Json.list(country, "release_dates").stream()
          .map(date -> Json.text(date, "certification"))
          .filter(certificate -> !certificate.isEmpty())
          .findFirst()
          .ifPresent(certificate -> certificate(Json.text(country, "iso_3166_1"), certificate));
    }
  }

  void show(JsonNode show) {
    titles(show, "name", "original_name", "show");
    texts(show, "show_description");
    common(show);
    says.add(Groups.IDENTIFIER, "tmdb_show", Json.text(show, "id"))
        .add(Groups.IDENTIFIER, "imdb_show", Json.text(show, "external_ids", "imdb_id"))
        .add(Groups.IDENTIFIER, "tvdb_show", Json.text(show, "external_ids", "tvdb_id"))
        .add(Groups.IDENTIFIER, "wikidata_show", Json.text(show, "external_ids", "wikidata_id"))
        .addAll(Groups.ORGANIZATIONAL, "network", Json.texts(show.path("networks"), "name"))
        .addAll(Groups.ENTITIES, "creator", Json.texts(show.path("created_by"), "name"));
    for (var rating : Json.list(show, "content_ratings", "results")) {
      certificate(Json.text(rating, "iso_3166_1"), Json.text(rating, "rating"));
    }
  }

  void episode(JsonNode episode) {
    titles(episode, "name", "", "title");
    texts(episode, "description");
    people(episode);
    says.addAll(Groups.ENTITIES, "guest", Json.texts(episode.path("guest_stars"), "name"))
        .add(Groups.CLASSIFICATION, "season", Json.text(episode, "season_number"))
        .add(Groups.CLASSIFICATION, "episode", Json.text(episode, "episode_number"))
        .add(Groups.TEMPORAL, "date", Json.text(episode, "air_date"))
        .add(Groups.IDENTIFIER, "tmdb", Json.text(episode, "id"))
        .add(Groups.IDENTIFIER, "imdb", Json.text(episode, "external_ids", "imdb_id"))
        .add(Groups.IDENTIFIER, "tvdb", Json.text(episode, "external_ids", "tvdb_id"));
  }

  /// What is translated counts in its language; what is not, only where it was made.
  private void titles(JsonNode thing, String field, String originalField, String key) {
    String original = originalField.isEmpty() ? "" : Json.text(thing, originalField);
    String made = Json.text(thing, "original_language");
    boolean first = true;
    for (var language : languages) {
      String primary = primary(language);
      String title = translated(thing, language, field);
      if (title.isEmpty() && primary.equals(primary(made))) {
        title = original;
      }
      if (title.isEmpty() && first) {
        title = Json.text(thing, field);
      }
      says.add(Groups.TITLES, key, language, title);
      first = false;
    }
    if (key.equals("title")) {
      says.add(Groups.TITLES, "original_title", made, original);
    }
  }

  private void texts(JsonNode thing, String key) {
    boolean first = true;
    for (var language : languages) {
      String text = translated(thing, language, "overview");
      says.add(
              Groups.MISCELLANEOUS,
              key,
              language,
              text.isEmpty() && first ? Json.text(thing, "overview") : text)
          .add(
              Groups.MISCELLANEOUS,
              key.equals("description") ? "tagline" : "show_tagline",
              language,
              translated(thing, language, "tagline"));
      first = false;
    }
  }

  /// The one of that very country, else any of that language.
  private static String translated(JsonNode thing, String language, String field) {
    String country = Locale.forLanguageTag(language).getCountry();
    String any = "";
    for (var translation : Json.list(thing, "translations", "translations")) {
      String text = Json.text(translation, "data", field);
      if (text.isEmpty() || !Json.text(translation, "iso_639_1").equals(primary(language))) {
        continue;
      }
      if (country.equals(Json.text(translation, "iso_3166_1"))) {
        return text;
      }
      any = any.isEmpty() ? text : any;
    }
    return any;
  }

  private void people(JsonNode thing) {
    Json.list(thing, "credits", "cast").stream()
        .limit(ACTORS_MAX)
        .forEach(actor -> says.add(Groups.ENTITIES, "actor", Json.text(actor, "name")));
    for (var person : Json.list(thing, "credits", "crew")) {
      String role = role(Json.text(person, "job"));
      if (!role.isEmpty()) {
        says.add(Groups.ENTITIES, role, Json.text(person, "name"));
      }
    }
  }

  private static String role(String job) {
    return switch (job) {
      case "Director" -> "director";
      case "Writer", "Screenplay", "Author", "Teleplay" -> "writer";
      case "Producer" -> "producer";
      case "Original Music Composer" -> "composer";
      case "Director of Photography" -> "camera";
      case "Editor" -> "editor";
      default -> "";
    };
  }

  private void common(JsonNode thing) {
    says.addAll(Groups.CLASSIFICATION, "genre", Json.texts(thing.path("genres"), "name"))
        .addAll(
            Groups.CLASSIFICATION,
            "keywords",
            Stream.concat(
                    Json.texts(thing.path("keywords").path("keywords"), "name").stream(),
                    Json.texts(thing.path("keywords").path("results"), "name").stream())
                .toList())
        .addAll(
            Groups.SPATIAL, "country", Json.texts(thing.path("production_countries"), "iso_3166_1"))
        .add(Groups.CLASSIFICATION, "language", Json.text(thing, "original_language"))
        .add(Groups.MISCELLANEOUS, "homepage", Json.text(thing, "homepage"));
    double rating = Json.decimal(thing, "vote_average");
    if (rating > 0) {
      says.add(Groups.CLASSIFICATION, "rating", String.format(Locale.ROOT, "%.1f", rating));
    }
  }

  /// Only of countries whose language is wanted: "DE:12".
  private void certificate(String country, String certificate) {
    boolean isWanted =
        languages.stream().anyMatch(language -> countries(language).contains(country));
    if (isWanted && !certificate.isEmpty()) {
      says.add(Groups.CLASSIFICATION, "certificate", country + ":" + certificate);
    }
  }

  private static Set<String> countries(String language) {
    String own = Locale.forLanguageTag(language).getCountry();
    if (!own.isEmpty()) {
      return Set.of(own);
    }
    String primary = primary(language);
    return primary.equals("en") ? Set.of("US", "GB") : Set.of(primary.toUpperCase(Locale.ROOT));
  }

  private static String primary(String language) {
    return Languages.primary(language);
  }
}
