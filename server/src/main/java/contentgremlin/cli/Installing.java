package contentgremlin.cli;

import contentgremlin.install.Report;
import java.io.IOException;
import java.nio.file.Path;

/// Installs a home inside this process.
public interface Installing {
  /// Makes the home if there is none.
  ///
  /// @param options where to listen does not matter
  /// @throws contentgremlin.store.StoreException if somebody is at it just now
  Report install(Path home, Launcher.Options options) throws IOException, InterruptedException;
}
