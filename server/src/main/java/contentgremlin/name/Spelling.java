package contentgremlin.name;

import java.util.Locale;
import java.util.Set;

/// Blanks and signs in names.
final class Spelling {
  /// No file system has longer names, in bytes; what is longer is cut before it is looked at.
  static final int LENGTH_MAX = 255;

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
    var text = new StringBuilder(name.length() + 2);
    for (int at = 0; at < name.length(); at++) {
      char sign = name.charAt(at);
      int end = acronym(name, at);
      if (end > at) {
        text.append(name, at, end).append(' ');
        at = end - 1;
      } else {
        boolean isGap = sign == '_' || (sign == '.' && !isPoint(name, at));
        text.append(isGap ? ' ' : sign);
      }
    }
    return text.toString().strip();
  }

  /// Where "S.H.I.E.L.D." ends, if it begins here: its dots are no blanks. Else 0.
  private static int acronym(String name, int start) {
    if (start > 0 && Character.isLetterOrDigit(name.charAt(start - 1))) {
      return 0;
    }
    int end = start;
    while (end + 1 < name.length()
        && Character.isUpperCase(name.charAt(end))
        && name.charAt(end + 1) == '.') {
      end += 2;
    }
    return end - start > 2 ? end : 0;
  }

  /// The dot of "5.1" and of "2.0".
  private static boolean isPoint(String name, int at) {
    boolean isBetween =
        at > 0
            && at + 1 < name.length()
            && Signs.isDigit(name.charAt(at - 1))
            && Signs.isDigit(name.charAt(at + 1));
    return isBetween
        && (at + 2 == name.length() || !Character.isLetterOrDigit(name.charAt(at + 2)));
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

  private static final Set<String> SHORTENED =
      Set.of("inc", "jr", "sr", "dr", "mr", "mrs", "ms", "vs", "co", "ltd", "bros", "feat");

  private static String lastWord(String name, int end) {
    int start = end;
    while (start > 0 && Character.isLetter(name.charAt(start - 1))) {
      start--;
    }
    return name.substring(start, end).toLowerCase(Locale.ROOT);
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
