package contentgremlin.name;

import java.util.regex.Pattern;

/// Blanks and signs in names.
final class Spelling {
  /// No file system has longer names, in bytes; what is longer is cut before it is looked at.
  static final int LENGTH_MAX = 255;

  /// "S.H.I.E.L.D.": its dots are no blanks.
  private static final Pattern ACRONYM = Pattern.compile("(?<![\\p{L}\\d])(?:\\p{Lu}\\.){2,}");

  private static final Pattern DOT = Pattern.compile("\\.(?!\\d\\b)|(?<!\\d)\\.");

  /// Stands for a dot that is to be kept.
  private static final char KEPT = '\uE000';

  private static final String BEFORE = " \t._-–—,:;~|\u00a0\u3000";
  private static final String BEHIND = " \t._-–—,;:~|[({\u00a0\u3000";

  private Spelling() {}

  static String cut(String text) {
    if (text.length() <= LENGTH_MAX) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1));
    return text.substring(0, splits ? LENGTH_MAX - 1 : LENGTH_MAX);
  }

  /// Whether dots or underscores stand where others have blanks.
  static boolean isDotted(String name) {
    int blanks = 0;
    int dots = 0;
    for (int at = 1; at < name.length() - 1; at++) {
      char sign = name.charAt(at);
      if (sign == ' ') {
        blanks++;
      } else if ((sign == '.' || sign == '_') && name.charAt(at + 1) != ' ') {
        dots++;
      }
    }
    return blanks == 0 ? dots > 0 : dots > 2 && dots > 2 * blanks;
  }

  /// With blanks where the name has dots or underscores instead.
  static String spaced(String name) {
    if (!isDotted(name)) {
      return name;
    }
    var kept = name.replace('_', ' ');
    if (kept.indexOf('.') < 0) {
      return kept.strip();
    }
    kept = ACRONYM.matcher(kept).replaceAll(found -> found.group().replace('.', KEPT) + " ");
    return DOT.matcher(kept).replaceAll(" ").replace(KEPT, '.').strip();
  }

  /// Without signs at its ends that separate, and with single blanks.
  static String trimmed(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && BEFORE.indexOf(name.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && BEHIND.indexOf(name.charAt(end - 1)) >= 0 && !isKeptDot(name, end)) {
      end--;
    }
    return single(name, start, end);
  }

  /// The dot of "S.W.A.T." and "Monsters Inc."
  private static boolean isKeptDot(String name, int end) {
    if (name.charAt(end - 1) != '.' || end < 3) {
      return false;
    }
    boolean isAcronym =
        Character.isLetter(name.charAt(end - 2))
            && name.charAt(end - 3) == '.'
            && end >= 4
            && Character.isLetter(name.charAt(end - 4));
    return isAcronym || SHORTENED.contains(lastWord(name, end - 1));
  }

  private static final java.util.Set<String> SHORTENED =
      java.util.Set.of(
          "inc", "jr", "sr", "dr", "mr", "mrs", "ms", "vs", "co", "ltd", "bros", "feat");

  private static String lastWord(String name, int end) {
    int start = end;
    while (start > 0 && Character.isLetter(name.charAt(start - 1))) {
      start--;
    }
    return name.substring(start, end).toLowerCase(java.util.Locale.ROOT);
  }

  private static String single(String name, int start, int end) {
    boolean isSingle = true;
    for (int at = start; at < end && isSingle; at++) {
      char sign = name.charAt(at);
      isSingle = !isBlank(sign) || (sign == ' ' && !isBlank(name.charAt(at - 1)));
    }
    if (isSingle) {
      return name.substring(start, end);
    }
    var text = new StringBuilder(end - start);
    for (int at = start; at < end; at++) {
      char sign = name.charAt(at);
      if (!isBlank(sign)) {
        text.append(sign);
      } else if (text.isEmpty() || text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
    }
    return text.toString();
  }

  static boolean isBlank(char sign) {
    return Character.isWhitespace(sign) || sign == '\u00a0';
  }
}
