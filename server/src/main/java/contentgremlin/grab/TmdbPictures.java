package contentgremlin.grab;

import contentgremlin.enrich.Wanted;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Chooses among the pictures that The Movie Database has: one in each wanted language, and one
/// without words. Not thread-safe.
///
/// @param base with a slash at its end
record TmdbPictures(String base, List<String> languages, Says says) {
  private static final String POSTER = "w780";
  private static final String BACKDROP = "w1280";
  private static final String LOGO = "w500";
  private static final int BEST = 300;
  private static final int STEP = 10;
  private static final String NONE = "";

  static List<String> languages(Asking asking) {
    return asking.languages().stream().map(Languages::primary).distinct().toList();
  }

  void film(JsonNode film) {
    choose(film, "posters", "poster_path", Wanted.Kind.POSTER, POSTER, languages, BEST);
    choose(film, "backdrops", "backdrop_path", Wanted.Kind.BACKDROP, BACKDROP, List.of(), BEST);
    choose(film, "logos", NONE, Wanted.Kind.LOGO, LOGO, languages, BEST);
  }

  /// Its own picture is the best poster that an episode has.
  void episode(JsonNode episode) {
    choose(episode, "stills", "still_path", Wanted.Kind.POSTER, "original", List.of(), BEST + STEP);
  }

  void show(JsonNode show) {
    choose(show, "posters", "poster_path", Wanted.Kind.POSTER, POSTER, languages, BEST - 5 * STEP);
    choose(show, "backdrops", "backdrop_path", Wanted.Kind.BACKDROP, BACKDROP, List.of(), BEST);
    choose(show, "logos", NONE, Wanted.Kind.LOGO, LOGO, languages, BEST);
  }

  private void choose(
      JsonNode thing,
      String list,
      String single,
      Wanted.Kind kind,
      String size,
      List<String> wanted,
      int best) {
    var pictures = Json.list(thing, "images", list);
    int priority = best;
    var order = new ArrayList<>(wanted.stream().map(Languages::primary).distinct().toList());
    order.add(NONE);
    boolean has = false;
    for (var language : order) {
      var found =
          pictures.stream()
              .filter(picture -> Json.text(picture, "iso_639_1").equals(language))
              .map(picture -> Json.text(picture, "file_path"))
              .filter(path -> path.startsWith("/") && !path.endsWith(".svg"))
              .findFirst();
      if (found.isPresent()) {
        says.want(kind, base + size + found.get(), language, priority);
        has = true;
      }
      priority -= STEP;
    }
    String path = single.isEmpty() ? "" : Json.text(thing, single);
    if (!has && path.startsWith("/")) {
      says.want(kind, base + size + path, NONE, priority);
    }
  }
}
