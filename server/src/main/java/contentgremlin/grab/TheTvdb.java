package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Option;
import contentgremlin.enrich.Problem;
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

/// Episodes and films, as TheTVDB knows them (version 4). The key buys a token, good for a month,
/// which is kept like any answer. Its keys are "series/1" and "movies/1". Stateless, thread-safe.
public final class TheTvdb extends Catalogue {
  private static final String PIN = "tvdb-pin";

  private static final Profile PROFILE =
      new Profile(
          "tvdb",
          1,
          "TheTVDB",
          "Says of episodes and films what they are about; finds posters.",
          Set.of(MediaType.VIDEO),
          Wave.FIND,
          Profile.PRIORITY_CROWD,
          Providers.TVDB,
          Set.of(
              Groups.TITLES,
              Groups.ENTITIES,
              Groups.CLASSIFICATION,
              Groups.TEMPORAL,
              Groups.IDENTIFIER,
              Groups.ORGANIZATIONAL,
              Groups.SPATIAL,
              Groups.MISCELLANEOUS),
          List.of(
              new Option(
                  PIN, "", "The subscriber's PIN, if the key is of that kind.", true, false)));

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return Told.isPublic(subject);
  }

  @Override
  Asking asking(Sources sources) throws InterruptedException, UnansweredException {
    var asking = Asking.of(Providers.TVDB, sources);
    var order = Asking.JSON.createObjectNode().put("apikey", asking.key());
    String pin = sources.setting(PIN);
    if (!pin.isEmpty()) {
      order.put("pin", pin);
    }
    var question = asking.question(asking.at("login"), Asking.JSON.writeValueAsString(order));
    String token =
        asking.get(question).map(answer -> Json.text(answer, "data", "token")).orElse("");
    if (token.isEmpty()) {
      throw sources.unanswered(
          question,
          Problem.KEY_REFUSED,
          "TheTVDB gave no token for the key in " + Providers.TVDB.keySetting());
    }
    return asking.with("Authorization", "Bearer " + token);
  }

  @Override
  Optional<String> known(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    boolean episode = Told.isEpisode(subject);
    String id = episode ? Told.showId(subject, "tvdb") : Told.id(subject, "tvdb");
    if (id.matches("[0-9]{1,10}")) {
      return Optional.of((episode ? "series/" : "movies/") + id);
    }
    String imdb = episode ? Told.showId(subject, "imdb") : Told.id(subject, "imdb");
    if (!imdb.matches("tt[0-9]{5,10}")) {
      return Optional.empty();
    }
    return asking.list(asking.at("search", "remoteid", imdb), "data").stream()
        .map(found -> Json.text(found, episode ? "series" : "movie", "id"))
        .filter(found -> !found.isEmpty())
        .map(found -> (episode ? "series/" : "movies/") + found)
        .findFirst();
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    boolean episode = Told.isEpisode(subject);
    int year = episode ? Told.showYear(subject) : Told.year(subject);
    var found = new ArrayList<Candidate>();
    for (var title : Told.titles(subject, episode ? "show" : "title")) {
      var wanted = Traits.of(title, year);
      var address =
          asking
              .at("search")
              .with("query", Likeness.bare(title))
              .with("type", episode ? "series" : "movie")
              .with("limit", 20);
      asking.list(address, "data").stream()
          .map(each -> candidate(each, wanted, episode))
          .forEach(found::add);
      if (found.stream().anyMatch(one -> one.score() >= Candidate.SURE)) {
        break;
      }
    }
    return Candidates.sorted(found, year > 0);
  }

  private static Candidate candidate(JsonNode found, Traits wanted, boolean episode) {
    var kind = episode ? Traits.Kind.SHOW : Traits.Kind.FILM;
    String name = Json.text(found, "name");
    int year = Told.year(Json.text(found, "year"));
    double score = wanted.likeness(Traits.of(name, year), kind);
    for (var other : found.path("translations").properties()) {
      String translated = other.getValue().asString("");
      score = Math.max(score, wanted.likeness(Traits.of(translated, year), kind));
    }
    for (var alias : Json.list(found, "aliases")) {
      score = Math.max(score, wanted.likeness(Traits.of(alias.asString(""), year), kind));
    }
    String id = Json.text(found, "tvdb_id");
    return new Candidate(
        id.isEmpty() ? "" : (episode ? "series/" : "movies/") + id,
        name,
        Told.detail(
            year > 0 ? "" + year : "", Json.text(found, "network"), Json.text(found, "country")),
        score);
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    if (!key.matches("(series|movies)/[0-9]{1,10}")) {
      return Optional.empty();
    }
    var found = asking.get(extended(asking, key));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var says = new Says();
    var words = new TvdbWords(asking.languages(), says);
    if (key.startsWith("movies/")) {
      words.film(found.get().path("data"));
      return Optional.of(says);
    }
    var episode = episode(key, subject, asking);
    if (episode.isPresent()) {
      words.episode(episode.get());
    }
    words.show(found.get().path("data"));
    return Optional.of(says);
  }

  private static Address extended(Asking asking, String key) {
    return new Address(asking.at() + "/" + key + "/extended").with("meta", "translations");
  }

  private static Optional<JsonNode> episode(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    int season = Told.number(subject, Groups.CLASSIFICATION, "season");
    int number = Told.number(subject, Groups.CLASSIFICATION, "episode");
    if (number < 0) {
      return Optional.empty();
    }
    var address =
        new Address(asking.at() + "/" + key + "/episodes/default")
            .with("page", 0)
            .with("season", season < 0 ? 1 : season)
            .with("episodeNumber", number);
    var id =
        asking.list(address, "data", "episodes").stream()
            .map(each -> Json.text(each, "id"))
            .filter(found -> found.matches("[0-9]{1,10}"))
            .findFirst();
    return id.isEmpty()
        ? Optional.empty()
        : asking.get(extended(asking, "episodes/" + id.get())).map(answer -> answer.path("data"));
  }
}
