package contentgremlin.sql;

import contentgremlin.extend.ExtensionStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresExtensionStoreTest extends ExtensionStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
