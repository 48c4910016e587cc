package contentgremlin.install;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of one run of the installation, line by line in the order in which things were done.
///
/// @param build of the program that did it: "0.1.0 (1a2b3c4)"
public record Report(Cause cause, String build, Instant started, Instant ended, List<Line> lines) {
  /// More steps and hooks than anybody has.
  public static final int LINES_MAX = 1_000;

  public static final int DETAIL_MAX = 2_000;

  public enum Cause {
    /// The server started.
    START,
    /// Somebody asked for it on the command line, while no server ran.
    COMMAND,
    /// Somebody asked the server for it.
    REQUEST,
    /// A new version took over.
    UPGRADE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for any other word
    public static Cause of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// @param step its id
  /// @param hook its id; null for the step itself
  /// @param when null for the step itself
  /// @param took how long it took
  public record Line(
      String step,
      @Nullable String hook,
      Hook.@Nullable When when,
      String title,
      Outcome outcome,
      Duration took) {}

  public Report {
    lines = List.copyOf(lines);
  }

  public boolean hasFailed() {
    return lines.stream().anyMatch(line -> line.outcome() instanceof Outcome.Failed);
  }
}
