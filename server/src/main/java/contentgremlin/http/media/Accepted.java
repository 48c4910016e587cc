package contentgremlin.http.media;

import contentgremlin.http.Request;
import contentgremlin.item.Rendition;
import contentgremlin.vault.StoredFile;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Chooses among the formats of one picture by what a browser says it can show (RFC 9110 section
/// 12.5.1). Only modern formats need to be named in `Accept`; JPEG goes to everybody.
final class Accepted {
  private static final List<String> BEST_FIRST = List.of("avif", "webp", "jpg", "png");

  private Accepted() {}

  /// @param name of the file, without its ending
  /// @return empty if the rendition has no such picture
  static Optional<StoredFile> choose(Rendition rendition, String name, Request request) {
    var accept = String.join(",", request.headers("Accept")).toLowerCase(Locale.ROOT);
    var prefix = rendition.folder() + "/" + name + ".";
    var present =
        rendition.files().stream()
            .filter(file -> file.path().startsWith(prefix))
            .filter(file -> BEST_FIRST.contains(file.path().substring(prefix.length())))
            .sorted(Comparator.comparingInt(file -> rank(file, prefix)))
            .toList();
    return present.stream()
        .filter(file -> isShown(file.path().substring(prefix.length()), accept))
        .findFirst()
        // Better a picture in an unwanted format than none.
        .or(() -> present.stream().reduce((_, last) -> last));
  }

  private static int rank(StoredFile file, String prefix) {
    return BEST_FIRST.indexOf(file.path().substring(prefix.length()));
  }

  private static boolean isShown(String ending, String accept) {
    return switch (ending) {
      case "avif", "webp" -> names(accept, "image/" + ending);
      default -> true;
    };
  }

  private static boolean names(String accept, String type) {
    for (var part : accept.split(",", -1)) {
      var words = part.strip().split("\\s*;\\s*", -1);
      if (words[0].equals(type)) {
        return !List.of(words).contains("q=0");
      }
    }
    return false;
  }
}
