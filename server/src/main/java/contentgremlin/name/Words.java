package contentgremlin.name;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names as they are compared and sorted: two spellings of one name come to the same.
public final class Words {
  /// Of a name that is only there to be sorted by, in UTF-16 units.
  private static final int SORT_LENGTH_MAX = 200;

  private static final int DIGITS = 5;

  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9])[0-9]{1," + DIGITS + "}(?![0-9])");

  /// Which of two spellings of one name is shown: one with large and small letters first.
  private static final Comparator<String> SPELLING =
      Comparator.comparingInt(Words::plainness).thenComparing(Comparator.naturalOrder());

  private Words() {}

  /// Small letters and digits with single blanks between them, without accents. Names of nothing
  /// but signs stay as they are.
  public static String folded(String text) {
    var folded = new StringBuilder(text.length());
    var plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
    for (int at = 0; at < plain.length(); ) {
      int letter = plain.codePointAt(at);
      at += Character.charCount(letter);
      append(folded, letter);
    }
    int end = folded.length();
    if (end > 0 && folded.charAt(end - 1) == ' ') {
      folded.setLength(end - 1);
    }
    return folded.isEmpty() ? text.strip().toLowerCase(Locale.ROOT) : folded.toString();
  }

  private static void append(StringBuilder folded, int letter) {
    int type = Character.getType(letter);
    if (Character.isLetterOrDigit(letter)) {
      folded.appendCodePoint(Character.toLowerCase(letter));
    } else if (letter == '&') {
      blank(folded);
      folded.append("and ");
    } else if (type != Character.NON_SPACING_MARK && letter != '\'' && letter != '’') {
      blank(folded);
    }
  }

  private static void blank(StringBuilder folded) {
    if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
      folded.append(' ');
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /// What a list is sorted by: without an article in front, and numbers by what they count.
  public static String sorted(String text) {
    var folded = folded(text);
    for (var article : new String[] {"the ", "a ", "an "}) {
      if (folded.startsWith(article) && folded.length() > article.length()) {
        return shortened(counted(folded.substring(article.length())));
      }
    }
    return shortened(counted(folded));
  }

  /// With zeros before short numbers: "demo 00010" comes behind "demo 00002".
  private static String counted(String text) {
    if (text.chars().noneMatch(sign -> sign >= '0' && sign <= '9')) {
      return text;
    }
    return NUMBER
        .matcher(text)
        .replaceAll(found -> "0".repeat(DIGITS - found.group().length()) + found.group());
  }

  private static String shortened(String text) {
    if (text.length() <= SORT_LENGTH_MAX) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(SORT_LENGTH_MAX - 1));
    return text.substring(0, splits ? SORT_LENGTH_MAX - 1 : SORT_LENGTH_MAX);
  }

  /// Whichever of two spellings is to be shown, in whatever order they come.
  public static String better(String one, String other) {
    return SPELLING.compare(one, other) <= 0 ? one : other;
  }

  private static int plainness(String text) {
    boolean hasSmall = text.chars().anyMatch(Character::isLowerCase);
    boolean hasLarge = text.chars().anyMatch(Character::isUpperCase);
    if (hasSmall && hasLarge) {
      return 0;
    }
    return hasLarge ? 1 : 2;
  }

  /// Whether it is a way to say that many artists are on an album.
  public static boolean isVarious(String artist) {
    return switch (folded(artist)) {
      case "various artists",
          "various",
          "va",
          "v a",
          "verschiedene interpreten",
          "verschiedene",
          "varios artistas",
          "varios",
          "artistes divers",
          "artisti vari",
          "aa vv",
          "compilations" ->
          true;
      default -> false;
    };
  }
}
