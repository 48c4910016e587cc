package contentgremlin.sql;

import contentgremlin.job.JobStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresJobStoreTest extends JobStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
