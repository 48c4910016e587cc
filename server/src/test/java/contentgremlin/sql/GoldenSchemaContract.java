package contentgremlin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Source;
import contentgremlin.job.JobQuery;
import contentgremlin.store.Database;
import contentgremlin.vault.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A home that the program of an older schema filled becomes one of the newest schema with
/// everything still there. `golden/schema-<n>.sqlite` was left by the real server of that time,
/// killed while it worked: a film, a song, pictures, a document, something that failed, something
/// in the trash, people, a token, a half upload.
abstract class GoldenSchemaContract {
  /// Columns that a later schema has no use for, by table.
  private static final Map<String, Set<String>> GIVEN_UP = Map.of("library", Set.of("scan_after"));

  /// Each row as text, by table.
  private record Contents(Map<String, List<String>> columns, Map<String, List<List<String>>> rows) {
    List<List<String>> of(String table) {
      return Objects.requireNonNull(rows.get(table));
    }
  }

  @TempDir Path folder;

  /// Makes a database of the old schema that holds these rows.
  abstract void fill(Path golden) throws Exception;

  /// Opens what was filled, as the program would.
  abstract Database open();

  /// Of what was filled and opened.
  abstract Connection connect() throws SQLException;

  @Test
  void everything_of_schema_1_is_still_there() throws Exception {
    var golden = golden(1);
    var before = contents(golden);
    fill(golden);

    try (var database = open()) {
      var after = new Contents(before.columns(), contents(connect(), before.columns()));
      // An upload that an item still needs is a stored file since schema 2.
      var added =
          after.of("stored_file").stream()
              .filter(row -> !before.of("stored_file").contains(row))
              .toList();
      after.of("stored_file").removeAll(added);

      assertThat(after.rows()).containsAllEntriesOf(before.rows());
      assertThat(added)
          .singleElement()
          .satisfies(row ->
              assertThat(row.getFirst()).matches("incoming/r9q6c4rw8dn33ek19aj3tep84m/data"));
      assertThat(database.<Integer>read(tables -> tables.instance().schemaVersion()))
          .isEqualTo(Schema.NEWEST);
    }
  }

  @Test
  void everything_of_schema_2_is_still_there() throws Exception {
    var golden = golden(2);
    var before = contents(golden);
    fill(golden);

    try (var database = open()) {
      var after = contents(connect(), before.columns());

      assertThat(after).containsAllEntriesOf(before.rows());
      assertThat(database.<Integer>read(tables -> tables.instance().schemaVersion()))
          .isEqualTo(Schema.NEWEST);
      assertThat(item(database, "y05xxq5zgzm6s").title()).isEqualTo("long");
      assertThat(database.<Long>read(tables -> tables.alerts().countStanding())).isOne();
      assertThat(database.<Integer>read(tables -> tables.libraries().all().size())).isZero();
      assertThat(database.check()).isEmpty();
    }
  }

  @Test
  void everything_of_schema_3_is_still_there() throws Exception {
    var golden = golden(3);
    var before = contents(golden);
    fill(golden);

    try (var database = open()) {
      var after = contents(connect(), before.columns());

      assertThat(after).containsAllEntriesOf(before.rows());
      assertThat(database.<Integer>read(tables -> tables.instance().schemaVersion()))
          .isEqualTo(Schema.NEWEST);
      assertThat(item(database, "6w0kjf7z9s5yg").title()).isEqualTo("Pilot");
      assertThat(item(database, "1ey7ngm9fyx1f").state()).isInstanceOf(Item.State.Offline.class);
      assertThat(database.<Integer>read(tables -> tables.libraries().all().size())).isEqualTo(3);
      assertThat(database.<Long>read(tables -> tables.enrichment().countDue())).isZero();
      assertThat(database.check()).isEmpty();
    }
  }

  @Test
  void the_stores_read_what_schema_1_had() throws Exception {
    fill(golden(1));

    try (var database = open()) {
      var film = new ItemId("4trpa0v3f0k79");
      var renditions = database.read(tables -> tables.items().renditions(film));
      var files = database.read(tables -> tables.files().list(null, 1_000));
      var jobs = database.read(tables -> tables.jobs().list(new JobQuery("open", null, null, 9)));
      var failed = item(database, "j09emy0r3nfxp");
      var upload = ((Source.Owned) failed.source()).upload();
      var incoming = database.read(tables -> tables.files().find("incoming/" + upload + "/data"));
      var coverage = database.read(tables -> tables.files().coverage(StoredFile.NEVER));

      assertThat(renditions).hasSize(3).allSatisfy(it -> assertThat(it.files()).isNotEmpty());
      assertThat(files).hasSize(211);
      assertThat(jobs)
          .hasSize(4)
          .anySatisfy(job -> assertThat(job.state().word()).isEqualTo("running"));
      assertThat(item(database, "zys1skwyxejff").isTrashed()).isTrue();
      assertThat(incoming).map(StoredFile::verified).contains(StoredFile.NEVER);
      assertThat(coverage.filesDamaged()).isZero();
      assertThat(database.check()).isEmpty();
    }
  }

  private static Item item(Database database, String id) {
    return database.read(tables -> tables.items().find(new ItemId(id))).orElseThrow();
  }

  private Path golden(int schema) throws IOException {
    var copy = folder.resolve("golden.sqlite");
    try (var file = getClass().getResourceAsStream("/golden/schema-" + schema + ".sqlite")) {
      Files.copy(Objects.requireNonNull(file), copy);
    }
    return copy;
  }

  static Connection openFile(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /// Of all tables but the search index, which each database keeps in its own way.
  private static Contents contents(Path golden) throws SQLException {
    var columns = new LinkedHashMap<String, List<String>>();
    try (var connection = openFile(golden);
        var statement = connection.createStatement();
        var tables =
            statement.executeQuery(
                """
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'
                """)) {
      while (tables.next()) {
        var kept = columns(connection, tables.getString(1));
        kept.removeAll(GIVEN_UP.getOrDefault(tables.getString(1), Set.of()));
        columns.put(tables.getString(1), kept);
      }
    }
    columns.remove("schema_version");
    return new Contents(columns, contents(openFile(golden), columns));
  }

  static List<String> columns(Connection connection, String table) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM " + table)) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        names.add(rows.getMetaData().getColumnName(i));
      }
    }
    return names;
  }

  private static Map<String, List<List<String>>> contents(
      Connection connection, Map<String, List<String>> columns) throws SQLException {
    var contents = new LinkedHashMap<String, List<List<String>>>();
    try (connection) {
      for (var table : columns.keySet()) {
        contents.put(table, rows(connection, table, Objects.requireNonNull(columns.get(table))));
      }
    }
    return contents;
  }

  private static List<List<String>> rows(Connection connection, String table, List<String> columns)
      throws SQLException {
    var sql = "SELECT " + String.join(", ", columns) + " FROM " + table;
    var found = new ArrayList<List<String>>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns.size(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(row);
      }
    }
    found.sort(Comparator.comparing(List::toString));
    return found;
  }
}
