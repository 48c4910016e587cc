package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.library.MediaNames;
import contentgremlin.library.TrackName;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// In which languages there are subtitles beside a film, as their names say: "Film.pt-BR.srt".
/// Stateless, thread-safe.
public final class SubtitleFiles implements Grabber {
  private static final Set<String> ENDINGS = Set.of(".srt", ".vtt", ".ass", ".ssa", ".sub");

  private static final Profile PROFILE =
      new Profile(
          "subtitles",
          1,
          "Subtitle files",
          "Says in which languages there are subtitles beside a film.",
          Set.of(MediaType.VIDEO),
          Wave.LOCAL,
          Profile.PRIORITY_SIDECAR,
          null,
          Set.of(Groups.TECHNICAL),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !files(subject).isEmpty();
  }

  private static List<String> files(Subject subject) {
    String film = subject.item().source().name();
    return subject.beside().stream()
        .filter(name -> MediaNames.belongs(name, film))
        .filter(name -> ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var says = new Says();
    for (var name : files(subject)) {
      var track = TrackName.of(name, subject.item().source().name());
      String kind = track.isForced() ? "subtitles_forced" : "subtitles";
      says.add(
          Groups.TECHNICAL,
          track.isForDeaf() ? "subtitles_for_deaf" : kind,
          track.language(),
          name);
    }
    return says.found();
  }
}
