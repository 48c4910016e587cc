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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// NFO files as Kodi writes and reads them: films, shows, episodes (perhaps several in a file),
/// music videos, albums, artists; and those with nothing but the address of a page. Stateless,
/// thread-safe.
public final class Nfo implements Grabber {
  private static final Set<String> OF_FILMS = Set.of("movie.nfo", "tvshow.nfo", "season.nfo");
  private static final Set<String> OF_MUSIC = Set.of("album.nfo", "artist.nfo");

  private static final Profile PROFILE =
      new Profile(
          "nfo",
          1,
          "NFO files",
          "Reads the descriptions that Kodi and others keep beside films and music.",
          Set.of(MediaType.VIDEO, MediaType.AUDIO),
          Wave.LOCAL,
          Profile.PRIORITY_SIDECAR,
          null,
          Set.of(
              Groups.TITLES,
              Groups.ENTITIES,
              Groups.CLASSIFICATION,
              Groups.MUSICAL,
              Groups.TEMPORAL,
              Groups.IDENTIFIER,
              Groups.ORGANIZATIONAL,
              Groups.SPATIAL,
              Groups.MISCELLANEOUS),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !files(subject).isEmpty();
  }

  /// Those of the file itself before those of its folder, and those before the folders' above.
  private static List<String> files(Subject subject) {
    String own = MediaNames.stem(subject.item().source().name()).toLowerCase(Locale.ROOT) + ".nfo";
    var general = subject.item().type() == MediaType.AUDIO ? OF_MUSIC : OF_FILMS;
    var files = new ArrayList<String>();
    subject.beside().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).equals(own))
        .forEach(files::add);
    subject.beside().stream()
        .filter(name -> !files.contains(name))
        .filter(name -> general.contains(name.replace("../", "").toLowerCase(Locale.ROOT)))
        .forEach(files::add);
    return files;
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var says = new Says();
    var words = new NfoWords(says, subject);
    String broken = "";
    for (var name : files(subject)) {
      var text = sources.beside(name);
      if (text.isEmpty()) {
        continue;
      }
      var parts = NfoParts.of(text.get());
      parts.roots().forEach(words::read);
      // Films have such a file of their own; of shows it stands for all episodes.
      boolean show = name.toLowerCase(Locale.ROOT).endsWith("tvshow.nfo");
      NfoParts.ids(parts.rest()).forEach(id -> words.address(id, show));
      if (!parts.trouble().isEmpty()) {
        broken = name + " can't be read: " + parts.trouble() + ".";
      }
    }
    return says.isEmpty() && !broken.isEmpty()
        ? new Grabbed.Failed(broken, Duration.ZERO)
        : says.found();
  }
}
