package contentgremlin.library;

import java.util.Locale;
import java.util.Set;

/// Names that no library shows: hidden ones, rubbish bins, and what programs write while they are
/// not done.
public final class Ignored {
  private static final Set<String> NAMES =
      Set.of(
          "lost+found",
          "@eadir",
          "#recycle",
          "#snapshot",
          "$recycle.bin",
          "system volume information",
          "__macosx",
          "thumbs.db",
          "desktop.ini");

  /// Of downloads and copies that are under way.
  private static final Set<String> ENDINGS =
      Set.of(
          "part", "partial", "crdownload", "download", "tmp", "temp", "filepart", "!qb", "aria2");

  private Ignored() {}

  public static boolean isIgnored(String name) {
    if (name.startsWith(".") || name.endsWith("~")) {
      return true;
    }
    var lower = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) || ENDINGS.contains(lower.substring(lower.lastIndexOf('.') + 1));
  }
}
