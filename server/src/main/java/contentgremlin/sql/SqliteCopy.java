package contentgremlin.sql;

import contentgremlin.store.Changes;
import contentgremlin.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;

/// Makes a database of the newest schema beside one that is in use, and then keeps it in step.
///
/// First everything is copied as it is at one moment, page by page, and its schema brought up to
/// date. Then rows that changed since are carried over one by one, as often as needed: their number
/// alone decides how long that takes.
final class SqliteCopy {
  private final Path old;
  private final Path copy;
  private final Schema schema;

  SqliteCopy(Path old, Path copy, Schema schema) {
    this.old = old;
    this.copy = copy;
    this.schema = schema;
  }

  /// Copies everything and checks the result. Slow; the old database may be written meanwhile.
  ///
  /// @param build of the program, for the record
  /// @return what is wrong with the copy; empty if it is sound
  List<String> make(String build, Instant now) {
    try (var from = SqliteLine.openReader(old)) {
      schema.refuseNewer(Schema.version(from)); // and begins to see one moment of it
      var counts = counts(from);
      backup(from);
      from.connection().rollback();
      return bringUpToDate(build, now, counts);
    } catch (SQLException e) {
      throw new StoreException("The database could not be copied: " + e.getMessage(), e);
    }
  }

  private void backup(Session from) throws SQLException {
    SqliteDatabase.createPrivate(copy);
    var database = from.connection().unwrap(SQLiteConnection.class).getDatabase();
    // In one step: other writers would make it start again between two.
    int code = database.backup("main", copy.toString(), (_, _) -> {}, 0, 0, -1);
    if (code != 0) {
      throw new SQLException("copying %s to %s ended with code %d".formatted(old, copy, code));
    }
  }

  private List<String> bringUpToDate(String build, Instant now, Map<String, Long> counts)
      throws SQLException {
    var line = SqliteLine.open(copy);
    try (var session = line.session()) {
      schema.apply(line.begin(), build, now);
      line.commit();
      var problems = new ArrayList<>(SqliteDatabase.check(session));
      counts.forEach((table, count) -> {
        long copied = count(session, table);
        if (copied < count) {
          problems.add("table %s has %d rows, not %d".formatted(table, copied, count));
        }
      });
      session.connection().rollback();
      return problems;
    }
  }

  /// How many rows each table has.
  private Map<String, Long> counts(Session session) {
    var counts = new LinkedHashMap<String, Long>();
    for (var table : ChangeNotes.tables(session)) {
      counts.put(table, count(session, table));
    }
    return counts;
  }

  private static long count(Session session, String table) {
    return session.number("SELECT count(*) FROM " + ChangeNotes.quoted(table));
  }

  /// Brings these rows to what they are in the old database now, and looks whether they are.
  ///
  /// @return what is wrong with the copy; empty if it is sound
  List<String> carry(Changes changes) {
    try {
      var line = SqliteLine.open(copy);
      try (var session = line.session()) {
        return carry(line, session, changes);
      }
    } catch (SQLException e) {
      throw new StoreException("The last changes could not be copied: " + e.getMessage(), e);
    }
  }

  private List<String> carry(SqliteLine line, Session session, Changes changes)
      throws SQLException {
    var connection = session.connection();
    connection.setAutoCommit(true);
    session.execute("PRAGMA foreign_keys = OFF"); // rows come in any order
    session.execute("ATTACH '%s' AS old".formatted(SqliteLine.uri(old, "mode=ro")));
    connection.setAutoCommit(false);
    var problems = new ArrayList<String>();
    var tables = new Carrying(session, schema);
    for (var table : inOrder(changes)) {
      problems.addAll(tables.carry(table, changes.keys().getOrDefault(table, Set.of())));
    }
    tables.carryNumbering();
    tables.fill();
    if (problems.isEmpty()) {
      line.commit();
    } else {
      line.rollback();
    }
    connection.setAutoCommit(true);
    session.execute("DETACH old");
    return problems;
  }

  /// The search index is made from the others.
  private static List<String> inOrder(Changes changes) {
    return changes.keys().keySet().stream()
        .sorted(Comparator.comparing((String table) -> table.equals(ChangeNotes.SEARCH)))
        .toList();
  }

  /// One run of carrying over, inside one transaction.
  private static final class Carrying {
    private final Session session;
    private final Schema schema;
    private final int oldVersion;

    Carrying(Session session, Schema schema) {
      this.session = session;
      this.schema = schema;
      this.oldVersion = (int) session.number("SELECT max(version) FROM old.schema_version");
    }

    List<String> carry(String table, Set<String> keys) {
      if (!exists(table)) {
        return List.of(); // the new schema has no place for it
      }
      var key = ChangeNotes.key(session, table);
      keep(table, key, keys);
      if (table.equals(ChangeNotes.SEARCH)) {
        refreshSearch();
        return List.of();
      }
      return replace(table);
    }

    private boolean exists(String table) {
      return session.exists("SELECT 1 FROM main.sqlite_schema WHERE name = ?", table);
    }

    /// Puts the keys into a table of their own, so that statements can speak of the rows.
    private void keep(String table, List<String> key, Set<String> keys) {
      var columns = IntStream.range(0, key.size()).mapToObj(i -> "k" + i).toList();
      session.execute(
          "CREATE TEMP TABLE IF NOT EXISTS %s (%s)"
              .formatted(changed(table), String.join(", ", columns)));
      session.execute("DELETE FROM temp." + changed(table));
      var values =
          IntStream.range(0, key.size())
              .mapToObj(i -> "json_extract(?, '$[" + i + "]')")
              .collect(Collectors.joining(", "));
      for (var one : keys) {
        var arguments = IntStream.range(0, key.size()).mapToObj(_ -> one).toArray();
        session.update(
            "INSERT INTO temp.%s VALUES (%s)".formatted(changed(table), values), arguments);
      }
    }

    private static String changed(String table) {
      return ChangeNotes.quoted("changed_" + table);
    }

    private String rows(String table) {
      var key =
          ChangeNotes.key(session, table).stream()
              .map(ChangeNotes::quoted)
              .collect(Collectors.joining(", "));
      return "(%s) IN (SELECT * FROM temp.%s)".formatted(key, changed(table));
    }

    private List<String> replace(String table) {
      var name = ChangeNotes.quoted(table);
      var columns = common(table);
      session.update("DELETE FROM main.%s WHERE %s".formatted(name, rows(table)));
      session.update(
          "INSERT INTO main.%s (%s) SELECT %s FROM old.%s WHERE %s"
              .formatted(name, columns, columns, name, rows(table)));
      var lost =
          session.number(
              "SELECT count(*) FROM (SELECT %s FROM old.%s WHERE %s EXCEPT SELECT %s FROM main.%s WHERE %s)"
                  .formatted(columns, name, rows(table), columns, name, rows(table)));
      return lost == 0
          ? List.of()
          : List.of("%d changed rows of table %s did not arrive".formatted(lost, table));
    }

    /// Columns that both have, as the new one orders them.
    private String common(String table) {
      return session
          .list(
              """
              SELECT new.name FROM pragma_table_info(?, 'main') new
              JOIN pragma_table_info(?, 'old') old ON old.name = new.name ORDER BY new.cid
              """,
              row -> ChangeNotes.quoted(row.getString(1)),
              table,
              table)
          .stream()
          .collect(Collectors.joining(", "));
    }

    /// The index holds no texts that could be copied: it is made again, for the items that changed.
    private void refreshSearch() {
      var index = new SearchIndex(session);
      var gone =
          session.list(
              "SELECT k0 FROM temp.%s".formatted(changed(ChangeNotes.SEARCH)),
              row -> row.getLong(1));
      gone.forEach(index::remove);
      session
          .list(
              "SELECT id FROM main.item WHERE number IN (SELECT k0 FROM temp.%s)"
                  .formatted(changed(ChangeNotes.SEARCH)),
              row -> row.getString(1))
          .forEach(index::refresh);
    }

    /// Numbers that were given once are never given again, also if their rows are gone.
    void carryNumbering() {
      session.update(
          "DELETE FROM main.sqlite_sequence WHERE name IN (SELECT name FROM old.sqlite_sequence)");
      session.update(
          "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM old.sqlite_sequence");
    }

    void fill() {
      for (var filling : schema.fillings(Dialect.SQLITE, oldVersion, this::rows)) {
        if (session.exists(
            "SELECT 1 FROM sqlite_temp_schema WHERE name = ?", "changed_" + filling.table())) {
          session.execute(filling.sql());
        }
      }
    }
  }
}
