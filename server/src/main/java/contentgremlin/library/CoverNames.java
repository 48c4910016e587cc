package contentgremlin.library;

import contentgremlin.item.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which of the pictures beside a file shows what is in it, by their names.
public final class CoverNames {
  private static final List<String> OF_SONGS =
      List.of("cover", "folder", "front", "album", "albumart", "artwork", "poster", "thumb");

  private static final List<String> OF_FILMS = List.of("poster", "folder", "cover", "front");

  /// "Film-poster.jpg" of "Film.mkv".
  private static final List<String> OF_ONE =
      List.of("-poster", "-cover", "-thumb", "-landscape", "-fanart");

  private CoverNames() {}

  /// @param name of the file
  /// @param beside what lies in the same folder
  public static Optional<Entry> choose(MediaType type, String name, List<Entry> beside) {
    return switch (type) {
      case AUDIO, VIDEO ->
          beside.stream()
              .filter(entry -> rank(type, name, entry.name()) < Integer.MAX_VALUE)
              .min(
                  Comparator.comparingInt((Entry entry) -> rank(type, name, entry.name()))
                      .thenComparing(Entry::name));
      case IMAGE, DOCUMENT -> Optional.empty();
    };
  }

  /// Of the folder that holds an album's discs.
  public static Optional<Entry> chooseForDiscs(List<Entry> beside) {
    return choose(MediaType.AUDIO, "", beside);
  }

  /// @return the greatest number for a picture that shows something else, or is none
  private static int rank(MediaType type, String name, String picture) {
    if (!MediaNames.isCover(picture)) {
      return Integer.MAX_VALUE;
    }
    int own = own(name, picture);
    if (own >= 0) {
      return own;
    }
    var stem = MediaNames.stem(picture).toLowerCase(Locale.ROOT);
    var names = type == MediaType.AUDIO ? OF_SONGS : OF_FILMS;
    int exact = names.indexOf(stem);
    if (exact >= 0) {
      return OF_ONE.size() + exact;
    }
    int numbered = names.indexOf(stem.replaceAll("[-_ ]?\\d+\\z", ""));
    return numbered < 0 ? Integer.MAX_VALUE : OF_ONE.size() + names.size() + numbered;
  }

  private static int own(String name, String picture) {
    if (name.isEmpty() || !MediaNames.belongs(picture, name)) {
      return -1;
    }
    var rest = picture.substring(MediaNames.stem(name).length());
    return OF_ONE.indexOf(MediaNames.stem(rest).toLowerCase(Locale.ROOT));
  }
}
