package contentgremlin.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Makes a schema of the newest form beside the one that is in use, in one transaction: a death
/// leaves nothing of it.
///
/// Tables are copied as they are, those of extensions among them: first the rows as they are at one
/// moment, then what holds them together, which checks them on the way. Then the schema files do
/// the rest.
final class PostgresCopy {
  private static final String COLUMNS =
      """
      SELECT quote_ident(attname) FROM pg_attribute
      WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' ORDER BY attnum
      """;

  private static final String CONSTRAINTS =
      """
      SELECT format('ALTER TABLE %s ADD CONSTRAINT %s %s', CAST(? AS text), quote_ident(conname),
        replace(pg_get_constraintdef(oid), CAST(? AS text), CAST(? AS text)))
      FROM pg_constraint WHERE conrelid = CAST(? AS regclass) AND strpos(CAST(? AS text), CAST(contype AS text)) > 0
      ORDER BY contype DESC, conname
      """;

  private static final String INDEXES =
      """
      SELECT replace(pg_get_indexdef(indexrelid), CAST(? AS text), CAST(? AS text))
      FROM pg_index WHERE indrelid = CAST(? AS regclass)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
      """;

  /// Those that give numbers to the rows of a table, as the table's name says of both schemas.
  private static final String NUMBERINGS =
      """
      SELECT pg_get_serial_sequence(?, attname) AS taken, pg_get_serial_sequence(?, attname) AS given
      FROM pg_attribute WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped
        AND pg_get_serial_sequence(?, attname) IS NOT NULL
      """;

  private final Session session;
  private final PostgresPlaces places;
  private final Schema schema;
  private final String from;
  private final String to;

  /// @param session of a connection of its own
  PostgresCopy(Session session, PostgresPlaces places, Schema schema, String from, String to) {
    this.session = session;
    this.places = places;
    this.schema = schema;
    this.from = from;
    this.to = to;
  }

  /// @return what is wrong with the copy, which then does not come to be; empty if it is sound
  List<String> make(String build, Instant now) throws SQLException {
    var connection = session.connection();
    connection.rollback();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      connection.setSchema(from);
      schema.refuseNewer(Schema.version(session));
      session.execute("CREATE SCHEMA " + PostgresPlaces.quoted(to));
      connection.setSchema(to); // so that names of the other one are told whole
      var tables = PostgresNotes.tables(session, places, from);
      tables.forEach(this::copyRows);
      tables.forEach(table -> constrain(table, "pux"));
      tables.forEach(this::index);
      tables.forEach(table -> constrain(table, "f"));
      carryNumberings(session, from, to, tables);
      var problems = compare(tables);
      schema.apply(session, build, now);
      PostgresNotes.tables(session, places, to)
          .forEach(table -> session.execute("ANALYZE " + PostgresNotes.name(to, table)));
      if (problems.isEmpty()) {
        connection.commit();
      }
      return problems;
    } finally {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  private void copyRows(String table) {
    var old = PostgresNotes.name(from, table);
    var copy = PostgresNotes.name(to, table);
    session.execute(
        "CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)"
            .formatted(copy, old));
    var columns = String.join(", ", columns(session, old));
    session.execute(
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s"
            .formatted(copy, columns, columns, old));
  }

  /// Those that can be given a value.
  static List<String> columns(Session session, String table) {
    return session.list(COLUMNS, row -> row.getString(1), table);
  }

  /// @param kinds as pg_constraint.contype has them
  private void constrain(String table, String kinds) {
    session
        .list(
            CONSTRAINTS,
            row -> row.getString(1),
            PostgresNotes.name(to, table),
            "REFERENCES " + ident(from) + ".",
            "REFERENCES " + ident(to) + ".",
            PostgresNotes.name(from, table),
            kinds)
        .forEach(session::execute);
  }

  private void index(String table) {
    session
        .list(
            INDEXES,
            row -> row.getString(1),
            " ON " + ident(from) + ".",
            " ON " + ident(to) + ".",
            PostgresNotes.name(from, table))
        .forEach(session::execute);
  }

  /// As the server writes it.
  private String ident(String name) {
    return session.first("SELECT quote_ident(?)", row -> row.getString(1), name).orElseThrow();
  }

  /// Numbers that were given once are never given again, also if their rows are gone.
  static void carryNumberings(Session session, String from, String to, List<String> tables) {
    for (var table : tables) {
      var old = PostgresNotes.name(from, table);
      var copy = PostgresNotes.name(to, table);
      session
          .list(
              NUMBERINGS,
              row ->
                  "SELECT setval('%s', last_value, is_called) FROM %s"
                      .formatted(row.getString("given").replace("'", "''"), row.getString("taken")),
              old,
              copy,
              copy,
              copy)
          .forEach(session::execute);
    }
  }

  /// Rows of each table, and what stands in some of them.
  private List<String> compare(List<String> tables) {
    var problems = new ArrayList<String>();
    for (var table : tables) {
      var old = PostgresNotes.name(from, table);
      var copy = PostgresNotes.name(to, table);
      long count = session.number("SELECT count(*) FROM " + old);
      long copied = session.number("SELECT count(*) FROM " + copy);
      if (count != copied) {
        problems.add("table %s has %d rows, not %d".formatted(table, copied, count));
      }
      long strange = session.number(canary(table, old, copy));
      if (strange > 0) {
        problems.add("%d rows of table %s do not read as before".formatted(strange, table));
      }
    }
    return problems;
  }

  /// The first and the last rows read the same in both.
  private String canary(String table, String old, String copy) {
    var key =
        PostgresNotes.key(session, from, table).stream()
            .map(PostgresPlaces::quoted)
            .collect(Collectors.toList());
    if (key.isEmpty()) {
      return "SELECT 0";
    }
    var columns = String.join(", ", columns(session, copy));
    var down = key.stream().map(column -> column + " DESC").collect(Collectors.joining(", "));
    var picked =
        """
        SELECT CAST(ROW(%1$s) AS text) FROM ((SELECT * FROM %2$s ORDER BY %3$s LIMIT 100)
          UNION ALL (SELECT * FROM %2$s ORDER BY %4$s LIMIT 100)) picked
        """;
    return "SELECT count(*) FROM (%s EXCEPT %s) strange"
        .formatted(
            picked.formatted(columns, old, String.join(", ", key), down),
            picked.formatted(columns, copy, String.join(", ", key), down));
  }
}
