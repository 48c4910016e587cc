package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.vault.FileStoreContract;
import java.time.InstantSource;

class PostgresFileStoreTest extends FileStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
