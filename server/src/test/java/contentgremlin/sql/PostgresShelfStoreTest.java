package contentgremlin.sql;

import contentgremlin.shelf.ShelfStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresShelfStoreTest extends ShelfStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
