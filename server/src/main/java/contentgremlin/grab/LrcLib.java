package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Words of songs, with the time of each line if somebody wrote that down. Stateless, thread-safe.
public final class LrcLib extends Catalogue {
  private static final String EXACT = "exact";

  private static final Profile PROFILE =
      new Profile(
          "lrclib",
          1,
          "LRCLIB",
          "Finds the words of songs, with their times.",
          Set.of(MediaType.AUDIO),
          Wave.MORE,
          Profile.PRIORITY_CROWD,
          Providers.LRCLIB,
          Set.of(Groups.MISCELLANEOUS, Groups.IDENTIFIER),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !Told.title(subject).isBlank() && !Told.artist(subject).isBlank();
  }

  /// Its exact question can be put: it answers if all is the same, and the length by two seconds.
  @Override
  Optional<String> known(Subject subject, Asking asking) {
    var wanted = Traits.song(subject);
    boolean isWhole = !wanted.album().isEmpty() && wanted.seconds() > 0;
    return isWhole ? Optional.of(EXACT) : Optional.empty();
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var wanted = Traits.song(subject);
    var people = Likeness.split(wanted.people());
    var address =
        asking
            .at("search")
            .with("track_name", Likeness.bare(wanted.title()))
            .with("artist_name", people.isEmpty() ? wanted.people() : people.getFirst());
    return Candidates.sorted(
        asking.list(address).stream()
            .filter(LrcLib::hasWords)
            .map(song -> candidate(song, wanted))
            .toList());
  }

  private static boolean hasWords(JsonNode song) {
    return Json.is(song, "instrumental")
        || !Json.text(song, "syncedLyrics").isEmpty()
        || !Json.text(song, "plainLyrics").isEmpty();
  }

  private static Candidate candidate(JsonNode song, Traits wanted) {
    var traits =
        new Traits(
            Json.text(song, "trackName"),
            Json.text(song, "artistName"),
            Json.text(song, "albumName"),
            Json.decimal(song, "duration"),
            0,
            0);
    return new Candidate(
        Json.text(song, "id"),
        traits.title(),
        Told.detail(traits.people(), traits.album(), Told.clock(traits.seconds())),
        wanted.likeness(traits, Traits.Kind.SONG));
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var address = key.equals(EXACT) ? exact(Traits.song(subject), asking) : asking.at("get", key);
    return asking.get(address).filter(LrcLib::hasWords).map(LrcLib::says);
  }

  private static Address exact(Traits wanted, Asking asking) {
    return asking
        .at("get")
        .with("track_name", wanted.title())
        .with("artist_name", wanted.people())
        .with("album_name", wanted.album())
        .with("duration", Math.round(wanted.seconds()));
  }

  private static Says says(JsonNode song) {
    var says = new Says();
    if (Json.is(song, "instrumental")) {
      says.add(Groups.CLASSIFICATION, "instrumental", "yes");
    }
    String timed = Json.text(song, "syncedLyrics");
    String plain = Json.text(song, "plainLyrics");
    Lyrics.say(timed.isEmpty() ? plain : timed, says);
    return says;
  }
}
