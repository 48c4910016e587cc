package contentgremlin.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/// How the server's log looks when it runs in this process: a line per entry, on standard error.
final class Logs {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  /// Kept, since the runtime forgets loggers that nobody holds, and their levels with them.
  private static final Logger ALL = Logger.getLogger("");

  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private Logs() {}

  static void oneLineEach() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
    }
    JETTY.setLevel(Level.WARNING);
  }

  /// For a command whose own words would be lost among the log's.
  static void onlyTrouble() {
    oneLineEach();
    ALL.setLevel(Level.WARNING);
  }
}
