package contentgremlin.sql;

import java.util.List;
import java.util.stream.Collectors;

/// The triggers that the tables of a schema have while another one is made to take its place: they
/// note which rows change, and let nobody write once it is held or left. What they do stands in
/// `schema/places.sql`.
final class PostgresNotes {
  private static final String TABLES =
      """
      SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname = ? AND relkind = 'r' AND relname NOT LIKE 'gremlin\\_%' ORDER BY relname
      """;

  private static final String KEY =
      """
      SELECT attname FROM pg_index
      JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (CAST(indkey AS SMALLINT[]))
      WHERE indrelid = CAST(? AS regclass) AND indisprimary
      ORDER BY array_position(CAST(indkey AS SMALLINT[]), attnum)
      """;

  private static final String THERE =
      "SELECT 1 FROM pg_trigger WHERE tgrelid = CAST(? AS regclass) AND tgname = ?";

  /// Removing a trigger waits for who reads, and lets nobody read meanwhile: so never for long.
  static final String PATIENCE = "SET LOCAL lock_timeout = '300ms'";

  private PostgresNotes() {}

  /// Every table that holds rows of ours. In a schema of our own those are all; elsewhere there may
  /// be others'.
  static List<String> tables(Session session, PostgresPlaces places, String place) {
    var tables = session.list(TABLES, row -> row.getString(1), place);
    if (places.isBase(place)) {
      tables.removeIf(table -> !Schema.OURS.tables().contains(table));
    }
    return tables;
  }

  /// What tells the rows of a table apart; empty if nothing does.
  static List<String> key(Session session, String place, String table) {
    return session.list(KEY, row -> row.getString(1), name(place, table));
  }

  static String name(String place, String table) {
    return PostgresPlaces.quoted(place) + "." + PostgresPlaces.quoted(table);
  }

  /// Begins to note and to guard one table, if that is not so already. Inside a transaction that
  /// has the lock: it waits for nobody who writes.
  static void begin(Session session, PostgresPlaces places, String place, String table) {
    var name = name(place, table);
    if (!session.exists(THERE, name, "gremlin_note")) {
      var key =
          key(session, place, table).stream()
              .map(column -> "'" + column.replace("'", "''") + "'")
              .collect(Collectors.joining(", "));
      session.execute(
          "CREATE TRIGGER gremlin_note AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s.gremlin_note(%s)"
              .formatted(name, places.base(), key));
    }
    guard(session, places, name);
  }

  /// Lets nobody write it unless it is the current one.
  static void guard(Session session, PostgresPlaces places, String name) {
    if (!session.exists(THERE, name, "gremlin_guard")) {
      session.execute(
          "CREATE TRIGGER gremlin_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s.gremlin_guard()"
              .formatted(name, places.base()));
    }
  }

  /// Takes a trigger off a table. Inside a transaction.
  ///
  /// @throws contentgremlin.store.StoreException if somebody reads the table for too long
  static void end(Session session, String place, String table, String trigger) {
    var name = name(place, table);
    if (session.exists(THERE, name, trigger)) {
      session.execute(PATIENCE);
      session.execute("DROP TRIGGER IF EXISTS %s ON %s".formatted(trigger, name));
    }
  }
}
