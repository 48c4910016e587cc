package contentgremlin.library;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words of a song, line by line; where they say so, with the times at which they are sung.
///
/// Times are written as in LRC files: "[01:02.34] a line", several times before a line that is sung
/// more than once, times of single words in "<>", and "[offset:+250]" in milliseconds, by which all
/// is shown earlier.
///
/// @param isTimed whether lines have times; those are in their order then
public record Lyrics(boolean isTimed, List<Line> lines) {
  /// No song has more.
  private static final int LINES_MAX = 2_000;

  private static final int LINE_LENGTH_MAX = 1_000;

  private static final Pattern TIME =
      Pattern.compile("\\[(\\d{1,3}):(\\d{1,2})(?:[.:](\\d{1,3}))?\\]\\s*");

  /// "[ar:Nina Simone]"
  private static final Pattern FACT = Pattern.compile("\\[([a-zA-Z#]{1,12}):([^\\]]*)\\]\\s*");

  private static final Pattern WORD_TIME =
      Pattern.compile("<\\d{1,3}:\\d{1,2}(?:[.:]\\d{1,3})?>\\s?");

  public Lyrics {
    lines = List.copyOf(lines);
  }

  /// @param millis since the beginning; -1 if it has no time
  /// @param text empty between verses
  public record Line(long millis, String text) {}

  public boolean isEmpty() {
    return lines.stream().allMatch(line -> line.text().isEmpty());
  }

  /// Lines without a time are left out where others have one: they tell who wrote that file.
  public static Lyrics of(String text) {
    var timed = new ArrayList<Line>();
    var plain = new ArrayList<Line>();
    long offset = 0;
    for (var line : (Iterable<String>) text.lines().limit(LINES_MAX)::iterator) {
      var times = new ArrayList<Long>();
      var rest = withoutTimes(line.strip(), times);
      var fact = FACT.matcher(rest);
      if (times.isEmpty() && fact.matches()) {
        offset = fact.group(1).equalsIgnoreCase("offset") ? number(fact.group(2)) : offset;
        continue;
      }
      var words = cut(WORD_TIME.matcher(rest).replaceAll("").strip());
      times.stream().limit(LINES_MAX - timed.size()).forEach(at -> timed.add(new Line(at, words)));
      plain.add(new Line(-1, words));
    }
    return timed.isEmpty() ? new Lyrics(false, trimmed(plain)) : sorted(timed, offset);
  }

  private static String withoutTimes(String line, List<Long> times) {
    var time = TIME.matcher(line);
    int at = 0;
    while (time.region(at, line.length()).lookingAt()) {
      times.add(millis(time.group(1), time.group(2), time.group(3)));
      at = time.end();
    }
    return line.substring(at);
  }

  private static long millis(String minutes, String seconds, @Nullable String part) {
    var fraction = part == null ? "000" : (part + "00").substring(0, 3);
    return 60_000 * Long.parseLong(minutes)
        + 1_000 * Long.parseLong(seconds)
        + Long.parseLong(fraction);
  }

  private static long number(String text) {
    var plain = text.strip();
    return plain.matches("[+-]?\\d{1,6}") ? Long.parseLong(plain) : 0;
  }

  private static String cut(String words) {
    return words.length() <= LINE_LENGTH_MAX ? words : words.substring(0, LINE_LENGTH_MAX);
  }

  private static Lyrics sorted(List<Line> timed, long offset) {
    return new Lyrics(
        true,
        timed.stream()
            .map(line -> new Line(Math.max(0, line.millis() - offset), line.text()))
            .sorted(Comparator.comparingLong(Line::millis))
            .toList());
  }

  /// Without empty lines around it, and with one at most between two verses.
  private static List<Line> trimmed(List<Line> lines) {
    var kept = new ArrayList<Line>();
    for (var line : lines) {
      boolean isBreak = line.text().isEmpty();
      if (!isBreak || (!kept.isEmpty() && !kept.getLast().text().isEmpty())) {
        kept.add(line);
      }
    }
    if (!kept.isEmpty() && kept.getLast().text().isEmpty()) {
      kept.removeLast();
    }
    return kept;
  }
}
