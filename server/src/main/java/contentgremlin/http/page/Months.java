package contentgremlin.http.page;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Months as people read them.
final class Months {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

  private Months() {}

  /// @param month "2024-07"
  static String name(String month) {
    try {
      return NAME.format(YearMonth.parse(month));
    } catch (DateTimeException _) {
      return month;
    }
  }
}
