package contentgremlin.engine.enrich;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// How long somebody wants to be left alone (RFC 9110, section 10.2.3).
final class RetryAfter {
  static final Duration LONGEST = Duration.ofDays(1);
  private static final int DIGITS_MAX = 9;

  private RetryAfter() {}

  /// @param text seconds, or a date
  /// @return zero if it says nothing that makes sense; never longer than a day
  static Duration of(String text, Instant now) {
    var wait = parsed(text.strip(), now);
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Duration parsed(String text, Instant now) {
    if (!text.isEmpty() && text.chars().allMatch(it -> it >= '0' && it <= '9')) {
      return text.length() > DIGITS_MAX ? LONGEST : Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Duration.between(now, date.toInstant());
    } catch (DateTimeException _) {
      return Duration.ZERO;
    }
  }
}
