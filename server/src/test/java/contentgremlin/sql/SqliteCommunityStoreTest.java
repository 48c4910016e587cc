package contentgremlin.sql;

import contentgremlin.community.CommunityStoreContract;
import contentgremlin.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteCommunityStoreTest extends CommunityStoreContract {
  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
  }
}
