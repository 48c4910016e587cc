package contentgremlin.app;

import contentgremlin.sql.SqliteDatabase;
import contentgremlin.sql.SqliteUpgrade;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.DatabaseCopy;
import java.time.InstantSource;

/// The database is a file in the home.
///
/// @param build of the program, for the record: "0.1.0 (1a2b3c4)"
/// @param schema the newest that it knows
record LocalStorage(Home home, String build, int schema, InstantSource time) implements Storage {
  @Override
  public Opened open(Closers closers, Claim claim) {
    bringUpToDate(claim);
    var database = closers.add(SqliteDatabase.open(home.database(), build, time));
    claim.on(database);
    upgrade().discard(); // of an upgrade that died
    return opened(database);
  }

  /// A database of an older program is copied, not changed: so there is a way back.
  private void bringUpToDate(Claim claim) {
    int used = SqliteUpgrade.schema(home.database());
    if (used == 0 || used >= schema) {
      return;
    }
    var upgrade = upgrade();
    var before = SqliteDatabase.instance(home.database());
    upgrade.claimHome(claim.self(), claim::isOther).ifPresent(claim::refuse);
    var problems = upgrade.make();
    if (!problems.isEmpty()) {
      upgrade.discard();
      throw new StoreException(
          "The database of the older version is not sound, and stays as it is: "
              + String.join("; ", problems));
    }
    upgrade.settle();
    upgrade.move(before.map(Instance::version).orElseGet(upgrade::version));
  }

  private SqliteUpgrade upgrade() {
    return new SqliteUpgrade(home.database(), build, time);
  }

  private Opened opened(SqliteDatabase database) {
    var upgrade = upgrade();
    return new Opened(database, database, "", database, upgrade, upgrade, _ -> {});
  }

  @Override
  public DatabaseCopy copy() {
    return upgrade();
  }

  @Override
  public Opened openCopy(Closers closers) {
    return opened(closers.add(SqliteDatabase.open(upgrade().copy(), build, time)));
  }

  /// The copy says itself who is about to serve.
  @Override
  public void relocate(Opened opened, Runnable move, Instance successor) {
    opened.local().relocate(home.database(), move);
  }
}
