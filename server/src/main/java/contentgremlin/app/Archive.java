package contentgremlin.app;

import contentgremlin.sql.PostgresUpgrade;
import contentgremlin.sql.SqliteUpgrade;
import contentgremlin.upgrade.KeptDatabases.Kept;
import contentgremlin.upgrade.Since;
import java.util.List;

/// What older programs left, to go back to while nobody serves the home.
interface Archive {
  /// Where it is, in words.
  String place();

  /// The newest first.
  List<Kept> list();

  /// What came since that one was left.
  List<Since> since(Kept kept);

  /// That one becomes the home's database again; the one that was is kept.
  void goBack(String name);

  /// Files in the home.
  record Local(Home home, SqliteUpgrade upgrade) implements Archive {
    @Override
    public String place() {
      return home.directory().toString();
    }

    @Override
    public List<Kept> list() {
      return upgrade.list();
    }

    @Override
    public List<Since> since(Kept kept) {
      return upgrade.since(home.directory().resolve(kept.name()));
    }

    @Override
    public void goBack(String name) {
      upgrade.goBack(home.directory().resolve(name), upgrade.version());
    }
  }

  /// Schemas of a database on a server.
  record Remote(PostgresUpgrade upgrade) implements Archive {
    @Override
    public String place() {
      return "the database on the server";
    }

    @Override
    public List<Kept> list() {
      return upgrade.list();
    }

    @Override
    public List<Since> since(Kept kept) {
      return upgrade.since(kept.name());
    }

    @Override
    public void goBack(String name) {
      upgrade.goBack(name, upgrade.version());
    }
  }
}
