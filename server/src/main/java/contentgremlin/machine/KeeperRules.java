package contentgremlin.machine;

import contentgremlin.store.QuietHours;
import contentgremlin.store.Setting;
import contentgremlin.store.SettingStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// When machines are started and stopped for work, as it is set.
///
/// @param startAfter how long work has to wait
/// @param stopAfter how long a machine has to be idle
/// @param limit how many may run at once that were started for work
/// @param quota how long all of them may run on one day; zero: as long as they like
/// @param quiet when none is started, and those that were are stopped as soon as they are idle
/// @param patience how long a guest that was asked may take to shut down
/// @param zone in which days and hours are counted
public record KeeperRules(
    Duration startAfter,
    Duration stopAfter,
    int limit,
    Duration quota,
    QuietHours quiet,
    Duration patience,
    ZoneId zone) {
  public static KeeperRules of(SettingStore settings, ZoneId zone) {
    return new KeeperRules(
        Setting.MACHINE_START_AFTER.duration(settings),
        Setting.MACHINE_STOP_AFTER.duration(settings),
        Math.toIntExact(Setting.MACHINE_LIMIT.number(settings)),
        Duration.ofHours(Setting.MACHINE_QUOTA.number(settings)),
        QuietHours.of(Setting.MACHINE_QUIET_HOURS.text(settings)),
        Setting.MACHINE_STOP_PATIENCE.duration(settings),
        zone);
  }

  boolean isQuiet(Instant now) {
    return quiet.holds(now, zone);
  }

  /// When the day began in which this moment lies.
  public Instant today(Instant now) {
    return LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
  }
}
