package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.store.InstanceStoreContract;
import java.time.InstantSource;

class PostgresInstanceStoreTest extends InstanceStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
