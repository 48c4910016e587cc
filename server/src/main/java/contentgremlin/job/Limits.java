package contentgremlin.job;

import java.time.Duration;

/// Bounds that the kernel or the watchdog keeps for all tools of one attempt.
///
/// @param time of the clock, overall
/// @param stall without any progress in media time, output bytes or processor time
/// @param memoryBytes data of one process (RLIMIT_DATA)
/// @param fileBytes size of one output file (RLIMIT_FSIZE)
public record Limits(Duration time, Duration stall, long memoryBytes, long fileBytes) {}
