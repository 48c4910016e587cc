package contentgremlin.sql;

import contentgremlin.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

  private static final List<String> TABLES_OF_SCHEMA_2 =
      List.of("alert", "verification", "sweep_count", "unreferenced_file", "content_look");

  /// Items refer to these.
  private static final List<String> FIRST_OF_SCHEMA_3 = List.of("library", "folder");

  private static final List<String> OTHERS_OF_SCHEMA_3 =
      List.of("entry", "shelf", "standing", "artist", "shelf_artist", "heading", "shelf_genre");

  private final String url = TestPostgres.create();

  @Override
  void fill(Path golden) throws Exception {
    try (var to = new Session(connect(), Dialect.POSTGRESQL);
        var from = openFile(golden)) {
      to.connection().setAutoCommit(false);
      int schema = schema(from);
      Schema.OURS.upTo(schema).apply(to, "golden", Instant.EPOCH);
      to.execute("DELETE FROM counter"); // it begins with a row
      copy(from, to.connection(), "counter");
      for (var table : tables(schema)) {
        copy(from, to.connection(), table);
      }
      to.connection().commit();
    }
  }

  private static List<String> tables(int schema) {
    var tables = new ArrayList<String>();
    if (schema > 2) {
      tables.addAll(FIRST_OF_SCHEMA_3);
    }
    tables.addAll(TABLES);
    if (schema > 1) {
      tables.addAll(TABLES_OF_SCHEMA_2);
    }
    if (schema > 2) {
      tables.addAll(OTHERS_OF_SCHEMA_3);
    }
    return tables;
  }

  private static int schema(Connection golden) throws SQLException {
    try (var statement = golden.createStatement();
        var rows = statement.executeQuery("SELECT max(version) FROM schema_version")) {
      rows.next();
      return rows.getInt(1);
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
