package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.vault.VerificationStoreContract;
import java.time.InstantSource;

class PostgresVerificationStoreTest extends VerificationStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
