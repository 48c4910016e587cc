package contentgremlin.worker;

import java.time.Duration;

/// How the tools ended on a worker.
public sealed interface WorkResult {
  /// All went well, and the outputs were sent.
  record Done() implements WorkResult {}

  /// @param tool which one failed
  /// @param log the last lines that the tools wrote
  record Failed(int tool, int code, String log) implements WorkResult {}

  /// @param log as above
  record Stalled(Duration silence, String log) implements WorkResult {}

  record Overdue() implements WorkResult {}

  record Excessive(long bytes) implements WorkResult {}

  /// Somebody ended them, with KILL.
  record Killed(String log) implements WorkResult {}
}
