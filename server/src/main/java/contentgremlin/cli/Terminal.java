package contentgremlin.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where the commands write to.
///
/// @param out for what was asked for
/// @param err for complaints and progress
/// @param interactive whether somebody watches, so that lines may be redrawn
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
  /// This process's own.
  // There is none in a pipe, again, since JDK 25.
  @SuppressWarnings("SystemConsoleNull")
  public static Terminal system() {
    var console = System.console();
    return new Terminal(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        console != null && console.isTerminal());
  }
}
