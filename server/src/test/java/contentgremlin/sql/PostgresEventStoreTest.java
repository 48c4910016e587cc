package contentgremlin.sql;

import contentgremlin.event.EventStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresEventStoreTest extends EventStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
