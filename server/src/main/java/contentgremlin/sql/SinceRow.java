package contentgremlin.sql;

import contentgremlin.upgrade.Since;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Reads what came since an upgrade.
final class SinceRow {
  private SinceRow() {}

  /// @param row id, title, source_upload, source_digest, source_name, and the path of the original
  static Since read(ResultSet row) throws SQLException {
    var upload = row.getString("source_upload");
    var digest = row.getString("source_digest");
    return new Since(
        row.getString("id"),
        row.getString("title"),
        upload != null && !upload.isEmpty()
            ? "incoming/" + upload + "/data"
            : digest == null ? null : row.getString("path"),
        row.getString("source_name"));
  }
}
