package contentgremlin.sql;

import contentgremlin.enrich.EnrichmentStoreContract;
import contentgremlin.store.Database;
import java.time.InstantSource;

class PostgresEnrichmentStoreTest extends EnrichmentStoreContract {
  @Override
  protected Database open() {
    return PostgresDatabase.open(TestPostgres.create(), "test", InstantSource.system());
  }
}
