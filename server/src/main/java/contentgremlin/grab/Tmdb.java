package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Films and episodes, as The Movie Database knows them, in all languages that are wanted. Its keys
/// are the ends of its addresses: "movie/603", "tv/1399". Stateless, thread-safe.
public final class Tmdb extends Catalogue {
  private static final String PARTS = "external_ids,translations,images,credits,keywords";

  /// Keys of the newer kind are signed tokens, and longer than any of the older.
  private static final int OLD_KEY_LENGTH_MAX = 40;

  private static final Profile PROFILE =
      new Profile(
          "tmdb",
          1,
          "The Movie Database",
          "Says of films and episodes what they are about and who made them; finds posters.",
          Set.of(MediaType.VIDEO),
          Wave.FIND,
          Profile.PRIORITY_CATALOGUE,
          Providers.TMDB,
          Set.of(
              Groups.TITLES,
              Groups.ENTITIES,
              Groups.CLASSIFICATION,
              Groups.TEMPORAL,
              Groups.IDENTIFIER,
              Groups.ORGANIZATIONAL,
              Groups.SPATIAL,
              Groups.COMMERCIAL,
              Groups.MISCELLANEOUS),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return Told.isPublic(subject);
  }

  @Override
  Asking asking(Sources sources) {
    var asking = Asking.of(Providers.TMDB, sources);
    String key = asking.key();
    return key.length() > OLD_KEY_LENGTH_MAX
        ? asking.with("Authorization", "Bearer " + key)
        : asking;
  }

  /// An address with the key, if it is of the older kind: that has to be in there.
  private static Address at(Asking asking, String path) {
    var address = new Address(asking.at() + "/" + path);
    return asking.headers().isEmpty() ? address.with("api_key", asking.key()) : address;
  }

  @Override
  Optional<String> known(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var sought = Sought.of(subject);
    String id = sought.number("tmdb");
    if (!id.isEmpty()) {
      return Optional.of(place(sought.isShow()) + id);
    }
    String imdb = sought.imdb();
    if (imdb.isEmpty()) {
      return Optional.empty();
    }
    return asking
        .get(at(asking, "find/" + imdb).with("external_source", "imdb_id"))
        .flatMap(found ->
            Json.list(found, sought.isShow() ? "tv_results" : "movie_results").stream().findFirst())
        .map(found -> place(sought.isShow()) + Json.text(found, "id"));
  }

  private static String place(boolean isShow) {
    return isShow ? "tv/" : "movie/";
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var sought = Sought.of(subject);
    int year = sought.year();
    return sought.search(wanted -> {
      var found = new ArrayList<>(search(wanted, year, sought.isShow(), asking));
      // Of that year first: there may be many of this name.
      if (year > 0 && !Candidates.isSure(found)) {
        found.addAll(search(wanted, 0, sought.isShow(), asking));
      }
      return found;
    });
  }

  private static List<Candidate> search(Traits wanted, int year, boolean isShow, Asking asking)
      throws InterruptedException, UnansweredException {
    var address =
        at(asking, isShow ? "search/tv" : "search/movie")
            .with("query", Likeness.bare(wanted.title()))
            .with("language", asking.languages().getFirst());
    if (year > 0) {
      address.with(isShow ? "first_air_date_year" : "year", year);
    }
    var kind = isShow ? Traits.Kind.SHOW : Traits.Kind.FILM;
    return asking.list(address, "results").stream()
        .map(found -> candidate(found, wanted, kind))
        .toList();
  }

  private static Candidate candidate(JsonNode found, Traits wanted, Traits.Kind kind) {
    boolean show = kind == Traits.Kind.SHOW;
    String title = Json.text(found, show ? "name" : "title");
    String original = Json.text(found, show ? "original_name" : "original_title");
    int year = Told.year(Json.text(found, show ? "first_air_date" : "release_date"));
    double score =
        Math.max(
            wanted.likeness(Traits.of(title, year), kind),
            wanted.likeness(Traits.of(original, year), kind));
    return new Candidate(
        place(show) + Json.text(found, "id"),
        title,
        Told.detail(year > 0 ? "" + year : "", original.equals(title) ? "" : original),
        score);
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    if (!key.matches("(movie|tv)/[0-9]{1,10}")) {
      return Optional.empty();
    }
    boolean show = key.startsWith("tv/");
    String parts = PARTS + (show ? ",content_ratings" : ",release_dates");
    var found = asking.get(details(key, parts, asking));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var says = new Says();
    var words = new TmdbWords(asking.languages(), says);
    var pictures = new TmdbPictures(imageBase(asking), asking.languages(), says);
    if (!show) {
      words.film(found.get());
      pictures.film(found.get());
      return Optional.of(says);
    }
    int season = Told.number(subject, Groups.CLASSIFICATION, "season");
    int episode = Told.number(subject, Groups.CLASSIFICATION, "episode");
    String own = "%s/season/%d/episode/%d".formatted(key, season < 0 ? 1 : season, episode);
    var part = episode < 0 ? Optional.<JsonNode>empty() : asking.get(details(own, PARTS, asking));
    words.show(found.get());
    part.ifPresent(words::episode);
    part.ifPresent(pictures::episode);
    pictures.show(found.get());
    return Optional.of(says);
  }

  private static Address details(String key, String parts, Asking asking) {
    return at(asking, key)
        .with("language", asking.languages().getFirst())
        .with("append_to_response", parts)
        .with("include_image_language", String.join(",", TmdbPictures.languages(asking)) + ",null");
  }

  /// Where its pictures are, as it says itself.
  private static String imageBase(Asking asking) throws InterruptedException, UnansweredException {
    return asking
        .get(at(asking, "configuration"))
        .map(answer -> Json.text(answer, "images", "secure_base_url"))
        .filter(base -> !base.isEmpty())
        .orElse("https://image.tmdb.org/t/p/");
  }
}
