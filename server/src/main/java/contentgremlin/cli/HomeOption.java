package contentgremlin.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--home`, which every command has.
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:GREMLIN_HOME:-contentgremlin}",
      description = "Directory of the instance (default: $GREMLIN_HOME or ./contentgremlin)")
  private Path directory = Path.of("contentgremlin");

  Path directory() {
    return directory.toAbsolutePath().normalize();
  }
}
