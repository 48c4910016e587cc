package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.library.MediaNames;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What photo programs write beside pictures and films: "IMG_1.xmp" or "IMG_1.jpg.xmp". Stateless,
/// thread-safe.
public final class XmpFiles implements Grabber {
  private static final Profile PROFILE =
      new Profile(
          "xmp",
          1,
          "XMP files",
          "Reads what photo programs keep beside pictures: titles, keywords, people, places.",
          Set.of(MediaType.IMAGE, MediaType.VIDEO),
          Wave.LOCAL,
          Profile.PRIORITY_SIDECAR,
          null,
          Set.of(
              Groups.TITLES,
              Groups.ENTITIES,
              Groups.CLASSIFICATION,
              Groups.TEMPORAL,
              Groups.SPATIAL,
              Groups.PERSONAL,
              Groups.LEGAL,
              Groups.MISCELLANEOUS),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return file(subject).isPresent();
  }

  private static Optional<String> file(Subject subject) {
    String name = subject.item().source().name().toLowerCase(Locale.ROOT);
    var names = Set.of(name + ".xmp", MediaNames.stem(name) + ".xmp");
    return subject.beside().stream()
        .filter(beside -> names.contains(beside.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var name = file(subject);
    var text = name.flatMap(sources::beside);
    if (text.isEmpty()) {
      return new Grabbed.Nothing();
    }
    var says = new Says();
    try {
      XmpWords.read(Xml.read(text.get()), says);
    } catch (Xml.Broken e) {
      return new Grabbed.Failed(name.get() + " can't be read: " + e.getMessage(), Duration.ZERO);
    }
    return says.found();
  }
}
