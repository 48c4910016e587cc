package contentgremlin.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Limits LIMITS =
      new Limits(Duration.ofHours(1), Duration.ofSeconds(60), 0, 0);

  @Test
  void a_stopped_tool_is_stalled_after_the_limit() {
    var watchdog = begin().observe(seen(0, 0, 100), NOON);
    for (int second = 1; second < 60; second++) {
      watchdog = watchdog.observe(seen(0, 0, 100), NOON.plusSeconds(second));
      assertThat(watchdog.judge(NOON.plusSeconds(second))).isEqualTo(new Watchdog.Verdict.Fine());
    }
    assertThat(watchdog.judge(NOON.plusSeconds(60)))
        .isEqualTo(new Watchdog.Verdict.Stalled(Duration.ofSeconds(60)));
  }

  @Test
  void five_percent_of_a_core_is_slow_and_not_hung() {
    var watchdog = begin();
    for (int second = 0; second < 600; second++) {
      watchdog = watchdog.observe(seen(0, 0, 5L * second), NOON.plusSeconds(second));
    }
    assertThat(watchdog.judge(NOON.plusSeconds(600))).isEqualTo(new Watchdog.Verdict.Fine());
  }

  @Test
  void a_thread_that_only_prints_is_no_progress() {
    var watchdog = begin();
    for (int second = 0; second < 70; second++) {
      watchdog = watchdog.observe(seen(0, 0, second / 10), NOON.plusSeconds(second));
    }
    assertThat(watchdog.judge(NOON.plusSeconds(70))).isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void moving_the_index_changes_bytes_or_time_and_is_progress() {
    var watchdog = begin().observe(seen(50, 1_000, 0), NOON);
    watchdog = watchdog.observe(seen(50, 900, 0), NOON.plusSeconds(55));
    assertThat(watchdog.judge(NOON.plusSeconds(114))).isEqualTo(new Watchdog.Verdict.Fine());
    watchdog = watchdog.observe(seen(0, 900, 0), NOON.plusSeconds(114));
    assertThat(watchdog.judge(NOON.plusSeconds(173))).isEqualTo(new Watchdog.Verdict.Fine());
  }

  @Test
  void who_pauses_long_may_pause_long_again_but_not_for_ever() {
    var watchdog =
        begin().observe(seen(1, 0, 0), NOON).observe(seen(2, 0, 0), NOON.plusSeconds(50));
    assertThat(watchdog.judge(NOON.plusSeconds(50 + 99))).isEqualTo(new Watchdog.Verdict.Fine());
    assertThat(watchdog.judge(NOON.plusSeconds(50 + 100)))
        .isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void whoever_moves_for_longer_than_anything_should_is_overdue() {
    var watchdog = begin().observe(seen(1, 1, 1), NOON.plusSeconds(3_599));
    assertThat(watchdog.judge(NOON.plusSeconds(3_599))).isEqualTo(new Watchdog.Verdict.Fine());
    assertThat(watchdog.judge(NOON.plusSeconds(3_600))).isEqualTo(new Watchdog.Verdict.Overdue());
  }

  private static Watchdog begin() {
    return Watchdog.begin(LIMITS, NOON, NOON);
  }

  private static Observation.Alive seen(long mediaSeconds, long bytes, long ticks) {
    return new Observation.Alive(
        new ProcessIdentity("boot", 1, 1), 0, Duration.ofSeconds(mediaSeconds), 1, bytes, ticks);
  }
}
