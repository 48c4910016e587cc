package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.library.MediaNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Words of songs in LRC files beside them, or in the file itself. Stateless, thread-safe.
public final class LyricsFiles implements Grabber {
  private static final Profile PROFILE =
      new Profile(
          "lyrics",
          1,
          "Lyrics files",
          "Reads the words of songs from .lrc files beside them, and from the songs themselves.",
          Set.of(MediaType.AUDIO),
          Wave.LOCAL,
          Profile.PRIORITY_SIDECAR,
          null,
          Set.of(Groups.MISCELLANEOUS),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return file(subject).isPresent() || !embedded(subject).isEmpty();
  }

  private static Optional<String> file(Subject subject) {
    String own = MediaNames.stem(subject.item().source().name()).toLowerCase(Locale.ROOT) + ".lrc";
    return subject.beside().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).equals(own))
        .findFirst();
  }

  /// What the file itself says, whatever others found.
  private static String embedded(Subject subject) {
    return subject.known().stream()
        .filter(said -> said.priority() == Metadata.PRIORITY_EMBEDDED)
        .filter(said -> said.group().equals(Groups.MISCELLANEOUS) && said.key().equals("lyrics"))
        .map(Metadata::value)
        .findFirst()
        .orElse("");
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var says = new Says();
    file(subject).flatMap(sources::beside).ifPresent(text -> Lyrics.say(text, says));
    if (says.isEmpty()) {
      Lyrics.say(embedded(subject), says);
    }
    return says.found();
  }
}
