package contentgremlin.monitor;

import java.time.Duration;

/// How patient a monitor is.
///
/// @param settle a file of which nobody knows whether it was closed counts as whole when it kept
///   its size and its time for so long
/// @param presence how often root and mounts are looked at, besides whenever the system says
/// @param compareMin how soon parts that can't be watched are compared again
/// @param compareMax how late, when nothing changed there again and again
/// @param pendingMax changes that are kept in memory; beyond that, parts are listed again instead
public record MonitorSettings(
    Duration settle, Duration presence, Duration compareMin, Duration compareMax, int pendingMax) {
  public static final MonitorSettings DEFAULT =
      new MonitorSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          100_000);
}
