package contentgremlin.shelf;

import java.util.List;

/// Where a mirrored file is.
///
/// @param folder number of its folder, which stays the same wherever the folder is moved
/// @param above number of the folder above that; 0 if there is none
/// @param path of its folder below the library's root, with a slash at its end: `"Nina
///   Simone/1965/"`; empty for the root
/// @param name of the file, with its ending
public record FilePlace(long folder, long above, String path, String name) {
  /// The longest ending that is told from a name's last words.
  private static final int ENDING_MAX = 5;

  /// The folders on the way to the file, the root's excluded.
  List<String> folders() {
    return path.isEmpty()
        ? List.of()
        : List.of(path.substring(0, path.length() - 1).split("/", -1));
  }

  /// The name without its ending.
  String stem() {
    int dot = name.lastIndexOf('.');
    boolean isEnding =
        dot > 0
            && name.length() - dot - 1 <= ENDING_MAX
            && name.chars().skip(dot + 1L).allMatch(Character::isLetterOrDigit);
    return isEnding ? name.substring(0, dot) : name;
  }
}
