package contentgremlin.cli;

import java.nio.file.Path;

/// For commands that install nothing.
record NoInstaller() implements Installing {
  @Override
  public Installed install(Path home, Launcher.Options options) {
    throw new IllegalStateException("nothing is to be installed here");
  }
}
