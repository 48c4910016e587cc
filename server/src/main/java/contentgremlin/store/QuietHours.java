package contentgremlin.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/// A part of each day; it may go over midnight.
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

  public boolean holds(Instant now, ZoneId zone) {
    var clock = LocalTime.ofInstant(now, zone);
    return from.isBefore(to)
        ? !clock.isBefore(from) && clock.isBefore(to)
        : from.isAfter(to) && (!clock.isBefore(from) || clock.isBefore(to));
  }
}
