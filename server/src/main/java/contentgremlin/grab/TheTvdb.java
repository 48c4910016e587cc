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
          Sought.GROUPS,
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
    var sought = Sought.of(subject);
    String id = sought.number("tvdb");
    if (!id.isEmpty()) {
      return Optional.of(place(sought.isShow()) + id);
    }
    String imdb = sought.imdb();
    if (imdb.isEmpty()) {
      return Optional.empty();
    }
    return asking.list(asking.at("search", "remoteid", imdb), "data").stream()
        .map(found -> Json.text(found, sought.isShow() ? "series" : "movie", "id"))
        .filter(found -> !found.isEmpty())
        .map(found -> place(sought.isShow()) + found)
        .findFirst();
  }

  private static String place(boolean isShow) {
    return isShow ? "series/" : "movies/";
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var sought = Sought.of(subject);
    return sought.search(wanted -> {
      var address =
          asking
              .at("search")
              .with("query", Likeness.bare(wanted.title()))
              .with("type", sought.isShow() ? "series" : "movie")
              .with("limit", 20);
      return asking.list(address, "data").stream()
          .map(each -> candidate(each, wanted, sought.kind()))
          .toList();
    });
  }

  private static Candidate candidate(JsonNode found, Traits wanted, Traits.Kind kind) {
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
        id.isEmpty() ? "" : place(kind == Traits.Kind.SHOW) + id,
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
