package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.vault.CollectionStoreContract;
import java.time.InstantSource;

class PostgresCollectionStoreTest extends CollectionStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
