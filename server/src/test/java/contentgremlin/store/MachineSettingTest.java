package contentgremlin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be set about machines.
class MachineSettingTest {
  @ParameterizedTest
  @CsvSource({
    "machine-start-after, PT2M, PT0.5S",
    "machine-stop-after, PT10M, ten minutes",
    "machine-limit, 2, -1",
    "machine-quota, 0, 1001",
    "machine-quiet-hours, none, 22-7",
    "machine-stop-patience, PT2M, 2"
  })
  void each_has_a_default_that_it_takes_and_refuses_nonsense(
      String word, String fallback, String nonsense) {
    var setting = Setting.of(word).orElseThrow();
    assertThat(setting.fallback()).isEqualTo(fallback);
    assertThat(setting.complaint(fallback)).isEmpty();
    assertThat(setting.complaint(nonsense)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "22:00-07:00, 21:59, false",
    "22:00-07:00, 22:00, true",
    "22:00-07:00, 06:59, true",
    "22:00-07:00, 07:00, false",
    "12:00-13:00, 12:30, true",
    "12:00-13:00, 13:00, false",
    "12:00-12:00, 12:00, false",
    "none, 12:00, false"
  })
  void quiet_hours_may_go_over_midnight(String hours, String clock, boolean isQuiet) {
    assertThat(Setting.MACHINE_QUIET_HOURS.complaint(hours)).isEmpty();
    var now = Instant.parse("2026-03-02T" + clock + ":00Z");
    assertThat(QuietHours.of(hours).holds(now, ZoneOffset.UTC)).isEqualTo(isQuiet);
  }
}
