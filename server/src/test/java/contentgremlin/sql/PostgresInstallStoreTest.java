package contentgremlin.sql;

import contentgremlin.install.InstallStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresInstallStoreTest extends InstallStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
