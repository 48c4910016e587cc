package contentgremlin.arrival;

import contentgremlin.extension.ForeignDatabase;
import java.io.IOException;

/// The database of another server, while an import reads it. Used by one thread at a time.
public interface OpenDatabase extends ForeignDatabase, AutoCloseable {
  @Override
  void close() throws IOException;

  /// Opens one.
  interface Opener {
    /// @param database an address, or a file's name
    /// @throws IOException if it can't be read, or is none that we know
    OpenDatabase open(String database) throws IOException;
  }
}
