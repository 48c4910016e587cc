package contentgremlin.arrival;

import java.io.IOException;
import java.util.List;

/// The database of another server, which is only read. Used by one thread.
///
/// Lists are pages in the order of the numbers: those after `after`, at most `limit`.
public interface Origin extends AutoCloseable {
  /// The sort of server.
  String name();

  /// About how many records there are to tell of.
  long count();

  List<Foreign.Person> people(long after, int limit);

  List<Foreign.Entry> entries(long after, int limit);

  List<Foreign.Beside> attachments(long after, int limit);

  List<Foreign.Beside> subtitles(long after, int limit);

  List<Foreign.Gathering> collections(long after, int limit);

  /// What is in a collection, in its order.
  List<Foreign.Pick> picks(long collection, int limit);

  List<Foreign.Remark> remarks(long after, int limit);

  @Override
  void close();

  /// Opens one.
  interface Opener {
    /// @param database an address, or a file's name
    /// @throws IOException if it can't be read
    /// @throws contentgremlin.store.StoreException if it is none that we know
    Origin open(String database) throws IOException;
  }
}
