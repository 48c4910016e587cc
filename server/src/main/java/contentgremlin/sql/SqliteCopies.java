package contentgremlin.sql;

import contentgremlin.store.Database;
import contentgremlin.store.DatabaseCopies;
import contentgremlin.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/// Copies a database file by SQLite itself: a consistent state, and writers go on meanwhile.
///
/// @param build of the program, for the copy's own record
public record SqliteCopies(Path file, String build, InstantSource time) implements DatabaseCopies {
  @Override
  public Database copy(Path target) {
    try (var session = SqliteLine.openCopier(file)) {
      session.connection().setAutoCommit(true);
      try (var statement = session.connection().prepareStatement("VACUUM INTO ?")) {
        statement.setString(1, target.toAbsolutePath().toString());
        statement.execute();
      }
    } catch (SQLException e) {
      throw new StoreException(
          "The database could not be copied to %s: %s".formatted(target, e.getMessage()), e);
    }
    return SqliteDatabase.open(target, build, time);
  }
}
