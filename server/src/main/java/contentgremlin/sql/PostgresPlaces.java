package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Which schema of a PostgreSQL database holds the data that is in use: `gremlin_<n>`, where n
/// grows with each upgrade, or the one where a program that knew no other put it. Exactly one is
/// current at every instant, and who may write is decided here: one transaction, under [#LOCK]. The
/// tables are in `schema/places.sql`.
///
/// A place that is about to be left is held by a node, for a while only: until then nobody writes,
/// and if the node dies, time alone gives it back.
///
/// @param base the schema that the connection's search path leads to, quoted
record PostgresPlaces(String base) {
  /// Any number that nothing else in the database uses for a lock. Held by each transaction that
  /// writes.
  static final long LOCK = 4713265001L;

  /// Longer than a predecessor waits before it takes its place back.
  static final Duration HOLD = Duration.ofSeconds(15);

  /// A node that was not seen for so long has ended.
  private static final Duration SEEN_MAX = Duration.ofSeconds(15);

  private static final String PREFIX = "gremlin_";

  private static final String COLUMNS =
      """
      SELECT name, state, version, node, coalesce(until > clock_timestamp(), FALSE) AS held,
        CAST(extract(epoch FROM changed) * 1000 AS BIGINT) AS changed
      FROM {base}.gremlin_place
      """;

  enum State {
    /// In the making: nobody's yet.
    MAKING,
    CURRENT,
    /// What an older program, or one that was gone back from, left.
    KEPT,
    /// To be removed.
    VOID;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// @param name of the schema
  /// @param version of the program that used it last; empty if it is not kept
  /// @param node whose it is, or who holds it
  /// @param isHeld whether nobody may write it now
  record Place(
      String name, State state, String version, String node, boolean isHeld, Instant changed) {}

  /// A server that uses this database.
  record Node(String id, String place, String version, String address, String process) {}

  /// Finds the tables, or makes them. Inside a transaction that has the lock.
  static PostgresPlaces in(Session session) {
    var schema =
        session
            .first("SELECT quote_ident(current_schema())", row -> row.getString(1))
            .orElseThrow(() ->
                new StoreException(
                    "The search path of the database's user leads to no schema that exists."));
    var places = new PostgresPlaces(schema);
    if (!session.exists("SELECT 1 WHERE to_regclass(?) IS NOT NULL", schema + ".gremlin_place")) {
      session.execute(text().replace("{base}", schema));
    }
    return places;
  }

  private static String text() {
    try (var file = PostgresPlaces.class.getResourceAsStream("/schema/places.sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void lock(Session session) {
    session.first("SELECT pg_advisory_xact_lock(" + LOCK + ")", _ -> true);
  }

  /// A statement about our tables.
  String sql(String text) {
    return text.replace("{base}", base);
  }

  /// The schema that data was in before there were places.
  boolean isBase(String place) {
    return quoted(place).equals(base) || place.equals(base);
  }

  static String quoted(String name) {
    return ChangeNotes.quoted(name);
  }

  Optional<Place> find(Session session, String name) {
    return session.first(sql(COLUMNS) + " WHERE name = ?", PostgresPlaces::read, name);
  }

  List<Place> all(Session session) {
    return session.list(sql(COLUMNS) + " ORDER BY changed DESC, name DESC", PostgresPlaces::read);
  }

  /// The one that is in use; the very first one is made. Inside a transaction that has the lock.
  Place current(Session session) {
    var current = session.first(sql(COLUMNS) + " WHERE state = 'current'", PostgresPlaces::read);
    return current.orElseGet(() -> first(session));
  }

  private Place first(Session session) {
    var before =
        session.first(
            "SELECT nspname FROM pg_namespace WHERE quote_ident(nspname) = ? AND EXISTS (SELECT 1"
                + " FROM pg_tables WHERE schemaname = nspname AND tablename = 'schema_version')",
            row -> row.getString(1),
            base);
    var name = before.orElseGet(() -> create(session));
    session.update(
        sql("INSERT INTO {base}.gremlin_place VALUES (?, 'current', '', '', NULL, now())"), name);
    return find(session, name).orElseThrow();
  }

  private String create(Session session) {
    requirePrivilege(session);
    var name = nextName(session);
    session.execute("CREATE SCHEMA " + quoted(name));
    return name;
  }

  static void requirePrivilege(Session session) {
    mayCreate(session)
        .ifPresent(complaint -> {
          throw new StoreException(complaint);
        });
  }

  /// Why no schema can be made here; empty if it can.
  static Optional<String> mayCreate(Session session) {
    return session.first(
        """
        SELECT format(
          'The database''s user may make no schema; the database''s owner gives that right: GRANT CREATE ON DATABASE %I TO %I',
          current_database(), current_user)
        WHERE NOT has_database_privilege(current_database(), 'CREATE')
        """,
        row -> row.getString(1));
  }

  private String nextName(Session session) {
    long last =
        session.number(
            sql(
                """
                SELECT max(CAST(substr(name, 9) AS BIGINT)) FROM (
                  SELECT nspname AS name FROM pg_namespace
                  UNION ALL SELECT name FROM {base}.gremlin_place) names
                WHERE name ~ '^gremlin_[0-9]{1,9}$'
                """));
    return PREFIX + (last + 1);
  }

  /// Whether this session may write this place now, which it asks with the lock.
  static String look(PostgresPlaces places) {
    return places.sql(
        """
        SELECT CASE WHEN state = 'making' THEN 'held' WHEN state <> 'current' THEN 'left'
          WHEN until > clock_timestamp() THEN 'held' ELSE 'open' END
        FROM {base}.gremlin_place WHERE name = ?
        """);
  }

  /// Says that another schema is being made, by this node: then [PostgresNotes] note for it.
  String make(Session session, String node) {
    forget(session, node);
    var name = nextName(session);
    session.update(
        sql(
            "INSERT INTO {base}.gremlin_place VALUES (?, 'making', '', ?, NULL,"
                + " clock_timestamp())"),
        name,
        node);
    return name;
  }

  Optional<Place> making(Session session, String node) {
    return session.first(
        sql(COLUMNS) + " WHERE state = 'making' AND node = ?", PostgresPlaces::read, node);
  }

  boolean isAnyMade(Session session) {
    return session.exists(sql("SELECT 1 FROM {base}.gremlin_place WHERE state = 'making'"));
  }

  /// What this node made can't become current any more.
  void forget(Session session, String node) {
    session.update(
        sql(
            """
            DELETE FROM {base}.gremlin_change WHERE place IN (
              SELECT name FROM {base}.gremlin_place WHERE state = 'making' AND node = ?)
            """),
        node);
    session.update(
        sql("UPDATE {base}.gremlin_place SET state = 'void' WHERE state = 'making' AND node = ?"),
        node);
  }

  /// The same of one schema.
  void forgetOne(Session session, String making) {
    session.update(sql("DELETE FROM {base}.gremlin_change WHERE place = ?"), making);
    session.update(
        sql("UPDATE {base}.gremlin_place SET state = 'void' WHERE state = 'making' AND name = ?"),
        making);
  }

  long noted(Session session, String making) {
    return session.number(
        sql("SELECT count(*) FROM {base}.gremlin_change WHERE place = ?"), making);
  }

  /// Nobody writes this place for a while, but the one who holds it decides what becomes of it.
  ///
  /// @return whether it is the current one, and nobody else holds it
  boolean hold(Session session, String place, String node) {
    return session.update(
            sql(
                """
                UPDATE {base}.gremlin_place SET node = ?,
                  until = clock_timestamp() + CAST(? || ' seconds' AS interval)
                WHERE name = ? AND state = 'current'
                  AND (until IS NULL OR until <= clock_timestamp() OR node = ?)
                """),
            node,
            "" + HOLD.toSeconds(),
            place,
            node)
        == 1;
  }

  /// Gives it free.
  void open(Session session, String place, String node) {
    session.update(
        sql(
            """
            UPDATE {base}.gremlin_place SET node = '', until = NULL
            WHERE name = ? AND state = 'current' AND node = ?
            """),
        place,
        node);
  }

  /// Whatever this node holds: it has died meanwhile.
  void openAll(Session session, String node) {
    session.update(
        sql(
            """
            UPDATE {base}.gremlin_place SET node = '', until = NULL
            WHERE state = 'current' AND node = ?
            """),
        node);
  }

  /// The made one takes the place of the current one, which this node must hold still. It is held,
  /// too, until its server serves.
  ///
  /// @param version of the program that used the one before
  /// @return whether it came to be; if not, nothing may be committed
  boolean replace(Session session, String from, String to, String node, String version) {
    int left =
        session.update(
            sql(
                """
                UPDATE {base}.gremlin_place
                SET state = 'kept', version = ?, node = '', until = NULL, changed = clock_timestamp()
                WHERE name = ? AND state = 'current' AND node = ? AND until > clock_timestamp()
                """),
            version,
            from,
            node);
    return left == 1 && raise(session, to, State.MAKING, node);
  }

  /// @param state that it has now
  private boolean raise(Session session, String place, State state, String node) {
    session.update(sql("DELETE FROM {base}.gremlin_change WHERE place = ?"), place);
    return session.update(
            sql(
                """
                UPDATE {base}.gremlin_place
                SET state = 'current', version = '', node = ?, changed = clock_timestamp(),
                  until = clock_timestamp() + CAST(? || ' seconds' AS interval)
                WHERE name = ? AND state = ?
                """),
            node,
            "" + HOLD.toSeconds(),
            place,
            state.word())
        == 1;
  }

  /// A node takes its place back from a successor that has not told anybody that it serves.
  ///
  /// @return false if that is too late
  boolean takeBack(Session session, String place, String node) {
    forget(session, node);
    if (find(session, place).filter(it -> it.state() == State.CURRENT).isPresent()) {
      return true;
    }
    int taken =
        session.update(
            sql(
                """
                UPDATE {base}.gremlin_place SET state = 'void', until = NULL
                WHERE state = 'current' AND node = ? AND until > clock_timestamp()
                """),
            node);
    return taken == 1 && raise(session, place, State.KEPT, node);
  }

  /// A kept one becomes current again, and the one that was is kept.
  ///
  /// @param version of the program that used it
  boolean goBack(Session session, String kept, String version) {
    session.update(
        sql(
            """
            UPDATE {base}.gremlin_place
            SET state = 'kept', version = ?, node = '', until = NULL, changed = clock_timestamp()
            WHERE state = 'current'
            """),
        version);
    return session.update(
            sql(
                """
                UPDATE {base}.gremlin_place
                SET state = 'current', version = '', node = '', until = NULL,
                  changed = clock_timestamp()
                WHERE name = ? AND state = 'kept'
                """),
            kept)
        == 1;
  }

  void markVoid(Session session, String place) {
    session.update(
        sql("UPDATE {base}.gremlin_place SET state = 'void' WHERE name = ? AND state = 'kept'"),
        place);
  }

  void remove(Session session, String place) {
    session.update(
        sql("DELETE FROM {base}.gremlin_place WHERE name = ? AND state = 'void'"), place);
  }

  void see(Session session, Node node) {
    session.update(
        sql(
            """
            INSERT INTO {base}.gremlin_node VALUES (?, ?, ?, ?, ?, clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET place = excluded.place, version = excluded.version,
              address = excluded.address, process = excluded.process, seen = excluded.seen
            """),
        node.id(),
        node.place(),
        node.version(),
        node.address(),
        node.process());
  }

  void leave(Session session, Node node) {
    session.update(
        sql("DELETE FROM {base}.gremlin_node WHERE id = ? AND process = ?"),
        node.id(),
        node.process());
  }

  /// Those that live.
  List<Node> nodes(Session session) {
    return session.list(
        sql(
            """
            SELECT id, place, version, address, process FROM {base}.gremlin_node
            WHERE seen > clock_timestamp() - CAST(? || ' seconds' AS interval) ORDER BY id
            """),
        row ->
            new Node(
                row.getString("id"),
                row.getString("place"),
                row.getString("version"),
                row.getString("address"),
                row.getString("process")),
        "" + SEEN_MAX.toSeconds());
  }

  private static Place read(ResultSet row) throws SQLException {
    return new Place(
        row.getString("name"),
        State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)),
        row.getString("version"),
        row.getString("node"),
        row.getBoolean("held"),
        Columns.instant(row, "changed"));
  }
}
