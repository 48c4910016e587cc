package contentgremlin.http.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rewrites where a playlist (RFC 8216) refers to.
final class Playlist {
  private static final Pattern ATTRIBUTE = Pattern.compile("URI=\"([^\"]*)\"");

  private Playlist() {}

  /// Puts `prefix` before each relative reference.
  static String below(String playlist, String prefix) {
    var text = new StringBuilder();
    for (var line : playlist.split("\r?\n", -1)) {
      text.append(lineBelow(line, prefix)).append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static String lineBelow(String line, String prefix) {
    if (line.isBlank()) {
      return line;
    }
    if (!line.startsWith("#")) {
      return isRelative(line) ? prefix + line : line;
    }
    return ATTRIBUTE
        .matcher(line)
        .replaceAll(found -> {
          var target = found.group(1);
          return Matcher.quoteReplacement(
              "URI=\"" + (isRelative(target) ? prefix + target : target) + "\"");
        });
  }

  private static boolean isRelative(String reference) {
    return !reference.startsWith("/") && !reference.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
  }
}
