package contentgremlin.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Makes a worker of this process.
public interface Worksite {
  /// @param server "https://media.example"
  /// @param name what the worker is called there; the empty string: as this machine is
  /// @param machine on which of the server's machines it runs, by its id; or the empty string
  /// @param folder for what it works on
  /// @param places how many jobs it does at once; 0: as many as its processors are good for
  /// @param spaceBytes how much may lie in the folder
  record Terms(
      URI server,
      String token,
      String name,
      String machine,
      Path folder,
      int places,
      long spaceBytes) {}

  /// Takes the folder. Nothing is asked of the server before [Working#run].
  ///
  /// @param says hears what it does
  Working open(Terms terms, Consumer<String> says) throws IOException, InterruptedException;

  /// A worker. Thread-safe.
  interface Working extends AutoCloseable {
    /// Works until it is closed.
    ///
    /// @throws IOException if the server does not want it
    void run() throws InterruptedException, IOException;

    /// Whether [#run] has come to its end.
    boolean isOver();

    /// Ends the tools, gives the leases back, and returns when that is done.
    @Override
    void close();
  }
}
