package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.vault.UploadStoreContract;
import java.time.InstantSource;

class PostgresUploadStoreTest extends UploadStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
