package contentgremlin.cli;

import contentgremlin.install.Report;
import contentgremlin.install.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Installs a home inside this process.
public interface Installing {
  /// @param suggestions folders that may become libraries
  record Installed(Report report, List<Suggestion> suggestions) {}

  /// Makes the home if there is none.
  ///
  /// @param options where to listen does not matter
  /// @throws Launcher.Occupied if somebody is at it just now
  Installed install(Path home, Launcher.Options options) throws IOException, InterruptedException;
}
