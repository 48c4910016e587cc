package contentgremlin.sql;

import contentgremlin.extend.ExtensionStoreContract;
import contentgremlin.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteExtensionStoreTest extends ExtensionStoreContract {
  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
  }
}
