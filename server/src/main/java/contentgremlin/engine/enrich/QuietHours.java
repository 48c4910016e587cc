package contentgremlin.engine.enrich;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/// A part of each day, by the clock of the machine; it may go over midnight.
///
/// @param from equal to `to`: there is none
public record QuietHours(LocalTime from, LocalTime to) {
  private static final QuietHours NONE = new QuietHours(LocalTime.MIN, LocalTime.MIN);

  /// @param text "22:00-07:30", or "none"
  public static QuietHours of(String text) {
    var parts = text.split("-", 2);
    try {
      return parts.length < 2
          ? NONE
          : new QuietHours(LocalTime.parse(parts[0].strip()), LocalTime.parse(parts[1].strip()));
    } catch (DateTimeException _) {
      return NONE;
    }
  }

  boolean holds(Instant now) {
    var clock = LocalTime.ofInstant(now, ZoneId.systemDefault());
    return from.isBefore(to)
        ? !clock.isBefore(from) && clock.isBefore(to)
        : from.isAfter(to) && (!clock.isBefore(from) || clock.isBefore(to));
  }
}
