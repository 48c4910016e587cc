package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Question;
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

/// Which recording a song is, by how it sounds: by the fingerprint in the file's tags, where
/// taggers put it, or by the one that [SoundPrint] takes. Stateless, thread-safe.
public final class AcoustId extends Catalogue {
  /// As taggers call it, in the group of identifiers.
  static final String FINGERPRINT = "acoustid_fingerprint";

  private static final int INVALID_KEY = 4;
  private static final int TOO_OFTEN = 14;
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Profile PROFILE =
      new Profile(
          "acoustid",
          1,
          "AcoustID",
          "Says which recording a song is by its fingerprint.",
          Set.of(MediaType.AUDIO),
          Wave.IDENTIFY,
          Profile.PRIORITY_CATALOGUE,
          Providers.ACOUSTID,
          Set.of(Groups.IDENTIFIER, Groups.TITLES, Groups.ENTITIES),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    var unaided = Told.without(subject, PROFILE.id());
    return Told.uuid(unaided, "musicbrainz_track").isEmpty()
        && (!Told.uuid(unaided, "acoustid").isEmpty()
            || (!fingerprint(unaided).isEmpty() && Told.seconds(unaided) > 0));
  }

  private static String fingerprint(Subject subject) {
    String print = subject.value(Groups.IDENTIFIER, FINGERPRINT).strip();
    return print.matches("[A-Za-z0-9_-]{20,}") ? print : "";
  }

  @Override
  Optional<String> known(Subject subject, Asking asking) {
    return Optional.empty();
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var wanted = Traits.song(subject);
    var found = new ArrayList<Candidate>();
    for (var result : results(subject, asking)) {
      double score = Told.uuid(subject, "acoustid").isEmpty() ? Json.decimal(result, "score") : 1;
      for (var recording : Json.list(result, "recordings")) {
        found.add(candidate(recording, score, wanted));
      }
    }
    return Candidates.sorted(found);
  }

  /// Sounding the same counts most; but what is called quite otherwise may be another one.
  private static Candidate candidate(JsonNode recording, double sounds, Traits wanted) {
    String artists = String.join("; ", Json.texts(recording.path("artists"), "name"));
    var traits =
        new Traits(
            Json.text(recording, "title"), artists, "", Json.decimal(recording, "duration"), 0, 0);
    boolean isNamed = !wanted.people().isEmpty() && !traits.people().isEmpty();
    double named = isNamed ? wanted.likeness(traits, Traits.Kind.SONG) : 1;
    return new Candidate(
        Json.text(recording, "id"),
        traits.title(),
        Told.detail(artists, Told.clock(traits.seconds())),
        sounds * (0.7 + 0.3 * named));
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    for (var result : results(subject, asking)) {
      for (var recording : Json.list(result, "recordings")) {
        if (Json.text(recording, "id").equals(key)) {
          return Optional.of(
              new Says()
                  .add(Groups.IDENTIFIER, "acoustid", Json.text(result, "id"))
                  .add(Groups.IDENTIFIER, "musicbrainz_track", key)
                  .add(Groups.TITLES, "title", Json.text(recording, "title"))
                  .addAll(
                      Groups.ENTITIES, "artist", Json.texts(recording.path("artists"), "name")));
        }
      }
    }
    return Optional.empty();
  }

  /// Fingerprints are too long for an address.
  private static List<JsonNode> results(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    String track = Told.uuid(subject, "acoustid");
    var form =
        new Address("?")
            .with("client", asking.key())
            .with("format", "json")
            .with("meta", "recordings compress")
            .withKnown("trackid", track);
    if (track.isEmpty()) {
      form.with("duration", Math.round(Told.seconds(subject)))
          .with("fingerprint", fingerprint(subject));
    }
    var question =
        asking
            .with("Content-Type", FORM)
            .question(asking.at("lookup"), form.toString().substring(2));
    var answer = asking.get(question);
    if (answer.isEmpty()) {
      return List.of();
    }
    complain(answer.get(), question, asking.sources());
    var results = Json.list(answer.get(), "results");
    if (results.isEmpty()) {
      asking.sources().absent(question);
    }
    return results;
  }

  private static void complain(JsonNode answer, Question question, Sources sources)
      throws UnansweredException {
    if (Json.text(answer, "status").equals("ok")) {
      return;
    }
    var problem =
        switch (Json.number(answer, "error", "code")) {
          case INVALID_KEY -> Problem.KEY_REFUSED;
          case TOO_OFTEN -> Problem.BUSY;
          default -> Problem.TROUBLE;
        };
    throw sources.unanswered(
        question, problem, "AcoustID says: " + Json.text(answer, "error", "message"));
  }
}
