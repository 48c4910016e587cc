package contentgremlin.sql;

import contentgremlin.enrich.PictureStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresPictureStoreTest extends PictureStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
