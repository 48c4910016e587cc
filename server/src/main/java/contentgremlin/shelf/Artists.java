package contentgremlin.shelf;

import contentgremlin.name.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes apart what one tag says of several artists. "&" and "," are left alone: they are parts of
/// names, too ("Earth, Wind & Fire").
final class Artists {
  /// More than these in one tag are nobody's names.
  private static final int NAMES_MAX = 24;

  private static final int NAME_LENGTH_MAX = 300;
  private static final int TAG_LENGTH_MAX = 3_000;

  private static final Pattern BETWEEN =
      Pattern.compile(
          "\\s*;\\s*|\\s+/\\s+|\\s*\\\\\\\\\\s*|\\s*\\x00\\s*"
              + "|(?i)\\s+[\\[(]?(?:feat\\.?|ft\\.?|featuring)\\s+");

  private Artists() {}

  static List<String> of(List<String> tags) {
    var names = new ArrayList<String>();
    for (var tag : tags) {
      for (var part : BETWEEN.split(Shelving.cut(tag, TAG_LENGTH_MAX), -1)) {
        add(names, part.strip());
      }
    }
    return names;
  }

  private static void add(List<String> names, String part) {
    // "(feat. B)" was opened before the name
    boolean isHalf = part.endsWith(")") && part.indexOf('(') < 0;
    var name =
        isHalf || (part.endsWith("]") && part.indexOf('[') < 0)
            ? part.substring(0, part.length() - 1)
            : part;
    if (!name.isBlank()
        && name.length() <= NAME_LENGTH_MAX
        && names.size() < NAMES_MAX
        && !names.contains(name)) {
      names.add(name);
    }
  }

  static boolean isUnknown(String artist) {
    return artist.isBlank()
        || Words.folded(artist).equals("unknown artist")
        || artist.equals("<unknown>");
  }
}
