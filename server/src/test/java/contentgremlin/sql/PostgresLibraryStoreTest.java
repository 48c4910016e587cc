package contentgremlin.sql;

import contentgremlin.library.LibraryStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresLibraryStoreTest extends LibraryStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
