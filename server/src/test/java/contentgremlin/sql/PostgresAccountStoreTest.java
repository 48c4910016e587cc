package contentgremlin.sql;

import contentgremlin.account.AccountStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresAccountStoreTest extends AccountStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
