package contentgremlin.store;

import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contract tests of all stores start from: a database that is open.
@NullUnmarked
public abstract class OpenDatabase {
  protected Database database;

  /// Opens the database of this test: empty the first time, with all that was kept later on.
  protected abstract Database open() throws Exception;

  @BeforeEach
  void openFirst() throws Exception {
    database = open();
  }

  @AfterEach
  void closeLast() {
    database.close();
  }

  protected <T extends @Nullable Object> T read(Database.Work<T> work) {
    return database.read(work);
  }

  protected <T extends @Nullable Object> T write(Database.Work<T> work) {
    return database.write(work);
  }

  /// A transaction without a result.
  protected void change(Change change) {
    database.write(tables -> {
      change.in(tables);
      return "";
    });
  }

  @FunctionalInterface
  protected interface Change {
    void in(Database.Tables tables);
  }
}
