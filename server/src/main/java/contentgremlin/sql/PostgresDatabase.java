package contentgremlin.sql;

import com.zaxxer.hikari.HikariDataSource;
import contentgremlin.sql.PostgresPlaces.Place;
import contentgremlin.sql.PostgresPlaces.State;
import contentgremlin.store.Changes;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.store.Transferable;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The database on a PostgreSQL server, in the schema that is the current one there. Thread-safe.
///
/// Writes go through one thread, as with SQLite: waiting ones share a commit. Between processes
/// that use the same database, an advisory lock lets one write at a time, so that events become
/// visible in the order of their numbers. Reads run on their callers' threads, in transactions that
/// could not write.
///
/// When another server has put another schema in the current one's place, this one goes on there if
/// it knows what is in it; otherwise it still reads, and whoever writes is told.
public final class PostgresDatabase implements Database, Transferable {
  private static final int TRIES_MAX = 5;
  private static final System.Logger LOG = System.getLogger(PostgresDatabase.class.getName());

  private static final String BROKEN =
      """
      SELECT 'the rule ' || conname || ' was never checked' FROM pg_constraint
      WHERE NOT convalidated AND connamespace = CAST(current_schema() AS regnamespace)
      UNION ALL
      SELECT 'the index ' || relname || ' is not usable' FROM pg_index
      JOIN pg_class ON pg_class.oid = pg_index.indexrelid
      WHERE NOT indisvalid AND relnamespace = CAST(current_schema() AS regnamespace)
      """;

  private final PostgresAddress address;
  private final String node;
  private final GroupWriter writer;
  private final PostgresLine line;
  private final NodeBeat beat;
  private volatile HikariDataSource source;
  private volatile boolean isFrozen;

  /// Pools of schemas that were left; readers may be at them still.
  private final List<HikariDataSource> left = new CopyOnWriteArrayList<>();

  private PostgresDatabase(
      PostgresAddress address,
      String node,
      PostgresPlaces places,
      Place place,
      @Nullable Opening opening)
      throws SQLException {
    this.address = address;
    this.node = node;
    source = PostgresPool.open(address, place.name());
    try {
      line = new PostgresLine(new PostgresLine.Target(source, places, place.name()), this::follow);
      if (opening != null && place.state() == State.CURRENT) {
        applySchema(opening);
      }
      writer = GroupWriter.start(line, Dialect.POSTGRESQL, GroupWriter.TOGETHER_MAX);
      beat = new NodeBeat(address, node, this::look);
    } catch (SQLException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private record Opening(String build, InstantSource time) {}

  /// @param url see [PostgresAddress]
  /// @param build of the program, for the record: "0.1.0 (1a2b3c4)"
  /// @throws StoreException if it can't be reached, or is of a newer program
  public static PostgresDatabase open(String url, String build, InstantSource time) {
    return open(url, UUID.randomUUID().toString(), build, time);
  }

  /// @param node tells the home whose server this is from others that use the same database
  public static PostgresDatabase open(String url, String node, String build, InstantSource time) {
    return open(url, node, build, time, false);
  }

  /// Opens what this node has made to take the current one's place, or the current one if it made
  /// nothing. It can be written once that has come to be.
  public static PostgresDatabase openMade(
      String url, String node, String build, InstantSource time) {
    return open(url, node, build, time, true);
  }

  /// Opens the current one and leaves its schema as it is: for handing it over, not for use.
  static PostgresDatabase openAsItIs(PostgresAddress address, String node) {
    return open(address, node, null, false);
  }

  private static PostgresDatabase open(
      String url, String node, String build, InstantSource time, boolean isMade) {
    return open(PostgresAddress.of(url), node, new Opening(build, time), isMade);
  }

  private static PostgresDatabase open(
      PostgresAddress address, String node, @Nullable Opening opening, boolean isMade) {
    record Found(PostgresPlaces places, Place place) {}
    var found =
        address.locked((places, session) -> {
          var current = places.current(session);
          return new Found(places, isMade ? places.making(session, node).orElse(current) : current);
        });
    try {
      return new PostgresDatabase(address, node, found.places(), found.place(), opening);
    } catch (SQLException e) {
      throw new StoreException("The database could not be opened: " + e.getMessage(), e);
    }
  }

  private void applySchema(Opening opening) throws SQLException {
    try {
      var session = line.begin();
      Schema.OURS.apply(session, opening.build(), opening.time().instant());
      line.commit();
    } catch (SQLException | RuntimeException e) {
      line.rollback();
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return writer.write(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    for (int tries = 1; ; tries++) {
      var there = source;
      if (there.isClosed() && there.equals(source)) {
        throw new IllegalStateException("The database is closed.");
      }
      try (var session = new Session(there.getConnection(), Dialect.POSTGRESQL)) {
        return readOn(session, work);
      } catch (SQLException e) {
        if (there.equals(source) && (!Dialect.POSTGRESQL.isPassing(e) || tries == TRIES_MAX)) {
          throw new StoreException("The database could not be read: " + e.getMessage(), e);
        }
      }
    }
  }

  /// The pool ends the transaction when it gets the connection back.
  private static <T extends @Nullable Object> T readOn(Session session, Work<T> work)
      throws SQLException {
    session.connection().setReadOnly(true);
    session.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return work.in(new SqlTables(session));
  }

  @Override
  public void afterCommit(Runnable listener) {
    writer.afterCommit(listener);
  }

  /// The server keeps its own order; what it can be asked is whether rules and indexes are whole.
  @Override
  public List<String> check() {
    return read(tables -> ((SqlTables) tables).session().list(BROKEN, row -> row.getString(1)));
  }

  /// The schema that is used.
  public String place() {
    return line.target().place();
  }

  /// From now on others see that this node uses the database.
  public void register(Instance instance) {
    beat.start(place(), instance);
  }

  /// Another schema is the current one: goes on there if this program knows it.
  private PostgresLine.Target follow() {
    synchronized (left) {
      return followInTurn();
    }
  }

  private PostgresLine.Target followInTurn() {
    var target = line.target();
    var current = locked(PostgresPlaces::current);
    if (current.name().equals(target.place())) {
      return target; // it has come back
    }
    int schema = schema(current.name());
    if (schema != Schema.NEWEST) {
      throw new StoreException.LeftBehind(schema, Schema.NEWEST);
    }
    LOG.log(Level.INFO, "another server moved the database to {0}; following", current.name());
    var next = PostgresPool.open(address, current.name());
    left.add(source);
    source = next;
    var followed = new PostgresLine.Target(next, target.places(), current.name());
    line.retarget(followed);
    beat.moved(current.name());
    return followed;
  }

  private int schema(String place) {
    try (var session = address.session()) {
      session.connection().setSchema(place);
      return Schema.version(session);
    } catch (SQLException e) {
      throw new StoreException("The database could not be asked: " + e.getMessage(), e);
    }
  }

  /// From time to time: those who only read should see what is current, too.
  private void look() {
    if (isFrozen) {
      return; // what becomes of the place is for the handover to say
    }
    var target = line.target();
    boolean isLeft =
        locked((places, session) ->
            places
                .find(session, target.place())
                .filter(place -> place.state() == State.CURRENT || place.state() == State.MAKING)
                .isEmpty());
    if (isLeft) {
      try {
        follow();
      } catch (StoreException.LeftBehind e) {
        LOG.log(Level.DEBUG, "still behind", e);
      }
    }
  }

  private <T> T locked(PostgresAddress.Work<T> work) {
    try (var session = new Session(source.getConnection(), Dialect.POSTGRESQL)) {
      return PostgresAddress.locked(session, line.target().places(), work);
    } catch (SQLException e) {
      throw new StoreException("The database could not be asked: " + e.getMessage(), e);
    }
  }

  private boolean isCurrent(PostgresPlaces places, Session session) {
    return places.current(session).name().equals(place());
  }

  @Override
  public synchronized void noteChanges() {
    var tables =
        locked((places, session) -> {
          if (!isCurrent(places, session)) {
            return List.<String>of(); // others have moved the database: nothing is to be noted here
          }
          places.make(session, node);
          return PostgresNotes.tables(session, places, place());
        });
    for (var table : tables) {
      // Each for itself: whoever writes waits for one of them at most.
      locked((places, session) -> {
        PostgresNotes.begin(session, places, place(), table);
        return table;
      });
    }
  }

  /// They stay noted until they have been carried over.
  @Override
  public synchronized Changes takeChanges() {
    return locked(this::noted);
  }

  private Changes noted(PostgresPlaces places, Session session) {
    return places
        .making(session, node)
        .map(made -> new Changes(java.util.Map.of(), places.noted(session, made.name())))
        .orElse(Changes.NONE);
  }

  @Override
  public synchronized void forgetChanges() {
    locked((places, session) -> {
      places.forget(session, node);
      return node;
    });
    new PostgresBroom(address).sweepSoon();
  }

  @Override
  public synchronized Changes freeze() {
    writer.hold();
    isFrozen = true;
    try {
      return locked(this::hold);
    } catch (RuntimeException e) {
      isFrozen = false;
      writer.release(line);
      throw e;
    }
  }

  private Changes hold(PostgresPlaces places, Session session) {
    if (isCurrent(places, session) && !places.hold(session, place(), node)) {
      throw new StoreException("Another server is just about to move the database.");
    }
    return noted(places, session);
  }

  @Override
  public synchronized void thaw() {
    locked((places, session) -> {
      places.forget(session, node);
      places.open(session, place(), node);
      return node;
    });
    isFrozen = false;
    writer.release(line);
    new PostgresBroom(address).sweepSoon();
  }

  @Override
  public void leave() {
    beat.stop();
    writer.refuse(StoreException.Moved::new);
  }

  @Override
  public void close() {
    writer.close();
    beat.close();
    source.close();
    left.forEach(HikariDataSource::close);
  }
}
