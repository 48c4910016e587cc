package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.store.SettingStoreContract;
import java.time.InstantSource;

class PostgresSettingStoreTest extends SettingStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
