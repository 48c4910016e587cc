package contentgremlin.sql;

import contentgremlin.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

class PostgresGoldenSchemaTest extends GoldenSchemaContract {
  /// Those that others refer to come first.
  private static final List<String> TABLES =
      List.of(
          "instance",
          "setting",
          "account",
          "account_name",
          "account_secret",
          "item",
          "item_tag",
          "tag",
          "metadata",
          "upload",
          "job",
          "turn",
          "rendition",
          "stored_file",
          "event");

  private final String url = TestPostgres.create();

  @Override
  void fill(Path golden) throws Exception {
    try (var to = new Session(connect(), Dialect.POSTGRESQL);
        var from = openFile(golden)) {
      to.connection().setAutoCommit(false);
      Schema.OURS.upTo(1).apply(to, "golden", Instant.EPOCH);
      for (var table : TABLES) {
        copy(from, to.connection(), table);
      }
      to.connection().commit();
    }
  }

  private static void copy(Connection from, Connection to, String table) throws SQLException {
    var columns = columns(from, table);
    var places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    var insert =
        "INSERT INTO %s (%s) VALUES (%s)".formatted(table, String.join(", ", columns), places);
    try (var read = from.createStatement();
        var rows = read.executeQuery("SELECT * FROM " + table);
        var write = to.prepareStatement(insert)) {
      while (rows.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          write.setObject(i, rows.getObject(i));
        }
        write.addBatch();
      }
      write.executeBatch();
    }
  }

  @Override
  Database open() {
    return PostgresDatabase.open(url, "test", InstantSource.system());
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }
}
