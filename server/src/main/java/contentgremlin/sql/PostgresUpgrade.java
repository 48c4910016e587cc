package contentgremlin.sql;

import contentgremlin.sql.PostgresPlaces.Place;
import contentgremlin.sql.PostgresPlaces.State;
import contentgremlin.store.Changes;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.DatabaseCopy;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.upgrade.Since;
import contentgremlin.upgrade.Succession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The schemas of an upgrade in a PostgreSQL database: the current one, the one in the making, and
/// those that older programs left. Which is which is decided by [PostgresPlaces]. Used by one
/// thread at a time.
public final class PostgresUpgrade
    implements DatabaseCopy, Succession, KeptDatabases, AutoCloseable {
  private static final Logger LOG = System.getLogger(PostgresUpgrade.class.getName());

  private static final String SINCE =
      """
      SELECT id, title, source_upload, source_digest, source_name,
        (SELECT path FROM {current}.stored_file WHERE rendition IS NULL
          AND path LIKE 'original/' || substr(source_digest, 1, 2) || '/%' || source_digest || '.%'
          LIMIT 1) AS path
      FROM {current}.item WHERE id NOT IN (SELECT id FROM {kept}.item) ORDER BY created, id
      """;

  private static final String SIZE =
      """
      SELECT coalesce(sum(pg_total_relation_size(pg_class.oid)), 0) FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = ? AND relkind = 'r'
      """;

  private final PostgresAddress address;
  private final String node;
  private final String build;
  private final InstantSource time;
  private final Schema schema;

  /// The one that was current when a successor was let begin.
  private volatile String ours = "";

  /// For what must be quick.
  private @Nullable Work work;

  /// What is copied to what; null if others have brought the database to our schema already.
  private record Way(String from, String to) {}

  /// A connection that is kept.
  private record Work(Session session, PostgresPlaces places, @Nullable Way way) {}

  /// @param url see [PostgresAddress]
  /// @param node see [PostgresDatabase#open]
  /// @param build of this program, for the record
  public PostgresUpgrade(String url, String node, String build, InstantSource time) {
    this(PostgresAddress.of(url), node, build, time, Schema.OURS);
  }

  PostgresUpgrade(
      PostgresAddress address, String node, String build, InstantSource time, Schema schema) {
    this.address = address;
    this.node = node;
    this.build = build;
    this.time = time;
    this.schema = schema;
  }

  /// How the database stands.
  ///
  /// @param place the current schema
  /// @param schema its number; 0 if it is empty
  /// @param others servers that use it, in words
  /// @param obstacle why no schema can be made beside it; empty if one can
  public record Standing(
      String place, int schema, long bytes, List<String> others, Optional<String> obstacle) {}

  public Standing standing() {
    return address.locked((places, session) -> {
      var current = places.current(session);
      var others =
          places.nodes(session).stream()
              .filter(other -> !other.id().equals(node))
              .map(other -> "%s (version %s)".formatted(other.address(), other.version()))
              .toList();
      return new Standing(
          current.name(),
          version(session, current.name()),
          session.number(SIZE, current.name()),
          others,
          PostgresPlaces.mayCreate(session));
    });
  }

  /// The database is left as the session of that schema sees it.
  private static int version(Session session, String place) {
    var connection = session.connection();
    try {
      var before = connection.getSchema();
      connection.setSchema(place);
      int version = Schema.version(session);
      connection.setSchema(before);
      return version;
    } catch (SQLException e) {
      throw new StoreException("The database could not be asked: " + e.getMessage(), e);
    }
  }

  /// What an upgrade of this node that died left is taken away. Call it only when no other process
  /// serves this home.
  public void settle() {
    address.locked((places, session) -> {
      places.current(session);
      places.forget(session, node);
      places.openAll(session, node);
      return node;
    });
    tidy();
  }

  /// Brings the current schema to ours, in another one, while no other server uses it.
  ///
  /// @return what is wrong; empty if it is done
  public List<String> bringUpToDate() {
    try (var database = PostgresDatabase.openAsItIs(address, node)) {
      database.noteChanges();
      var problems = make();
      if (!problems.isEmpty()) {
        database.forgetChanges();
        return problems;
      }
      problems = carry(database.freeze());
      if (!problems.isEmpty()) {
        database.thaw();
        return problems;
      }
      move(version());
      release();
      return List.of();
    } finally {
      close();
    }
  }

  @Override
  public List<String> make() {
    try {
      var opened = open();
      return opened.way() == null
          ? List.of()
          : new PostgresCopy(
                  opened.session(), opened.places(), schema, opened.way().from(), opened.way().to())
              .make(build, time.instant());
    } catch (SQLException e) {
      throw new StoreException("The database could not be copied: " + e.getMessage(), e);
    }
  }

  private Work open() {
    close();
    record Found(PostgresPlaces places, @Nullable Way way, int version) {}
    var found =
        address.locked((places, session) -> {
          var current = places.current(session).name();
          var way = places.making(session, node).map(made -> new Way(current, made.name()));
          return new Found(places, way.orElse(null), version(session, current));
        });
    if (found.way() == null && found.version() != schema.newest()) {
      throw new StoreException(
          "Another server has brought the database to schema %d, and this program needs %d: upgrade one that uses it first."
              .formatted(found.version(), schema.newest()));
    }
    var opened = new Work(address.session(), found.places(), found.way());
    work = opened;
    return opened;
  }

  private Work opened() {
    var opened = work;
    if (opened == null) {
      throw new IllegalStateException("nothing was made");
    }
    return opened;
  }

  @Override
  public List<String> carry(Changes changes) {
    var opened = opened();
    var way = opened.way();
    if (way == null) {
      return List.of();
    }
    try {
      return PostgresCarrying.run(opened.session(), opened.places(), schema, way.from(), way.to());
    } catch (SQLException e) {
      throw new StoreException("The last changes could not be copied: " + e.getMessage(), e);
    }
  }

  @Override
  public void claim(Instance instance) {
    var way = opened().way();
    if (way != null) {
      locked((_, session) -> {
        onPlace(session, way.to(), () -> new SqlInstanceStore(session).put(instance));
        return instance;
      });
    }
  }

  private static void onPlace(Session session, String place, Runnable act) {
    try {
      session.connection().setSchema(place);
      act.run();
    } catch (SQLException e) {
      throw new StoreException("The database could not be written: " + e.getMessage(), e);
    }
  }

  private <T> T locked(PostgresAddress.Work<T> act) {
    var opened = opened();
    try {
      opened.session().connection().rollback();
      return PostgresAddress.locked(opened.session(), opened.places(), act);
    } catch (SQLException e) {
      throw new StoreException("The database could not be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void move(String oldVersion) {
    var way = opened().way();
    if (way == null) {
      return;
    }
    locked((places, session) -> {
      if (!places.replace(session, way.from(), way.to(), node, oldVersion)) {
        throw new StoreException("The running server has taken the home back.");
      }
      return way;
    });
  }

  /// If it can't be told, the hold ends by itself a little later.
  @Override
  public void release() {
    var way = opened().way();
    try {
      if (way != null) {
        locked((places, session) -> {
          places.open(session, way.to(), node);
          return way;
        });
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the database can't be written for some seconds", e);
    }
    close();
    new PostgresBroom(address).sweepSoon();
  }

  @Override
  public void discard() {
    var way = work == null ? null : work.way();
    close();
    if (way == null) {
      return;
    }
    try {
      address.locked((places, session) -> {
        places.forgetOne(session, way.to());
        return way;
      });
      tidy();
    } catch (StoreException e) {
      // The next start of this home does it.
      LOG.log(Level.WARNING, "what was made beside the database stays for now", e);
    }
  }

  @Override
  public void remember() {
    ours = address.locked((places, session) -> places.current(session).name());
  }

  @Override
  public void revoke() {
    boolean isOurs = address.locked((places, session) -> places.takeBack(session, ours, node));
    if (!isOurs) {
      LOG.log(Level.ERROR, "the database was moved for good; this server can't go on with it");
    }
  }

  /// The version of the program that brought the current schema to its form.
  public String version() {
    return address.locked((places, session) -> {
      var place = places.current(session).name();
      return session
          .first(
              "SELECT build FROM %s ORDER BY version DESC LIMIT 1"
                  .formatted(PostgresNotes.name(place, "schema_version")),
              row -> row.getString(1).split(" ", 2)[0])
          .orElse("0");
    });
  }

  @Override
  public List<Kept> list() {
    return address.locked((places, session) ->
        places.all(session).stream()
            .filter(place -> place.state() == State.KEPT)
            .map(place -> kept(session, place))
            .toList());
  }

  private static Kept kept(Session session, Place place) {
    return new Kept(
        place.name(), place.version(), session.number(SIZE, place.name()), place.changed());
  }

  /// Not while some server still shows what is in it.
  @Override
  public void remove(Kept old) {
    address.locked((places, session) -> {
      if (places.nodes(session).stream().noneMatch(other -> other.place().equals(old.name()))) {
        places.markVoid(session, old.name());
      }
      return old;
    });
    tidy();
  }

  /// Items that the kept schema does not know.
  public List<Since> since(String kept) {
    return address.locked((places, session) -> {
      var current = PostgresPlaces.quoted(places.current(session).name());
      return session.list(
          SINCE.replace("{current}", current).replace("{kept}", PostgresPlaces.quoted(kept)),
          SinceRow::read);
    });
  }

  /// Makes a kept schema the current one again, in one transaction; the one that was is kept, and
  /// nobody writes it any more.
  public void goBack(String kept, String version) {
    address.locked((places, session) -> {
      var current = places.current(session).name();
      for (var table : PostgresNotes.tables(session, places, current)) {
        PostgresNotes.guard(session, places, PostgresNotes.name(current, table));
      }
      if (!places.goBack(session, kept, version)) {
        throw new StoreException("There is no schema " + kept + " to go back to.");
      }
      return current;
    });
    tidy();
  }

  /// Removes what is not needed any more, as far as nobody is in the way: it can be done later,
  /// too.
  private void tidy() {
    new PostgresBroom(address).sweep();
  }

  @Override
  public void close() {
    var opened = work;
    work = null;
    if (opened != null) {
      try {
        opened.session().connection().rollback();
        opened.session().close();
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "a connection was not closed as it should be", e);
      }
    }
  }
}
