package contentgremlin.job;

import java.time.Duration;

/// Bounds that the kernel or the watchdog keeps for all tools of one attempt. A number of 0 is no
/// bound.
///
/// @param time of the clock, overall
/// @param stall without any progress in media time, output bytes, processor time or transfer
/// @param memoryBytes data of one process (RLIMIT_DATA)
/// @param fileBytes size of one output file (RLIMIT_FSIZE)
/// @param writtenBytes all that the tools write together, so that many small files fill no disk
///   either
/// @param isIdle they get only what of processor and disk nobody else wants
public record Limits(
    Duration time,
    Duration stall,
    long memoryBytes,
    long fileBytes,
    long writtenBytes,
    boolean isIdle) {
  public Limits(Duration time, Duration stall, long memoryBytes, long fileBytes) {
    this(time, stall, memoryBytes, fileBytes, 0);
  }

  public Limits(
      Duration time, Duration stall, long memoryBytes, long fileBytes, long writtenBytes) {
    this(time, stall, memoryBytes, fileBytes, writtenBytes, false);
  }

  /// The same, with other patience.
  public Limits stalling(Duration patience) {
    return new Limits(time, patience, memoryBytes, fileBytes, writtenBytes, isIdle);
  }

  /// For what nobody waits for. Who has to wait for everybody else may be silent for long.
  public Limits idle() {
    return new Limits(time, time, memoryBytes, fileBytes, writtenBytes, true);
  }
}
