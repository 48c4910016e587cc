package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.Errand.Run;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ErrandTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Errand<String> errand = new Errand<>("errand", InstantSource.system());

  @Test
  void there_is_nothing_to_wait_for_before_the_first_one() throws Exception {
    assertThat(errand.await(LONG)).isEmpty();
    assertThat(errand.last()).isEmpty();
  }

  @Test
  void while_one_is_under_way_no_other_begins() throws Exception {
    var go = new CountDownLatch(1);
    errand.begin(() -> {
      go.await();
      return "one";
    });

    assertThat(errand.begin(() -> "two")).isEmpty();
    assertThat(errand.await(Duration.ZERO)).get().matches(Run::isRunning);
    go.countDown();

    assertThat(errand.await(LONG)).get().extracting(Run::result).isEqualTo("one");
    assertThat(errand.last()).get().extracting(Run::result).isEqualTo("one");
  }

  @Test
  void why_one_failed_is_kept() throws Exception {
    errand.begin(() -> {
      throw new IllegalStateException("the disk is full");
    });

    assertThat(errand.await(LONG)).get().extracting(Run::problem).isEqualTo("the disk is full");
  }

  @Test
  void whoever_waits_for_one_hears_of_that_one_though_another_has_begun_since() throws Exception {
    var go = new CountDownLatch(1);
    errand.begin(() -> {
      go.await();
      return "one";
    });
    var waiting = new FutureTask<>(() -> errand.await(LONG));
    var thread = Thread.ofPlatform().start(waiting);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    go.countDown();
    var never = new CountDownLatch(1);
    while (errand
        .begin(() -> {
          never.await();
          return "two";
        })
        .isEmpty()) {
      Thread.onSpinWait();
    }

    assertThat(waiting.get()).get().extracting(Run::result).isEqualTo("one");
    never.countDown();
  }
}
