package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Songs and their albums, as MusicBrainz knows them: a recording, the release that it is most
/// likely on, and that release's group. The answers about an album serve all of its songs.
/// Stateless, thread-safe.
public final class MusicBrainz extends Catalogue {
  private static final String RECORDING =
      "artist-credits isrcs releases release-groups media genres url-rels artist-rels work-rels"
          + " work-level-rels";
  private static final String RELEASE = "artist-credits labels release-groups media genres";
  private static final String GROUP = "genres url-rels";
  private static final int FOUND_MAX = 25;

  private static final Profile PROFILE =
      new Profile(
          "musicbrainz",
          1,
          "MusicBrainz",
          "Says of songs who made them, when, and what album they are on.",
          Set.of(MediaType.AUDIO),
          Wave.FIND,
          Profile.PRIORITY_CATALOGUE,
          Providers.MUSICBRAINZ,
          Set.of(
              Groups.TITLES,
              Groups.ENTITIES,
              Groups.CLASSIFICATION,
              Groups.MUSICAL,
              Groups.TEMPORAL,
              Groups.IDENTIFIER,
              Groups.ORGANIZATIONAL,
              Groups.SPATIAL),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !Told.uuid(subject, "musicbrainz_track").isEmpty()
        || !subject.value(Groups.IDENTIFIER, "isrc").isEmpty()
        || (!Told.title(subject).isBlank() && !Told.artist(subject).isBlank());
  }

  @Override
  Optional<String> known(Subject subject, Asking asking) {
    return Optional.of(Told.uuid(subject, "musicbrainz_track")).filter(id -> !id.isEmpty());
  }

  @Override
  List<Candidate> search(Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var wanted = Traits.song(subject);
    var found = new ArrayList<Candidate>();
    for (var query : queries(subject, wanted)) {
      var address =
          asking.at("recording").with("query", query).with("limit", FOUND_MAX).with("fmt", "json");
      for (var recording : asking.list(address, "recordings")) {
        found.add(candidate(recording, wanted));
      }
      if (found.stream().anyMatch(one -> one.score() >= Candidate.SURE)) {
        break;
      }
    }
    return Candidates.sorted(found);
  }

  /// By the number of the recording, if the file has it; else by what it is called.
  private static List<String> queries(Subject subject, Traits wanted) {
    var queries = new ArrayList<String>();
    String isrc = subject.value(Groups.IDENTIFIER, "isrc").replaceAll("[^A-Za-z0-9]", "");
    if (isrc.length() >= 12) {
      queries.add("isrc:" + isrc.substring(0, 12));
    }
    if (!wanted.title().isBlank() && !wanted.people().isBlank()) {
      var people = Likeness.split(wanted.people());
      queries.add(
          "recording:%s AND artist:%s"
              .formatted(
                  quoted(Likeness.bare(wanted.title())),
                  quoted(people.isEmpty() ? wanted.people() : people.getFirst())));
    }
    return queries;
  }

  private static String quoted(String words) {
    return '"' + words.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Candidate candidate(JsonNode recording, Traits wanted) {
    Candidate best = null;
    var releases = Json.list(recording, "releases");
    for (var release : releases.isEmpty() ? List.of(recording.path("none")) : releases) {
      var traits =
          new Traits(
              Json.text(recording, "title"),
              Artists.names(recording),
              Json.text(release, "title"),
              Json.decimal(recording, "length") / 1_000,
              Told.year(Json.text(release, "date")),
              Json.number(release, "track-count"));
      double score = wanted.likeness(traits, Traits.Kind.SONG);
      if (best == null || score > best.score()) {
        best =
            new Candidate(
                Json.text(recording, "id"),
                traits.title(),
                Told.detail(
                    traits.people(),
                    traits.album(),
                    traits.year() > 0 ? "" + traits.year() : "",
                    Told.clock(traits.seconds()),
                    Json.text(recording, "disambiguation")),
                score);
      }
    }
    return best == null ? new Candidate("", "", "", 0) : best;
  }

  @Override
  Optional<Says> describe(String key, Subject subject, Asking asking)
      throws InterruptedException, UnansweredException {
    var found = asking.get(asking.at("recording", key).with("inc", RECORDING).with("fmt", "json"));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var recording = found.get();
    var says = new Says();
    MusicBrainzRecording.describe(recording, says);
    var release = MusicBrainzRelease.choose(recording, subject);
    if (release.isPresent()) {
      String id = Json.text(release.get(), "id");
      var whole = asking.get(asking.at("release", id).with("inc", RELEASE).with("fmt", "json"));
      MusicBrainzRelease.describe(whole.orElse(release.get()), recording, says);
      String group = Json.text(release.get(), "release-group", "id");
      if (!group.isEmpty()) {
        asking
            .get(asking.at("release-group", group).with("inc", GROUP).with("fmt", "json"))
            .ifPresent(answer -> MusicBrainzRelease.describeGroup(answer, says));
      }
    }
    return Optional.of(says);
  }

  /// Credits of artists, in their order.
  static final class Artists {
    private Artists() {}

    /// As it is printed: "One feat. Other".
    static String names(JsonNode credited) {
      var names = new StringBuilder();
      for (var credit : Json.list(credited, "artist-credit")) {
        names.append(name(credit)).append(credit.path("joinphrase").asString(""));
      }
      return names.toString().strip();
    }

    static List<String> each(JsonNode credited) {
      return Json.list(credited, "artist-credit").stream().map(Artists::name).toList();
    }

    static List<String> ids(JsonNode credited) {
      return Json.list(credited, "artist-credit").stream()
          .map(credit -> Json.text(credit, "artist", "id"))
          .toList();
    }

    private static String name(JsonNode credit) {
      String own = Json.text(credit, "name");
      return own.isEmpty() ? Json.text(credit, "artist", "name") : own;
    }
  }
}
