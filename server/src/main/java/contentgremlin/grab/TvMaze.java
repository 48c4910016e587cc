package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Episodes, as TVmaze knows them; in English. Stateless, thread-safe.
public final class TvMaze extends Catalogue {
  private static final String ENGLISH = "en";
  private static final int ACTORS_MAX = 30;
  private static final int PICTURE = 240;

  private static final Profile PROFILE =
      new Profile(
          "tvmaze",
          1,
          "TVmaze",
          "Says of episodes what they are about and when they were first shown.",
          Set.of(MediaType.VIDEO),
          Wave.FIND,
          Profile.PRIORITY_CROWD,
          Providers.TVMAZE,
          Sought.GROUPS,
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return Told.isEpisode(subject);
  }

  @Override
  Optional<String> known(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var show = new Sought(subject, true);
    String own = show.number("tvmaze");
    if (!own.isEmpty()) {
      return Optional.of(own);
    }
    String tvdb = show.number("tvdb");
    if (!tvdb.isEmpty()) {
      return lookUp("thetvdb", tvdb, asking);
    }
    String imdb = show.imdb();
    return imdb.isEmpty() ? Optional.empty() : lookUp("imdb", imdb, asking);
  }

  private static Optional<String> lookUp(String name, String id, Asking asking)
      throws InterruptedException, UnansweredException {
    return asking
        .get(asking.at("lookup", "shows").with(name, id))
        .map(show -> Json.text(show, "id"))
        .filter(found -> !found.isEmpty());
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    return new Sought(subject, true)
        .search(wanted ->
            asking.list(asking.at("search", "shows").with("q", wanted.title())).stream()
                .map(each -> candidate(each.path("show"), wanted))
                .toList());
  }

  private static Candidate candidate(JsonNode show, Traits wanted) {
    String name = Json.text(show, "name");
    int year = Told.year(Json.text(show, "premiered"));
    return new Candidate(
        Json.text(show, "id"),
        name,
        Told.detail(
            year > 0 ? "" + year : "",
            Json.text(show, "network", "name"),
            Json.text(show, "network", "country", "name")),
        wanted.likeness(Traits.of(name, year), Traits.Kind.SHOW));
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var show = asking.get(asking.at("shows", key).with("embed", "cast"));
    if (show.isEmpty()) {
      return Optional.empty();
    }
    int season = Told.number(subject, Groups.CLASSIFICATION, "season");
    int number = Told.number(subject, Groups.CLASSIFICATION, "episode");
    var says = new Says();
    asking
        .get(
            asking
                .at("shows", key, "episodebynumber")
                .with("season", season < 0 ? 1 : season)
                .with("number", number))
        .ifPresent(episode -> episode(episode, says));
    show(show.get(), says);
    return Optional.of(says);
  }

  private static void episode(JsonNode episode, Says says) {
    says.add(Groups.TITLES, "title", ENGLISH, Json.text(episode, "name"))
        .add(
            Groups.MISCELLANEOUS, "description", ENGLISH, Html.plain(Json.text(episode, "summary")))
        .add(Groups.CLASSIFICATION, "season", Json.text(episode, "season"))
        .add(Groups.CLASSIFICATION, "episode", Json.text(episode, "number"))
        .add(Groups.TEMPORAL, "date", Json.text(episode, "airdate"))
        .add(Groups.IDENTIFIER, "tvmaze", Json.text(episode, "id"))
        .want(Wanted.Kind.POSTER, Json.text(episode, "image", "original"), "", PICTURE);
  }

  private static void show(JsonNode show, Says says) {
    var network = show.path("network").isObject() ? show.path("network") : show.path("webChannel");
    says.add(Groups.TITLES, "show", ENGLISH, Json.text(show, "name"))
        .add(
            Groups.MISCELLANEOUS,
            "show_description",
            ENGLISH,
            Html.plain(Json.text(show, "summary")))
        .add(Groups.ORGANIZATIONAL, "network", Json.text(network, "name"))
        .add(Groups.SPATIAL, "country", Json.text(network, "country", "code"))
        .add(Groups.CLASSIFICATION, "language", Json.text(show, "language"))
        .add(Groups.IDENTIFIER, "tvmaze_show", Json.text(show, "id"))
        .add(Groups.IDENTIFIER, "tvdb_show", Json.text(show, "externals", "thetvdb"))
        .add(Groups.IDENTIFIER, "imdb_show", Json.text(show, "externals", "imdb"))
        .want(Wanted.Kind.POSTER, Json.text(show, "image", "original"), "", PICTURE - 50);
    for (var genre : Json.list(show, "genres")) {
      says.add(Groups.CLASSIFICATION, "genre", genre.asString(""));
    }
    Json.list(show, "_embedded", "cast").stream()
        .limit(ACTORS_MAX)
        .forEach(each -> says.add(Groups.ENTITIES, "actor", Json.text(each, "person", "name")));
  }
}
