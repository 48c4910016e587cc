package contentgremlin.store;

import java.nio.file.Path;

/// Makes copies of a database, also while it is in use.
public interface DatabaseCopies {
  /// Copies one consistent state into a file of its own, and opens that.
  ///
  /// @param file MUST NOT exist yet
  /// @throws StoreException if it can't be copied, with what can be done instead
  Database copy(Path file);
}
