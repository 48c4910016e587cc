package contentgremlin.sql;

import contentgremlin.store.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps in mind which rows change, by triggers that only the connection that writes has: when it
/// is closed, or its process dies, nothing of them is left in the database.
final class ChangeNotes {
  private static final String TABLES =
      """
      SELECT name FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY name
      """;

  /// The search index is no table of its own, but each change of it touches this one.
  static final String SEARCH = "search_docsize";

  private static final String SEARCH_THERE =
      "SELECT 1 FROM sqlite_schema WHERE name = '" + SEARCH + "'";

  private static final String KEY =
      "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk";

  private ChangeNotes() {}

  /// Between two transactions. Again: does nothing.
  static void begin(Session session) {
    if (isOn(session)) {
      return;
    }
    session.execute("CREATE TEMP TABLE changed (name TEXT NOT NULL, key TEXT NOT NULL)");
    for (var table : tables(session)) {
      note(session, table, "insert", "NEW");
      note(session, table, "update", "OLD", "NEW");
      note(session, table, "delete", "OLD");
    }
    commit(session);
  }

  private static boolean isOn(Session session) {
    return session.exists("SELECT 1 FROM sqlite_temp_schema WHERE name = 'changed'");
  }

  private static void note(Session session, String table, String what, String... rows) {
    var key = key(session, table);
    var lines =
        List.of(rows).stream()
            .map(row ->
                "INSERT INTO changed VALUES ('%s', json_array(%s));"
                    .formatted(
                        table,
                        key.stream()
                            .map(column -> row + "." + quoted(column))
                            .collect(Collectors.joining(", "))))
            .collect(Collectors.joining("\n"));
    session.execute(
        "CREATE TEMP TRIGGER %s AFTER %s ON main.%s BEGIN%n%s%nEND"
            .formatted(quoted("note_" + table + "_" + what), what, quoted(table), lines));
  }

  /// Every table that holds rows of its own, also those of extensions.
  static List<String> tables(Session session) {
    var tables = new ArrayList<>(session.list(TABLES, row -> row.getString(1)));
    if (session.exists(SEARCH_THERE)) {
      tables.add(SEARCH);
    }
    return tables;
  }

  /// What tells the rows of a table apart.
  static List<String> key(Session session, String table) {
    var key = session.list(KEY, row -> row.getString(1), table);
    return key.isEmpty() ? List.of("rowid") : key;
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// Between two transactions: what was noted, which is then forgotten.
  static Changes take(Session session) {
    if (!isOn(session)) {
      return Changes.NONE;
    }
    var keys = new HashMap<String, Set<String>>();
    for (var change :
        session.list(
            "SELECT DISTINCT name, key FROM temp.changed",
            row -> List.of(row.getString(1), row.getString(2)))) {
      keys.computeIfAbsent(change.get(0), _ -> new HashSet<>()).add(change.get(1));
    }
    session.execute("DELETE FROM temp.changed");
    commit(session);
    return new Changes(keys);
  }

  /// Between two transactions: nothing is noted any more.
  static void end(Session session) {
    for (var trigger :
        session.list(
            "SELECT name FROM sqlite_temp_schema WHERE type = 'trigger'",
            row -> row.getString(1))) {
      session.execute("DROP TRIGGER temp." + quoted(trigger));
    }
    session.execute("DROP TABLE IF EXISTS temp.changed");
    commit(session);
  }

  private static void commit(Session session) {
    try {
      session.connection().commit();
    } catch (java.sql.SQLException e) {
      throw new contentgremlin.store.StoreException("Changes could not be noted.", e);
    }
  }
}
