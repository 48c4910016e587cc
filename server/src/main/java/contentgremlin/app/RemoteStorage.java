package contentgremlin.app;

import contentgremlin.sql.PostgresDatabase;
import contentgremlin.sql.PostgresUpgrade;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.DatabaseCopy;
import contentgremlin.upgrade.Succession;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// The database is on a PostgreSQL server. What stays in the home is who serves it: there the
/// command line looks for it.
///
/// @param url of the database
/// @param build of the program, for the record: "0.1.0 (1a2b3c4)"
/// @param schema the newest that it knows
record RemoteStorage(Home home, String url, String build, int schema, InstantSource time)
    implements Storage {
  /// The setting that tells this home from others that use the same database.
  private static final String NODE = "node";

  @Override
  public Opened open(Closers closers, Claim claim) {
    var local = register(closers);
    claim.on(local);
    var node = node(local);
    var upgrade = upgrade(node);
    upgrade.settle(); // an upgrade that died
    bringUpToDate(upgrade);
    return opened(local, closers.add(PostgresDatabase.open(url, node, build, time)), node);
  }

  private SqliteDatabase register(Closers closers) {
    return closers.add(SqliteDatabase.openRegister(home.database(), build, time));
  }

  /// Made at the first start.
  private static String node(SqliteDatabase local) {
    return local.write(tables -> {
      var settings = tables.settings();
      var known = settings.find(NODE);
      if (known.isPresent()) {
        return known.get();
      }
      var made = UUID.randomUUID().toString();
      settings.put(NODE, made);
      return made;
    });
  }

  PostgresUpgrade upgrade(String node) {
    return new PostgresUpgrade(url, node, build, time);
  }

  /// The same, as long as nothing is open.
  PostgresUpgrade upgrade() {
    try (var closers = new Closers()) {
      return upgrade(node(register(closers)));
    }
  }

  private void bringUpToDate(PostgresUpgrade upgrade) {
    var standing = upgrade.standing();
    if (standing.schema() == 0 || standing.schema() >= schema) {
      return;
    }
    if (!standing.others().isEmpty()) {
      throw new StoreException(
          "The database has schema %d, and servers of an older version use it: %s. Upgrade one of them with: gremlin upgrade"
              .formatted(standing.schema(), String.join(", ", standing.others())));
    }
    var problems = upgrade.bringUpToDate();
    if (!problems.isEmpty()) {
      throw new StoreException(
          "The database of the older version is not sound, and stays as it is: "
              + String.join("; ", problems));
    }
  }

  private Opened opened(SqliteDatabase local, PostgresDatabase database, String node) {
    var upgrade = upgrade(node);
    return new Opened(
        local, database, node, database, new Register(local, upgrade), upgrade, database::register);
  }

  @Override
  public DatabaseCopy copy() {
    return upgrade();
  }

  @Override
  public Opened openCopy(Closers closers) {
    var local = register(closers);
    var node = node(local);
    return opened(local, closers.add(PostgresDatabase.openMade(url, node, build, time)), node);
  }

  @Override
  public void relocate(Opened opened, Runnable move, Instance successor) {
    move.run();
    opened
        .local()
        .write(tables -> {
          tables.instance().put(successor);
          return successor;
        });
  }

  /// Who takes the database back from a successor also says again who serves the home.
  private static final class Register implements Succession {
    private final SqliteDatabase local;
    private final Succession database;
    private volatile Optional<Instance> ours = Optional.empty();

    Register(SqliteDatabase local, Succession database) {
      this.local = local;
      this.database = database;
    }

    @Override
    public void remember() {
      ours = local.read(tables -> tables.instance().current());
      database.remember();
    }

    @Override
    public void revoke() {
      database.revoke();
      local.write(tables -> {
        ours.ifPresent(tables.instance()::put);
        return ours;
      });
    }
  }
}
