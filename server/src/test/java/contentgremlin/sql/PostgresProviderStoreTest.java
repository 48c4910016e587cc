package contentgremlin.sql;

import contentgremlin.enrich.ProviderStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresProviderStoreTest extends ProviderStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
