package contentgremlin.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScrubPlanTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final ScrubPlan plan = new ScrubPlan(1_000_000, Duration.ofDays(30));

  @Test
  void what_was_read_too_fast_is_waited_for() {
    assertThat(plan.pause(500_000, Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
    assertThat(plan.pause(500_000, Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(300));
    assertThat(plan.pause(500_000, Duration.ofSeconds(2))).isZero();
  }

  @Test
  void sound_files_are_believed_for_a_while_and_damaged_ones_not_for_long() {
    assertThat(plan.soundDue(NOON)).isEqualTo(NOON.minus(Duration.ofDays(30)));
    assertThat(plan.damagedDue(NOON)).isAfter(NOON.minus(Duration.ofDays(1)));
  }

  @Test
  void a_rate_of_nothing_turns_it_off() {
    var off = new ScrubPlan(0, Duration.ofDays(30));

    assertThat(off.isOn()).isFalse();
    assertThat(off.pause(1_000, Duration.ZERO)).isZero();
    assertThat(plan.isOn()).isTrue();
  }
}
