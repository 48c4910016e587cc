package contentgremlin.engine.upload;

import java.util.Arrays;
import java.util.List;

/// Makes names, titles and the like harmless to show: they come from strangers and are only ever
/// text. What reorders or hides text is taken out, length is bounded.
public final class UploadText {
  public static final int NAME_LENGTH_MAX = 255;
  public static final int DESCRIPTION_LENGTH_MAX = 20_000;
  public static final int TAG_LENGTH_MAX = 64;
  public static final int TAGS_MAX = 50;

  /// "tar.gz" is an extension too, "2024 holiday in St. Ives" has none.
  private static final int EXTENSION_LENGTH_MAX = 5;

  private UploadText() {}

  /// One line, without control and direction characters, at most `lengthMax` UTF-16 units.
  public static String line(String text, int lengthMax) {
    return cut(strip(text, false).replaceAll("\\s+", " ").strip(), lengthMax);
  }

  /// Like [#line], but line breaks stay.
  public static String lines(String text, int lengthMax) {
    return cut(strip(text.replace("\r\n", "\n").replace('\r', '\n'), true).strip(), lengthMax);
  }

  /// Comma separated tags: each a line, none twice.
  public static List<String> tags(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(tag -> line(tag, TAG_LENGTH_MAX))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(TAGS_MAX)
        .toList();
  }

  /// The file's name without its extension; never empty.
  public static String titleFrom(String fileName, int lengthMax) {
    var name = line(fileName, fileName.length());
    int dot = name.lastIndexOf('.');
    boolean isExtension =
        dot > 0
            && dot < name.length() - 1
            && dot >= name.length() - 1 - EXTENSION_LENGTH_MAX
            && name.substring(dot + 1).chars().allMatch(UploadText::isLetterOrDigit);
    var title = cut(isExtension ? name.substring(0, dot).strip() : name, lengthMax);
    return title.isEmpty() ? "Untitled" : title;
  }

  private static boolean isLetterOrDigit(int character) {
    return character < 128 && Character.isLetterOrDigit(character);
  }

  private static String strip(String text, boolean keepsLines) {
    var kept = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> keepsLines && point == '\n' ? point : spaceForControl(point))
        .filter(point -> !isHarmful(point))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// A tab or line break in a name parts words, so a space takes its place.
  private static int spaceForControl(int point) {
    return point == '\t' || point == '\n' || point == '\r' ? ' ' : point;
  }

  /// Controls, lone surrogates, and Unicode's direction controls (UAX #9): with them a name could
  /// show as another. Joiners stay: scripts need them.
  private static boolean isHarmful(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point != '\n';
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default ->
          point == 0x061C
              || point == 0x200E
              || point == 0x200F
              || (point >= 0x202A && point <= 0x202E)
              || (point >= 0x2066 && point <= 0x2069)
              || point == 0xFEFF;
    };
  }

  private static String cut(String text, int lengthMax) {
    if (text.length() <= lengthMax) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(lengthMax - 1));
    return text.substring(0, splitsPair ? lengthMax - 1 : lengthMax).strip();
  }
}
