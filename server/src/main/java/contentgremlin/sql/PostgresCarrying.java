package contentgremlin.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One run of carrying over the rows that were noted, inside one transaction. It takes the notes
/// and the rows as they are at the same moment: so what it brings is whole in itself, and the rules
/// between tables may stay in force.
///
/// Rows that nothing refers to are put in anew. Others are changed where they stand, since removing
/// them would take along what refers to them.
final class PostgresCarrying {
  private static final String REFERENCES =
      """
      SELECT DISTINCT child.relname AS child, parent.relname AS parent FROM pg_constraint
      JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
      WHERE contype = 'f' AND conrelid <> confrelid
        AND connamespace = CAST(CAST(? AS text) AS regnamespace)
      ORDER BY 1, 2
      """;

  private static final String TYPES =
      """
      SELECT format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = CAST(? AS regclass) AND attname = ?
      """;

  /// Texts that make rows unique, one of each index; not those by which rows refer to one another.
  private static final String EXCHANGED =
      """
      SELECT DISTINCT ON (indexrelid) quote_ident(attname) FROM pg_index
      JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (CAST(indkey AS SMALLINT[]))
      WHERE indrelid = CAST(? AS regclass) AND indisunique AND NOT indisprimary
        AND atttypid = CAST('text' AS regtype)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE contype IN ('f', 'c', 'p')
          AND (conrelid = indrelid AND attnum = ANY (conkey)
            OR confrelid = indrelid AND attnum = ANY (confkey)))
      ORDER BY indexrelid, attnum
      """;

  private final Session session;
  private final PostgresPlaces places;
  private final Schema schema;
  private final String from;
  private final String to;
  private final List<Reference> references;
  private final Map<String, List<String>> keys = new HashMap<>();

  private record Reference(String child, String parent) {}

  PostgresCarrying(Session session, PostgresPlaces places, Schema schema, String from, String to) {
    this.session = session;
    this.places = places;
    this.schema = schema;
    this.from = from;
    this.to = to;
    references =
        session.list(
            REFERENCES,
            row -> new Reference(row.getString("child"), row.getString("parent")),
            PostgresPlaces.quoted(to));
  }

  /// @return what is wrong with the copy, which then stays as it was; empty if it is sound
  static List<String> run(
      Session session, PostgresPlaces places, Schema schema, String from, String to)
      throws SQLException {
    var connection = session.connection();
    connection.rollback();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      connection.setSchema(to);
      var problems = new PostgresCarrying(session, places, schema, from, to).run();
      if (problems.isEmpty()) {
        connection.commit();
      }
      return problems;
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  private List<String> run() {
    session.execute(
        places.sql(
            "CREATE TEMP TABLE noted ON COMMIT DROP AS SELECT DISTINCT name, key FROM"
                + " {base}.gremlin_change WHERE place = '%s'".formatted(to)));
    session.update(places.sql("DELETE FROM {base}.gremlin_change WHERE place = ?"), to);
    var there = Set.copyOf(PostgresNotes.tables(session, places, to));
    var tables =
        inOrder(
            session
                .list("SELECT DISTINCT name FROM noted ORDER BY 1", row -> row.getString(1))
                .stream()
                .filter(there::contains) // else the new schema has no place for it
                .toList());
    tables.forEach(this::keep);
    tables.reversed().forEach(this::remove);
    tables.forEach(this::put);
    PostgresCopy.carryNumberings(
        session,
        from,
        to,
        PostgresNotes.tables(session, places, from).stream().filter(there::contains).toList());
    var problems = new ArrayList<String>();
    for (var table : tables) {
      long lost = session.number(lost(table));
      if (lost > 0) {
        problems.add("%d changed rows of table %s did not arrive".formatted(lost, table));
      }
    }
    fill(tables);
    return problems;
  }

  /// Those that others refer to come first.
  private List<String> inOrder(List<String> tables) {
    var ordered = new LinkedHashSet<String>();
    tables.forEach(table -> visit(table, tables, new LinkedHashSet<>(), ordered));
    return List.copyOf(ordered);
  }

  private void visit(String table, List<String> tables, Set<String> way, Set<String> ordered) {
    if (!way.add(table) || ordered.contains(table)) {
      return;
    }
    references.stream()
        .filter(reference -> reference.child().equals(table))
        .forEach(reference -> visit(reference.parent(), tables, way, ordered));
    if (tables.contains(table)) {
      ordered.add(table);
    }
  }

  private static String changed(String table) {
    return "pg_temp." + PostgresPlaces.quoted("changed_" + table);
  }

  private List<String> key(String table) {
    return keys.computeIfAbsent(table, it -> PostgresNotes.key(session, from, it));
  }

  /// Puts the keys into a table of their own, so that statements can speak of the rows.
  private void keep(String table) {
    var key = key(table);
    if (key.isEmpty()) {
      return; // nothing tells its rows apart: all of them are carried over
    }
    var old = PostgresNotes.name(from, table);
    var columns = columnsOf(key);
    session.execute(
        "CREATE TEMP TABLE %s ON COMMIT DROP AS SELECT %s FROM %s WITH NO DATA"
            .formatted(PostgresPlaces.quoted("changed_" + table), columns, old));
    var values =
        IntStream.range(0, key.size())
            .mapToObj(i -> "CAST(key ->> %d AS %s)".formatted(i, type(old, key.get(i))))
            .collect(Collectors.joining(", "));
    session.update(
        "INSERT INTO %s SELECT %s FROM noted WHERE name = ?".formatted(changed(table), values),
        table);
  }

  private String type(String table, String column) {
    return session.first(TYPES, row -> row.getString(1), table, column).orElseThrow();
  }

  private String rows(String table) {
    var key = key(table);
    return key.isEmpty()
        ? "TRUE"
        : "(%s) IN (SELECT * FROM %s)".formatted(columnsOf(key), changed(table));
  }

  private boolean isReferred(String table) {
    return references.stream().anyMatch(reference -> reference.parent().equals(table));
  }

  /// What is gone; of tables that nothing refers to, all that comes anew.
  private void remove(String table) {
    var condition = rows(table);
    if (isReferred(table)) {
      var same =
          key(table).stream()
              .map(PostgresPlaces::quoted)
              .map(column -> "old.%s = copy.%s".formatted(column, column))
              .collect(Collectors.joining(" AND "));
      condition +=
          " AND NOT EXISTS (SELECT 1 FROM %s old WHERE %s)"
              .formatted(PostgresNotes.name(from, table), same);
    }
    session.update(
        "DELETE FROM %s copy WHERE %s".formatted(PostgresNotes.name(to, table), condition));
  }

  private void put(String table) {
    var columns = common(table);
    var names = String.join(", ", columns);
    if (isReferred(table)) {
      park(table);
    }
    session.update(
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s WHERE %s %s"
            .formatted(
                PostgresNotes.name(to, table),
                names,
                names,
                PostgresNotes.name(from, table),
                rows(table),
                isReferred(table) ? inPlace(table, columns) : ""));
  }

  /// Rows that stay where they stand may exchange what only one may have, like folders that take
  /// one another's names: so before they get what they will have, they give up what they had.
  private void park(String table) {
    var name = PostgresNotes.name(to, table);
    session
        .list(EXCHANGED, row -> row.getString(1), name)
        .forEach(column ->
            session.update(
                "UPDATE %s SET %s = CAST(gen_random_uuid() AS text) WHERE %s"
                    .formatted(name, column, rows(table))));
  }

  private static String columnsOf(List<String> names) {
    return names.stream().map(PostgresPlaces::quoted).collect(Collectors.joining(", "));
  }

  private String inPlace(String table, List<String> columns) {
    var key = key(table).stream().map(PostgresPlaces::quoted).toList();
    var changes =
        columns.stream()
            .filter(column -> !key.contains(column) && !key.contains('"' + column + '"'))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return "ON CONFLICT (%s) DO %s"
        .formatted(String.join(", ", key), changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
  }

  /// Columns that both have.
  private List<String> common(String table) {
    var old = PostgresCopy.columns(session, PostgresNotes.name(from, table));
    return PostgresCopy.columns(session, PostgresNotes.name(to, table)).stream()
        .filter(old::contains)
        .toList();
  }

  private void fill(List<String> tables) {
    var old = PostgresNotes.name(from, "schema_version");
    int version = (int) session.number("SELECT max(version) FROM " + old);
    for (var filling : schema.fillings(Dialect.POSTGRESQL, version, this::rows)) {
      if (tables.contains(filling.table())) {
        session.execute(filling.sql());
      }
    }
  }

  private String lost(String table) {
    var columns = String.join(", ", common(table));
    return "SELECT count(*) FROM (SELECT CAST(ROW(%1$s) AS text) FROM %2$s WHERE %4$s EXCEPT SELECT CAST(ROW(%1$s) AS text) FROM %3$s WHERE %4$s) lost"
        .formatted(
            columns, PostgresNotes.name(from, table), PostgresNotes.name(to, table), rows(table));
  }
}
