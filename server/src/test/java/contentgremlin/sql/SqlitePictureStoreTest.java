package contentgremlin.sql;

import contentgremlin.enrich.PictureStoreContract;
import contentgremlin.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqlitePictureStoreTest extends PictureStoreContract {
  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
  }
}
