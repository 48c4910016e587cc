package contentgremlin.sql;

import contentgremlin.account.AccountStoreContract;
import contentgremlin.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountStoreTest extends AccountStoreContract {
  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
  }
}
