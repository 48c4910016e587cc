package contentgremlin.cli;

import contentgremlin.install.Report;
import java.nio.file.Path;

/// For commands that install nothing.
record NoInstaller() implements Installing {
  @Override
  public Report install(Path home, Launcher.Options options) {
    throw new IllegalStateException("nothing is to be installed here");
  }
}
