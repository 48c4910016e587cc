package contentgremlin.sql;

import contentgremlin.item.ItemStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresItemStoreTest extends ItemStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
