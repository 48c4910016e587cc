package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Reads columns as our own types. Those called `find…` may be null.
final class Columns {
  private Columns() {}

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant findInstant(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(value);
  }

  static String text(ResultSet row, String column) throws SQLException {
    var value = row.getString(column);
    return value == null ? "" : value;
  }

  static @Nullable ItemId findItem(ResultSet row, String column) throws SQLException {
    var value = row.getString(column);
    return value == null ? null : new ItemId(value);
  }

  static @Nullable AccountId findAccount(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : new AccountId(value);
  }

  static @Nullable Long value(@Nullable AccountId account) {
    return account == null ? null : account.value();
  }

  static @Nullable String value(@Nullable ItemId item) {
    return item == null ? null : item.value();
  }

  /// The time as it will be read again.
  static Instant stored(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
