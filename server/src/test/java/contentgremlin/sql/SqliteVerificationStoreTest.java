package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.vault.VerificationStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteVerificationStoreTest extends VerificationStoreContract {
  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
  }
}
