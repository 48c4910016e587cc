package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What Wikidata knows of a thing, found by the identifiers that others have for it, and the first
/// paragraphs of its articles in Wikipedia. Stateless, thread-safe.
public final class Wikidata implements Grabber {
  /// Properties that hold others' identifiers, by what those are called here.
  private static final Map<String, String> PROPERTIES = properties();

  private static final int LANGUAGES_MAX = 6;

  private static final Profile PROFILE =
      new Profile(
          "wikidata",
          1,
          "Wikidata and Wikipedia",
          "Describes films, shows, songs and albums in many languages.",
          Set.of(MediaType.VIDEO, MediaType.AUDIO),
          Wave.MORE,
          Profile.PRIORITY_CROWD,
          Providers.WIKIDATA,
          Set.of(
              Groups.TITLES,
              Groups.TEMPORAL,
              Groups.IDENTIFIER,
              Groups.MISCELLANEOUS,
              Groups.LEGAL),
          List.of(
              new Option(
                  Providers.WIKIPEDIA.addressSetting(),
                  "",
                  "Where all of Wikipedia is asked, with the language behind, if not at its own"
                      + " addresses",
                  false,
                  false)));

  private static Map<String, String> properties() {
    var properties = new LinkedHashMap<String, String>();
    properties.put("imdb", "P345");
    properties.put("tmdb", "P4947");
    properties.put("musicbrainz_track", "P4404");
    return properties;
  }

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !own(subject, "wikidata").isEmpty()
        || !around(subject).isEmpty()
        || PROPERTIES.keySet().stream().anyMatch(name -> !Told.id(subject, name).isEmpty());
  }

  @Override
  public Grabbed grab(Subject whole, Sources sources)
      throws InterruptedException, UnansweredException {
    var subject = Told.without(whole, PROFILE.id());
    var asking = Asking.of(Providers.WIKIDATA, sources);
    var says = new Says();
    String own = own(subject, "wikidata");
    String found = own.isEmpty() ? search(subject, asking) : own;
    if (!found.isEmpty()) {
      describe(found, "", asking, says);
    }
    String around = around(subject);
    if (!around.isEmpty() && !around.equals(found)) {
      boolean album = subject.item().type() == MediaType.AUDIO;
      describe(around, album ? "album_" : "show_", asking, says);
    }
    return says.found();
  }

  private static String own(Subject subject, String key) {
    String id = subject.value(Groups.IDENTIFIER, key).strip();
    return id.matches("Q[0-9]{1,12}") ? id : "";
  }

  /// Of the album that it is on, or the show that it belongs to.
  private static String around(Subject subject) {
    return own(
        subject, subject.item().type() == MediaType.AUDIO ? "wikidata_album" : "wikidata_show");
  }

  /// By another's identifier.
  private static String search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    for (var property : PROPERTIES.entrySet()) {
      String id = Told.id(subject, property.getKey());
      boolean isEpisode = property.getKey().equals("tmdb") && Told.isEpisode(subject);
      if (!id.matches("[A-Za-z0-9-]{1,40}") || isEpisode) {
        continue;
      }
      var address =
          api(asking)
              .with("action", "query")
              .with("list", "search")
              .with("srsearch", "haswbstatement:" + property.getValue() + "=" + id)
              .with("srlimit", 1);
      var found = asking.list(address, "query", "search");
      if (!found.isEmpty() && Json.text(found.getFirst(), "title").matches("Q[0-9]{1,12}")) {
        return Json.text(found.getFirst(), "title");
      }
    }
    return "";
  }

  private static Address api(Asking asking) {
    return new Address(asking.at() + "/w/api.php").with("format", "json");
  }

  /// @param of what is put before the keys of what is said
  private static void describe(String id, String of, Asking asking, Says says)
      throws InterruptedException, UnansweredException {
    var languages =
        asking.languages().stream()
            .map(Languages::primary)
            .distinct()
            .limit(LANGUAGES_MAX)
            .toList();
    var entity = entity(id, languages, asking);
    if (entity.isEmpty()) {
      return;
    }
    var thing = entity.get();
    if (of.isEmpty()) {
      says.add(Groups.IDENTIFIER, "wikidata", Json.text(thing, "id"))
          .add(Groups.TEMPORAL, "date", date(thing));
      for (var language : languages) {
        says.add(Groups.TITLES, "title", language, Json.text(thing, "labels", language, "value"));
      }
    }
    for (var language : languages) {
      String article = Json.text(thing, "sitelinks", language + "wiki", "title");
      says.add(
          Groups.MISCELLANEOUS,
          of + "summary",
          language,
          Json.text(thing, "descriptions", language, "value"));
      if (!article.isEmpty()) {
        article(article, language, of, asking.sources(), says);
      }
    }
  }

  private static Optional<JsonNode> entity(String id, List<String> languages, Asking asking)
      throws InterruptedException, UnansweredException {
    var address =
        api(asking)
            .with("action", "wbgetentities")
            .with("ids", id)
            .with("props", "labels|descriptions|sitelinks|claims")
            .with("languages", String.join("|", languages))
            .with(
                "sitefilter",
                String.join("|", languages.stream().map(each -> each + "wiki").toList()));
    var question = asking.question(address, "");
    var answer = asking.get(question);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    String error = Json.text(answer.get(), "error", "code");
    if (!error.isEmpty() && !error.equals("no-such-entity")) {
      throw asking
          .sources()
          .unanswered(
              question,
              error.equals("maxlag") || error.equals("ratelimited")
                  ? Problem.BUSY
                  : Problem.TROUBLE,
              "Wikidata says: " + error);
    }
    for (var entity : answer.get().path("entities").properties()) {
      if (!entity.getValue().has("missing")) {
        return Optional.of(entity.getValue());
      }
    }
    asking.sources().absent(question);
    return Optional.empty();
  }

  /// When it was published first: the earliest of those dates (property P577), "1994-05-02".
  private static String date(JsonNode thing) {
    return Json.list(thing, "claims", "P577").stream()
        .map(claim -> Json.text(claim, "mainsnak", "datavalue", "value", "time"))
        .filter(time -> time.matches("\\+[0-9]{4}-[0-9]{2}-[0-9]{2}T.*"))
        .map(time -> time.substring(1, 11).replaceFirst("(-00)+\\z", ""))
        .min(String::compareTo)
        .orElse("");
  }

  private static void article(String title, String language, String of, Sources sources, Says says)
      throws InterruptedException, UnansweredException {
    var provider = Providers.wikipedia(language);
    var asking = Asking.of(provider, sources);
    boolean isMirror = !sources.address(provider).equals(provider.address());
    var address =
        (isMirror ? asking.at(language, "api", "rest_v1") : asking.at("api", "rest_v1"))
            .to("page")
            .to("summary")
            .to(title.replace(' ', '_'));
    var answer = asking.get(address);
    if (answer.isEmpty() || !Json.text(answer.get(), "type").equals("standard")) {
      return;
    }
    says.add(Groups.MISCELLANEOUS, of + "description", language, Json.text(answer.get(), "extract"))
        .add(
            Groups.MISCELLANEOUS,
            of + "article",
            language,
            Json.text(answer.get(), "content_urls", "desktop", "page"))
        .add(Groups.LEGAL, of + "description_license", language, "CC BY-SA 4.0");
  }
}
