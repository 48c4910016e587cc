package contentgremlin.sql;

import contentgremlin.machine.MachineStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresMachineStoreTest extends MachineStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
