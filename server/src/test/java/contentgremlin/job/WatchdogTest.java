package contentgremlin.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Limits LIMITS =
      new Limits(Duration.ofHours(1), Duration.ofSeconds(60), 0, 0, 1_000_000);
  private static final Watchdog.Verdict FINE = new Watchdog.Verdict.Fine();

  private Watchdog watchdog = Watchdog.begin(LIMITS, NOON, NOON);
  private Instant now = NOON;

  @Test
  void a_stopped_tool_is_stalled_after_the_limit() {
    look(seen(0, 0, 100));
    everySecond(59, _ -> seen(0, 0, 100));
    assertThat(watchdog.judge()).isEqualTo(FINE);
    everySecond(1, _ -> seen(0, 0, 100));
    assertThat(watchdog.judge()).isEqualTo(new Watchdog.Verdict.Stalled(Duration.ofSeconds(60)));
  }

  @Test
  void five_percent_of_a_core_is_slow_and_not_hung() {
    everySecond(600, second -> seen(0, 0, 5L * second));
    assertThat(watchdog.judge()).isEqualTo(FINE);
  }

  @Test
  void a_thread_that_only_prints_is_no_progress() {
    everySecond(70, second -> transferred(second / 10, 0, 600L * second));
    assertThat(watchdog.judge()).isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void moving_the_index_reads_and_writes_and_is_progress() {
    // Media time and size stand still, and a slow disk leaves the processor idle.
    everySecond(300, second -> transferred(0, 100_000L * second, 0));
    assertThat(watchdog.judge()).isEqualTo(FINE);
    watchdog = Watchdog.begin(new Limits(LIMITS.time(), LIMITS.stall(), 0, 0), now, now);
    everySecond(300, second -> transferred(0, 0, 100_000L * second));
    assertThat(watchdog.judge()).isEqualTo(FINE);
  }

  @Test
  void a_second_pass_that_begins_at_zero_again_is_progress() {
    everySecond(50, second -> seen(second, 900, 0));
    everySecond(50, second -> seen(second, 900, 0));
    everySecond(59, _ -> seen(50, 900, 0));
    assertThat(watchdog.judge()).isEqualTo(FINE);
    everySecond(10, _ -> seen(50, 800, 0));
    everySecond(49, _ -> seen(50, 800, 0));
    assertThat(watchdog.judge()).isEqualTo(FINE);
  }

  @Test
  void who_pauses_long_may_pause_long_again_but_not_for_ever() {
    look(seen(1, 0, 0));
    everySecond(49, _ -> seen(1, 0, 0));
    everySecond(1, _ -> seen(2, 0, 0));
    everySecond(99, _ -> seen(2, 0, 0));
    assertThat(watchdog.judge()).isEqualTo(FINE);
    everySecond(1, _ -> seen(2, 0, 0));
    assertThat(watchdog.judge()).isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void patience_grows_to_four_times_the_limit_at_most() {
    long media = 1;
    look(seen(media, 0, 0));
    for (int pause : new int[] {55, 105, 205, 235}) {
      long reached = media;
      everySecond(pause, _ -> seen(reached, 0, 0));
      assertThat(watchdog.judge()).as("pause of %d s", pause).isEqualTo(FINE);
      look(seen(++media, 0, 0));
    }
    long last = media;
    everySecond(240, _ -> seen(last, 0, 0));
    assertThat(watchdog.judge()).isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void a_machine_that_slept_makes_nobody_hang() {
    look(seen(1, 1, 1));
    now = now.plus(Duration.ofHours(9));
    look(seen(1, 1, 1));
    assertThat(watchdog.judge()).isEqualTo(FINE);
  }

  @Test
  void a_clock_that_is_set_back_makes_nobody_wait_for_ever() {
    look(seen(1, 1, 1));
    now = now.minus(Duration.ofDays(30));
    everySecond(61, _ -> seen(1, 1, 1));
    assertThat(watchdog.judge()).isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void what_cannot_be_seen_does_not_move() {
    look(seen(1, 1, 1));
    everySecond(60, second -> second % 2 == 0 ? null : seen(1, 1, 1));
    assertThat(watchdog.judge()).isInstanceOf(Watchdog.Verdict.Stalled.class);
  }

  @Test
  void whoever_moves_for_longer_than_anything_should_is_overdue() {
    everySecond(3_599, second -> seen(second, 1, 1));
    assertThat(watchdog.judge()).isEqualTo(FINE);
    everySecond(1, _ -> seen(9_999, 1, 1));
    assertThat(watchdog.judge()).isEqualTo(new Watchdog.Verdict.Overdue());
  }

  @Test
  void the_time_of_earlier_runs_counts() {
    watchdog = Watchdog.begin(LIMITS, NOON.minus(Duration.ofMinutes(59)), NOON);
    everySecond(61, second -> seen(second, 1, 1));
    assertThat(watchdog.judge()).isEqualTo(new Watchdog.Verdict.Overdue());
  }

  @Test
  void whoever_writes_without_end_is_excessive() {
    look(transferred(0, 0, 1_000_000));
    assertThat(watchdog.judge()).isEqualTo(FINE);
    look(transferred(0, 0, 1_000_001));
    assertThat(watchdog.judge()).isEqualTo(new Watchdog.Verdict.Excessive(1_000_001));
  }

  private void look(Observation.@Nullable Alive seen) {
    watchdog = watchdog.look(seen, now);
  }

  private void everySecond(int seconds, IntFunction<Observation.@Nullable Alive> seen) {
    for (int second = 1; second <= seconds; second++) {
      now = now.plusSeconds(1);
      look(seen.apply(second));
    }
  }

  private static Observation.Alive seen(long mediaSeconds, long bytes, long ticks) {
    return alive(mediaSeconds, bytes, ticks, 0, 0);
  }

  private static Observation.Alive transferred(long ticks, long read, long written) {
    return alive(50, 1_000, ticks, read, written);
  }

  private static Observation.Alive alive(
      long mediaSeconds, long bytes, long ticks, long read, long written) {
    return new Observation.Alive(
        new ProcessIdentity("boot", 1, 1),
        0,
        Duration.ofSeconds(mediaSeconds),
        1,
        bytes,
        ticks,
        read,
        written);
  }
}
