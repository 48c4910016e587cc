package contentgremlin.grab;

import contentgremlin.name.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// How much alike two names are, from 0 to 1, however they are spelled.
final class Likeness {
  /// Less is none at all.
  private static final double LEAST = 0.5;

  /// Names that differ in what was put in brackets behind them.
  private static final double BARE = 0.95;

  /// "Part 1" and "Part 2" look alike, and are not.
  private static final double OTHER_NUMBERS = 0.6;

  private static final int LENGTH_MAX = 200;
  private static final Pattern BRACKETS =
      Pattern.compile(
          "(?i)\\s*[(\\[][^)\\]]{0,80}[)\\]]\\s*|\\s+-\\s+[^-]{0,40}remaster[^-]{0,20}\\z");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}|\\b[ivx]{1,5}\\b");
  private static final Pattern AND =
      Pattern.compile(
          "\\s*(?:;|,|&|\\+|/|\\bfeat\\.|\\bft\\.|\\bfeaturing\\b|\\band\\b|\\bx\\b)\\s*");

  private Likeness() {}

  /// Of titles; what stands in brackets counts little.
  static double titles(String one, String other) {
    String first = cut(one);
    String second = cut(other);
    return Math.max(plain(first, second), BARE * plain(bare(first), bare(second)));
  }

  /// Of people and bands; one of several is nearly as good as all.
  static double people(String one, String other) {
    double best = plain(one, other);
    for (var first : split(one)) {
      for (var second : split(other)) {
        best = Math.max(best, BARE * plain(first, second));
      }
    }
    return best;
  }

  /// Without what stands in brackets; whole if nothing else is left.
  static String bare(String title) {
    String bare = BRACKETS.matcher(title).replaceAll(" ").strip();
    return bare.isEmpty() ? title : bare;
  }

  /// Each of several people in one text.
  static List<String> split(String people) {
    return AND.splitAsStream(cut(people)).filter(name -> !name.isEmpty()).limit(20).toList();
  }

  private static double plain(String one, String other) {
    String first = Words.folded(cut(one));
    String second = Words.folded(cut(other));
    if (first.isEmpty() || second.isEmpty()) {
      return 0;
    }
    if (first.equals(second) || first.replace(" ", "").equals(second.replace(" ", ""))) {
      return 1;
    }
    double alike = Math.max(words(first, second), letters(first, second));
    double same = numbers(first).equals(numbers(second)) ? alike : alike * OTHER_NUMBERS;
    return same < LEAST ? 0 : same;
  }

  /// How many of all their words they have in common.
  private static double words(String first, String second) {
    var words = new HashMap<String, Integer>();
    var mine = first.split(" ", -1);
    var theirs = second.split(" ", -1);
    for (var word : mine) {
      words.merge(word, 1, Integer::sum);
    }
    int common = 0;
    for (var word : theirs) {
      if (words.merge(word, -1, Integer::sum) >= 0) {
        common++;
      }
    }
    return 2.0 * common / (mine.length + theirs.length);
  }

  /// How many letters need not be changed (Levenshtein's distance).
  private static double letters(String first, String second) {
    int[] row = new int[second.length() + 1];
    for (int column = 0; column <= second.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= first.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= second.length(); column++) {
        int change = diagonal + (first.charAt(line - 1) == second.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(change, Math.min(row[column], row[column - 1]) + 1);
      }
    }
    return 1 - (double) row[second.length()] / Math.max(first.length(), second.length());
  }

  private static Set<String> numbers(String folded) {
    var numbers = new TreeSet<String>();
    var found = NUMBER.matcher(folded);
    while (found.find()) {
      numbers.add(found.group().replaceFirst("\\A0+(?=.)", ""));
    }
    return numbers;
  }

  private static String cut(String text) {
    return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
  }
}
