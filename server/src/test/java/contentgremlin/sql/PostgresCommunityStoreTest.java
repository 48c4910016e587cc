package contentgremlin.sql;

import contentgremlin.community.CommunityStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresCommunityStoreTest extends CommunityStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
