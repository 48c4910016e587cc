package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
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
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What listeners call songs and albums, and what they wrote of them. Last.fm says in the text of
/// an answer whether it is one. Stateless, thread-safe.
public final class LastFm implements Grabber {
  /// Its codes of errors: there is no such thing.
  private static final int NOT_FOUND = 6;

  private static final int TAGS_MAX = 8;
  private static final int LETTERS_MIN = 2;

  /// Behind each text it puts a link to itself.
  private static final Pattern MORE =
      Pattern.compile("(?s)<a href=\"https?://www\\.last\\.fm/.*\\z");

  private static final Profile PROFILE =
      new Profile(
          "lastfm",
          1,
          "Last.fm",
          "Says what listeners call songs and albums, and what they wrote of them.",
          Set.of(MediaType.AUDIO),
          Wave.MORE,
          Profile.PRIORITY_CROWD,
          Providers.LASTFM,
          Set.of(Groups.CLASSIFICATION, Groups.MISCELLANEOUS, Groups.IDENTIFIER),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !Told.title(subject).isBlank() && !Told.artist(subject).isBlank();
  }

  @Override
  public Grabbed grab(Subject whole, Sources sources)
      throws InterruptedException, UnansweredException {
    var subject = Told.without(whole, PROFILE.id());
    var asking = Asking.of(Providers.LASTFM, sources);
    String language = Languages.primary(asking.languages().getFirst());
    String artist = Told.artist(subject);
    var says = new Says();
    var song =
        info("track", artist, asking, language).with("track", Likeness.bare(Told.title(subject)));
    answer(song, "track", asking).ifPresent(found -> describe(found, "", language, says));
    String album = subject.value(Groups.TITLES, "album");
    String by = subject.value(Groups.ENTITIES, "album_artist");
    if (!album.isBlank()) {
      var question =
          info("album", by.isBlank() ? artist : by, asking, language)
              .with("album", Likeness.bare(album));
      answer(question, "album", asking)
          .ifPresent(found -> describe(found, "album_", language, says));
    }
    return says.found();
  }

  private static Address info(String what, String artist, Asking asking, String language) {
    var first = Likeness.split(artist);
    return new Address(asking.at() + "/")
        .with("method", what + ".getInfo")
        .with("api_key", asking.key())
        .with("format", "json")
        .with("autocorrect", 1)
        .with("lang", language)
        .with("artist", first.isEmpty() ? artist : first.getFirst());
  }

  private static Optional<JsonNode> answer(Address address, String what, Asking asking)
      throws InterruptedException, UnansweredException {
    var question = asking.question(address, "");
    var answer = asking.get(question);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    int error = Json.number(answer.get(), "error");
    if (error == NOT_FOUND) {
      asking.sources().absent(question);
      return Optional.empty();
    }
    if (error != 0 || !answer.get().path(what).isObject()) {
      throw asking
          .sources()
          .unanswered(
              question,
              problem(error),
              "Last.fm says: " + Json.text(answer.get(), "message") + " (error " + error + ")");
    }
    return answer.map(found -> found.path(what));
  }

  /// As its documentation lists them.
  private static Problem problem(int error) {
    return switch (error) {
      case 4, 9, 10, 13, 14, 17, 26 -> Problem.KEY_REFUSED;
      case 11, 16, 29 -> Problem.BUSY;
      default -> Problem.TROUBLE;
    };
  }

  private static void describe(JsonNode thing, String of, String language, Says says) {
    if (of.isEmpty()) {
      says.addAll(Groups.CLASSIFICATION, "tag", tags(thing.path("toptags").path("tag")))
          .add(Groups.IDENTIFIER, "lastfm", Json.text(thing, "url"));
    } else {
      says.addAll(Groups.CLASSIFICATION, of + "tag", tags(thing.path("tags").path("tag")));
    }
    String wiki = Json.text(thing, "wiki", "content");
    String text = wiki.isEmpty() ? Json.text(thing, "wiki", "summary") : wiki;
    says.add(
        Groups.MISCELLANEOUS,
        of + "description",
        language,
        Html.plain(MORE.matcher(text).replaceAll("")));
  }

  /// A list, or the one member that it would have.
  private static List<String> tags(JsonNode tags) {
    var names = new ArrayList<String>();
    for (var tag : tags.isArray() ? Json.list(tags) : List.of(tags)) {
      String name = Json.text(tag, "name");
      if (name.length() >= LETTERS_MIN && names.size() < TAGS_MAX) {
        names.add(name);
      }
    }
    return names;
  }
}
