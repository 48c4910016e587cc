package contentgremlin.http.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers, times and texts as people read them.
public final class Texts {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB", "EB");
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:!?)]");

  private Texts() {}

  /// "1.4 GB": thousands, as disks and networks are sold.
  public static String bytes(long size) {
    double value = size;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    var pattern = unit == 0 || value >= 99.5 ? "%.0f %s" : "%.1f %s";
    return pattern.formatted(value, UNITS.get(unit));
  }

  /// "4:05", "1:02:03"; empty for nothing.
  public static String clock(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (duration.isZero()) {
      return "";
    }
    return seconds >= 3600
        ? "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
        : "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  /// "3 minutes", "2 hours": roughly.
  public static String roughly(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return count(Math.max(1, seconds), "second");
    }
    if (seconds < 3600) {
      return count(Math.ceilDiv(seconds, 60), "minute");
    }
    return seconds < 172_800
        ? count(Math.ceilDiv(seconds, 3600), "hour")
        : count(Math.ceilDiv(seconds, 86_400), "day");
  }

  public static String count(long number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun + "s";
  }

  public static String day(Instant time) {
    return DAY.format(time);
  }

  public static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /// "Video", for a heading or a chip.
  public static String capital(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// "episode 3" of "Episode 3", for the middle of a line.
  static String small(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }

  /// For one part of an address's path, or a value of its query.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Whether the server takes it, encoded, as a part of a path: what could be decoded twice, or as
  /// more than one part, it refuses.
  static boolean isPathPart(String text) {
    return text.chars().noneMatch(c -> c == '/' || c == '\\' || c == '%' || c < ' ' || c == 0x7f);
  }

  /// Where a tag's listing is. An encoded slash is no part of a path for the server, so that tags
  /// with one stand in the query.
  public static String tagAddress(String tag) {
    return isPathPart(tag) && !tag.equals(".") && !tag.equals("..")
        ? "/tags/" + encoded(tag)
        : "/tags?name=" + encoded(tag);
  }

  /// A stretch of what a person wrote.
  ///
  /// @param address where it links to, or null for plain text
  public record Stretch(String text, @Nullable String address) {}

  /// Finds the addresses in a text, so that a page can link them.
  public static List<Stretch> linked(String text) {
    var stretches = new ArrayList<Stretch>();
    var matcher = ADDRESS.matcher(text);
    int from = 0;
    while (matcher.find()) {
      if (matcher.start() > from) {
        stretches.add(new Stretch(text.substring(from, matcher.start()), null));
      }
      stretches.add(new Stretch(matcher.group(), matcher.group()));
      from = matcher.end();
    }
    if (from < text.length()) {
      stretches.add(new Stretch(text.substring(from), null));
    }
    return stretches;
  }
}
