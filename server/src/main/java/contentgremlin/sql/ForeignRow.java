package contentgremlin.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of somebody else's table: what is in a column, if there is such a column, and anything
/// that it may be. SQLite keeps any value in any column.
record ForeignRow(Map<String, String> values) {
  /// Longer texts are cut; nothing that we keep is longer.
  private static final int TEXT_LENGTH_MAX = 1 << 20;

  static ForeignRow of(ResultSet row) throws SQLException {
    var columns = row.getMetaData();
    var values = new HashMap<String, String>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      var value = row.getString(i);
      if (value != null) {
        values.putIfAbsent(
            columns.getColumnLabel(i).toLowerCase(Locale.ROOT),
            value.length() > TEXT_LENGTH_MAX ? value.substring(0, TEXT_LENGTH_MAX) : value);
      }
    }
    return new ForeignRow(values);
  }

  /// The empty string if there is nothing.
  String text(String column) {
    return values.getOrDefault(column, "");
  }

  @Nullable Long number(String column) {
    try {
      var text = values.get(column);
      return text == null ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException _) {
      return null;
    }
  }

  long number(String column, long otherwise) {
    var number = number(column);
    return number == null ? otherwise : number;
  }

  /// SQLite writes truths as 1, PostgreSQL as t.
  boolean flag(String column) {
    var text = text(column);
    return text.equals("1") || text.equals("t") || text.equalsIgnoreCase("true");
  }

  /// Times there are those of UTC, without saying so.
  @Nullable Instant time(String column) {
    var text = text(column).strip().replace(' ', 'T');
    if (text.isEmpty()) {
      return null;
    }
    try {
      var local = text.replaceFirst("(Z|[+]00(:?00)?)$", "");
      var time = local.indexOf('T') < 0 ? local + "T00:00:00" : local;
      return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      return null;
    }
  }
}
