package contentgremlin.engine;

import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.upgrade.KeptDatabases.Kept;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/// Removes databases of older versions that are too many or too old. The newest one is only ever
/// too old.
final class KeptBroom {
  private final Database database;
  private final KeptDatabases kept;
  private final InstantSource time;

  KeptBroom(Database database, KeptDatabases kept, InstantSource time) {
    this.database = database;
    this.kept = kept;
    this.time = time;
  }

  Swept turn(boolean dry) {
    var removed = overdue();
    if (!dry) {
      removed.forEach(kept::remove);
    }
    return new Swept(removed.size(), removed.stream().mapToLong(Kept::bytes).sum(), false);
  }

  private List<Kept> overdue() {
    var all = kept.list();
    return database.read(tables -> {
      long most = Math.max(1, Setting.OLDER_DATABASES.number(tables.settings()));
      var oldest = time.instant().minus(Setting.OLDER_DATABASES_KEPT.duration(tables.settings()));
      return IntStream.range(0, all.size())
          .filter(place -> place >= most || all.get(place).left().isBefore(oldest))
          .mapToObj(all::get)
          .toList();
    });
  }
}
