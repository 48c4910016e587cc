package contentgremlin.sql;

import contentgremlin.event.AlertStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresAlertStoreTest extends AlertStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
