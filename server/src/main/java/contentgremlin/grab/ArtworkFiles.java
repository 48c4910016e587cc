package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.library.MediaNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which pictures lie beside a film or a song, as their names say: "poster.jpg", "Film-fanart.jpg".
/// Stateless, thread-safe.
public final class ArtworkFiles implements Grabber {
  private static final Pattern NUMBER = Pattern.compile("[-_ ]?[0-9]*\\z");

  /// What people call their files, and what such a picture is.
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("cover", "cover"),
          Map.entry("folder", "cover"),
          Map.entry("front", "cover"),
          Map.entry("album", "cover"),
          Map.entry("albumart", "cover"),
          Map.entry("artwork", "cover"),
          Map.entry("back", "back"),
          Map.entry("poster", "poster"),
          Map.entry("fanart", "backdrop"),
          Map.entry("backdrop", "backdrop"),
          Map.entry("banner", "banner"),
          Map.entry("logo", "logo"),
          Map.entry("clearlogo", "logo"),
          Map.entry("thumb", "thumbnail"),
          Map.entry("landscape", "thumbnail"),
          Map.entry("disc", "disc"),
          Map.entry("cd", "disc"),
          Map.entry("artist", "artist_picture"));

  private static final Profile PROFILE =
      new Profile(
          "artwork",
          1,
          "Pictures beside",
          "Says which covers, posters and other pictures lie beside a file.",
          Set.of(MediaType.VIDEO, MediaType.AUDIO),
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
    return subject.beside().stream().anyMatch(name -> !kind(name, subject).isEmpty());
  }

  private static String kind(String path, Subject subject) {
    String name = path.replace("../", "");
    String media = subject.item().source().name();
    if (!MediaNames.isCover(name)) {
      return "";
    }
    String stem = MediaNames.stem(name).toLowerCase(Locale.ROOT);
    String own = MediaNames.stem(media).toLowerCase(Locale.ROOT) + "-";
    String word = stem.startsWith(own) ? stem.substring(own.length()) : stem;
    return KINDS.getOrDefault(NUMBER.matcher(word).replaceFirst(""), "");
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var says = new Says();
    for (var name : subject.beside()) {
      String kind = kind(name, subject);
      if (!kind.isEmpty()) {
        says.add(Groups.TECHNICAL, kind, name);
      }
    }
    return says.found();
  }
}
