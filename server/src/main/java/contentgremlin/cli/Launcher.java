package contentgremlin.cli;

import contentgremlin.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts a server inside this process.
public interface Launcher {
  /// Makes the home if there is none, and returns when the server answers requests.
  ///
  /// @throws RuntimeException with a message for the person who reads it, if it can't start
  Running launch(Path home, Options options);

  /// Another process is at the home.
  final class Occupied extends StoreException {
    private static final long serialVersionUID = 1;

    public Occupied(String message) {
      super(message);
    }
  }

  /// @param host name or address to listen on
  /// @param port 0 takes any free one
  /// @param database its URL; null for the one in the home
  /// @param content URL of the place for content; null for the folder in the home
  record Options(String host, int port, @Nullable String database, @Nullable String content) {}

  /// A server that answers requests. Thread-safe.
  interface Running extends AutoCloseable {
    /// "http://127.0.0.1:8765"
    URI address();

    /// Where the first administrator's account is made; empty if there are accounts already. The
    /// link works once.
    Optional<URI> setupLink();

    /// Returns when the server has stopped, whatever made it.
    void awaitStopped() throws InterruptedException;

    /// Lets open requests end, then stops. Running encodes go on and are found again by the next
    /// server. Again: does nothing.
    @Override
    void close();
  }
}
