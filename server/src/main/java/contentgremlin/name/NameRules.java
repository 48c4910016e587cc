package contentgremlin.name;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an administrator adds to the rules by which names are cleaned: words that are dropped, and
/// patterns that are tried first. Immutable, so for any thread; [NoteWords], [EpisodeMark] and
/// [Marks] are the rules that always hold.
public final class NameRules {
  public static final NameRules DEFAULT = new NameRules("", "", null, List.of());

  /// What the rules that always hold are: it grows when names come to something else than before.
  public static final int VERSION = 1;

  /// Of each: a name is compared with all of them.
  private static final int WORDS_MAX = 100;

  private static final int WORD_LENGTH_MAX = 60;
  private static final int PATTERNS_MAX = 10;

  static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  /// Between patterns.
  private static final Pattern BETWEEN = Pattern.compile("\\s*(?:;;|[\\r\\n])\\s*");

  /// The rules that were asked for last: they change seldom, and are asked for all the time.
  private static volatile NameRules last = DEFAULT;

  private final String words;
  private final String patterns;
  private final @Nullable Pattern dropped;
  private final List<OwnPattern> own;

  private NameRules(
      String words, String patterns, @Nullable Pattern dropped, List<OwnPattern> own) {
    this.words = words;
    this.patterns = patterns;
    this.dropped = dropped;
    this.own = own;
  }

  /// @param words that are dropped from names, with commas between them
  /// @param patterns regular expressions with named groups, with ";;" or line breaks between them.
  ///   One that [#complaintOfPatterns] refuses is left out
  public static NameRules of(String words, String patterns) {
    var known = last;
    if (known.words.equals(words) && known.patterns.equals(patterns)) {
      return known;
    }
    var list = words(words);
    var own =
        patterns(patterns).stream()
            .filter(it -> PatternCheck.complaint(it).isEmpty())
            .limit(PATTERNS_MAX)
            .map(it -> Pattern.compile(it, FLAGS))
            .map(it -> new OwnPattern(it, it.namedGroups().keySet()))
            .toList();
    var rules = new NameRules(words, patterns, list.isEmpty() ? null : anyOf(list), own);
    last = rules;
    return rules;
  }

  private static Pattern anyOf(List<String> words) {
    var alternatives =
        words.stream()
            .limit(WORDS_MAX)
            .sorted((one, other) -> other.length() - one.length())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile("(?<![\\p{L}\\d])(?:" + alternatives + ")(?![\\p{L}\\d])", FLAGS);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private static List<String> patterns(String text) {
    return Arrays.stream(BETWEEN.split(text, -1)).filter(it -> !it.isBlank()).toList();
  }

  /// What is wrong with a list of words; the empty string if nothing is.
  public static String complaintOfWords(String text) {
    var words = words(text);
    if (words.size() > WORDS_MAX) {
      return "must have at most " + WORDS_MAX + " words";
    }
    for (var word : words) {
      boolean isWord =
          word.length() > 1
              && word.length() <= WORD_LENGTH_MAX
              && word.chars().anyMatch(Character::isLetterOrDigit);
      if (!isWord) {
        return "must have words of 2 to "
            + WORD_LENGTH_MAX
            + " characters with commas between them";
      }
    }
    return "";
  }

  /// What is wrong with a list of patterns; the empty string if nothing is.
  public static String complaintOfPatterns(String text) {
    var patterns = patterns(text);
    if (patterns.size() > PATTERNS_MAX) {
      return "must have at most " + PATTERNS_MAX + " patterns";
    }
    for (int at = 0; at < patterns.size(); at++) {
      var complaint = PatternCheck.complaint(patterns.get(at));
      if (!complaint.isEmpty()) {
        return patterns.size() == 1
            ? "has a pattern that " + complaint
            : "has a pattern (number " + (at + 1) + ") that " + complaint;
      }
    }
    return "";
  }

  /// Names these rules, so that it can be told whether a name was cleaned by them or others.
  public String mark() {
    return VERSION + "\n" + words + "\n" + patterns;
  }

  String dropWords(String name) {
    if (dropped == null) {
      return name;
    }
    var left = dropped.matcher(name).replaceAll("").strip();
    return Spelling.trimmed(left).isEmpty() ? name : left;
  }

  /// What own patterns make of a name, if one of them finds something.
  CleanName own(CleanName known, String stem, OwnPattern.Use use) {
    for (var pattern : own) {
      if (pattern.isFor(use)) {
        var found = pattern.find(known, stem, use);
        if (found != null) {
          return found;
        }
      }
    }
    return known;
  }
}
