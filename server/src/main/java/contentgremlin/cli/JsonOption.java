package contentgremlin.cli;

import picocli.CommandLine.Option;

/// `--json`, for commands that print data.
final class JsonOption {
  @Option(names = "--json", description = "Print JSON instead of text for people")
  private boolean wanted;

  boolean isWanted() {
    return wanted;
  }
}
