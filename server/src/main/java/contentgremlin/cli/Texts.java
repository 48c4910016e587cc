package contentgremlin.cli;

import java.time.Duration;

/// Numbers as people read them.
final class Texts {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Texts() {}

  /// "1.4 GiB"
  static String bytes(long bytes) {
    double amount = (double) bytes;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return (unit == 0 ? "%.0f %s" : "%.1f %s").formatted(amount, UNITS[unit]);
  }

  /// "0:07", "1:02:03"
  static String duration(Duration duration) {
    var text = "%d:%02d".formatted(duration.toMinutesPart(), duration.toSecondsPart());
    return duration.toHours() == 0
        ? text
        : "%d:%02d:%02d"
            .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }

  /// Text of others on this terminal: without the letters that would steer it.
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\ufffd");
  }
}
