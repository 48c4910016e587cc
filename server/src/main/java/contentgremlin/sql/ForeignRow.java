package contentgremlin.sql;

import contentgremlin.extension.ForeignDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A row of somebody else's table: what is in a column, if there is such a column, and anything
/// that it may be. SQLite keeps any value in any column.
record ForeignRow(Map<String, String> values) implements ForeignDatabase.Row {
  /// Longer texts are cut; nothing that we keep is longer.
  private static final int TEXT_LENGTH_MAX = 1 << 20;

  private static final Pattern ZONE = Pattern.compile("(Z|[+-][0-9]{2}(:?[0-9]{2})?)$");

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

  /// How much memory it takes, in characters.
  long length() {
    return values.values().stream().mapToLong(String::length).sum();
  }

  @Override
  public String text(String column) {
    return values.getOrDefault(column, "");
  }

  @Override
  public OptionalLong number(String column) {
    try {
      var text = values.get(column);
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /// SQLite writes truths as 1, PostgreSQL as t.
  @Override
  public boolean flag(String column) {
    var text = text(column);
    return text.equals("1") || text.equals("t") || text.equalsIgnoreCase("true");
  }

  @Override
  public Optional<Instant> time(String column) {
    var text = text(column).strip().replace(' ', 'T');
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int clock = text.indexOf('T') + 1;
    var zone = ZONE.matcher(text).region(Math.max(0, clock), text.length());
    try {
      boolean isZoned = clock > 0 && zone.find();
      var offset = isZoned ? ZoneOffset.of(zone.group()) : ZoneOffset.UTC;
      var local = isZoned ? text.substring(0, zone.start()) : text;
      return Optional.of(
          LocalDateTime.parse(clock > 0 ? local : local + "T00:00:00").toInstant(offset));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
