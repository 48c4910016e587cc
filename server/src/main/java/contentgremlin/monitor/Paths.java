package contentgremlin.monitor;

import contentgremlin.library.Ignored;

/// Paths relative to a root, as text; those of folders end in a slash.
final class Paths {
  private Paths() {}

  static boolean isFolder(String path) {
    return path.isEmpty() || path.endsWith("/");
  }

  /// @param folder a folder's path
  static boolean isWithin(String folder, String path) {
    return path.startsWith(folder);
  }

  /// The folder in which this file or folder lies.
  static String parent(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return path.substring(0, path.lastIndexOf('/', end - 1) + 1);
  }

  /// The smallest folder that holds both.
  static String common(String one, String other) {
    int length = Math.min(one.length(), other.length());
    int slash = 0;
    for (int at = 0; at < length && one.charAt(at) == other.charAt(at); at++) {
      if (one.charAt(at) == '/') {
        slash = at + 1;
      }
    }
    return one.substring(0, slash);
  }

  /// What comes right after everything in this folder; only for a folder other than the root.
  static String end(String folder) {
    return folder.substring(0, folder.length() - 1) + (char) ('/' + 1);
  }

  /// Whether this, or a folder above it, has a name that no library shows.
  static boolean isIgnored(String path) {
    int from = 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      if (Ignored.isIgnored(path.substring(from, to))) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }
}
