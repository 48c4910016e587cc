package contentgremlin.name;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Whether an administrator's regular expression may be used: it must say what it finds, and must
/// come to an end on every name.
final class PatternCheck {
  /// In UTF-16 units.
  static final int LENGTH_MAX = 300;

  /// Names on which patterns that try too many ways do so.
  private static final List<String> TRIALS =
      List.of(
          "a".repeat(Spelling.LENGTH_MAX - 1) + "!",
          "1".repeat(Spelling.LENGTH_MAX - 1) + "!",
          " ".repeat(Spelling.LENGTH_MAX - 1) + "!",
          "a ".repeat(Spelling.LENGTH_MAX / 2) + "!",
          "a.".repeat(Spelling.LENGTH_MAX / 2) + "!",
          "aA1 -_".repeat(Spelling.LENGTH_MAX / 6) + "!",
          "Some Show - S01E02 - Title of the Episode [1080p] ".repeat(5),
          "Some.Film.Name.1999.1080p.BluRay.x264-GRP.".repeat(6));

  private static final int LETTERS_MAX = 40;
  private static final int REPEATED = 100;

  private PatternCheck() {}

  /// @return the empty string if it may be used, else what is wrong with it
  static String complaint(String text) {
    if (text.length() > LENGTH_MAX) {
      return "has more than " + LENGTH_MAX + " characters";
    }
    try {
      return complaint(Pattern.compile(text, NameRules.FLAGS), text);
    } catch (PatternSyntaxException e) {
      int at = e.getIndex();
      return "is no regular expression: " + e.getDescription() + (at < 0 ? "" : " at " + at);
    } catch (StackOverflowError _) {
      return "is nested too deeply";
    }
  }

  private static String complaint(Pattern pattern, String text) {
    var groups = pattern.namedGroups().keySet();
    for (var group : groups) {
      boolean isKnown =
          OwnPattern.COMMON_GROUPS.contains(group)
              || OwnPattern.VIDEO_GROUPS.contains(group)
              || OwnPattern.AUDIO_GROUPS.contains(group);
      if (!isKnown) {
        return "has a group of a name that means nothing here: " + group;
      }
    }
    boolean says = groups.stream().anyMatch(it -> !it.equals("group") && !it.equals("edition"));
    if (!says) {
      return "has no named group like (?<title>…), (?<episode>…) or (?<track>…)";
    }
    if (mixes(groups)) {
      return "looks for an episode and a song at once";
    }
    var shape = shape(text);
    return shape.isEmpty() ? trial(pattern) : shape;
  }

  private static boolean mixes(java.util.Set<String> groups) {
    return OwnPattern.VIDEO_GROUPS.stream().anyMatch(groups::contains)
        && OwnPattern.AUDIO_GROUPS.stream().anyMatch(groups::contains);
  }

  /// Steps are counted where letters are looked at. What can go in circles without looking at one
  /// is refused here: parts that match nothing at all, and are repeated or have alternatives.
  private static String shape(String text) {
    if (text.contains("\\Q") || text.matches("(?s).*\\(\\?[a-zA-Z-]*x.*")) {
      return "must not use \\Q or the flag x";
    }
    var open = new ArrayDeque<Integer>();
    int at = 0;
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '\\' -> at++;
        case '[' -> at = endOfClass(text, at);
        case '(' -> open.push(at);
        case ')' -> {
          int start = open.isEmpty() ? at : open.pop();
          if (start < at && isEndless(text, start, at)) {
            return "repeats a part that repeats something itself, or that may match nothing: "
                + text.substring(start, at + 1);
          }
        }
        default -> {}
      }
      at++;
    }
    return "";
  }

  private static int endOfClass(String text, int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '\\' -> at++;
        case '[' -> depth++;
        case ']' -> {
          depth--;
          if (depth == 0) {
            return at;
          }
        }
        default -> {}
      }
    }
    return text.length();
  }

  private static boolean isEndless(String text, int open, int close) {
    boolean isRepeated = close + 1 < text.length() && "*+{".indexOf(text.charAt(close + 1)) >= 0;
    var body =
        text.substring(open + 1, close).replaceFirst("^\\?(?:<?[=!]|[a-zA-Z-]*:|>|<\\w+>)", "");
    if (!isRepeated && body.indexOf('|') < 0) {
      return false;
    }
    if (isRepeated && repeats(body)) {
      return true;
    }
    try {
      return Pattern.compile(body, NameRules.FLAGS).matcher(new BoundedText("")).matches();
    } catch (PatternSyntaxException _) {
      return true; // refers to a group outside
    }
  }

  private static boolean repeats(String body) {
    for (int at = 0; at < body.length(); at++) {
      switch (body.charAt(at)) {
        case '\\' -> at++;
        case '[' -> at = endOfClass(body, at);
        case '*', '+', '{' -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  /// The names above, and long ones of the letters that the pattern itself has.
  private static List<String> trials(Pattern pattern) {
    var trials = new ArrayList<>(TRIALS);
    pattern
        .pattern()
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .distinct()
        .limit(LETTERS_MAX)
        .forEach(letter -> trials.add(Character.toString(letter).repeat(REPEATED) + "!"));
    return trials;
  }

  private static String trial(Pattern pattern) {
    for (var name : trials(pattern)) {
      try {
        var found = pattern.matcher(new BoundedText(Spelling.cut(name))).find();
        if (found && name.endsWith("!") && pattern.matcher("").find()) {
          return "matches everything";
        }
      } catch (BoundedText.Exceeded | StackOverflowError _) {
        return "tries too many ways on long names: repeat less within what is repeated";
      }
    }
    return "";
  }
}
