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
public record Limits(
    Duration time, Duration stall, long memoryBytes, long fileBytes, long writtenBytes) {
  public Limits(Duration time, Duration stall, long memoryBytes, long fileBytes) {
    this(time, stall, memoryBytes, fileBytes, 0);
  }
}
