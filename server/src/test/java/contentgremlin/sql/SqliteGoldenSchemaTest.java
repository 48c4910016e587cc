package contentgremlin.sql;

import contentgremlin.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

class SqliteGoldenSchemaTest extends GoldenSchemaContract {
  @Override
  void fill(Path golden) throws Exception {
    Files.copy(golden, file());
  }

  private Path file() {
    return folder.resolve("db.sqlite");
  }

  @Override
  Database open() {
    return SqliteDatabase.open(file(), "test", InstantSource.system());
  }

  @Override
  Connection connect() throws SQLException {
    return openFile(file());
  }
}
