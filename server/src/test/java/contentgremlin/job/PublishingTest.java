package contentgremlin.job;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Item.State PROCESSING = new Item.State.Processing();
  private static final Item.State PUBLISHED = new Item.State.Published(NOW);
  private static final Job.State DONE = new Job.State.Succeeded(NOW);
  private static final Job.State FAILED = new Job.State.Failed("broken", NOW);
  private static final Job.State OPEN = new Job.State.Queued(NOW, "");

  @Test
  void published_when_no_blocking_job_is_open() {
    assertThat(decide(PROCESSING, job(1, 0, true, DONE), job(2, 1, true, OPEN)))
        .isEqualTo(PROCESSING);
    assertThat(decide(PROCESSING, job(1, 0, true, DONE), job(2, 1, false, OPEN)))
        .isEqualTo(PUBLISHED);
  }

  @Test
  void failed_with_the_reason_of_the_blocking_job_even_while_others_run() {
    assertThat(decide(PROCESSING, job(1, 0, true, FAILED), job(2, 1, true, OPEN)))
        .isEqualTo(new Item.State.Failed("broken"));
    assertThat(decide(PROCESSING, job(1, 0, true, new Job.State.Cancelled(NOW))))
        .isInstanceOf(Item.State.Failed.class);
    assertThat(decide(PROCESSING, job(1, 0, true, DONE), job(2, 1, false, FAILED)))
        .isEqualTo(PUBLISHED);
  }

  @Test
  void an_earlier_round_no_longer_matters() {
    var failed = new Item.State.Failed("broken");
    assertThat(
            decide(failed, job(1, 0, true, DONE), job(2, 1, true, FAILED), job(3, 0, true, OPEN)))
        .isEqualTo(PROCESSING);
    assertThat(decide(failed, job(1, 0, true, FAILED), job(2, 0, true, DONE))).isEqualTo(PUBLISHED);
  }

  @Test
  void what_is_published_stays_so_and_the_trash_remembers_what_became_of_it() {
    assertThat(decide(PUBLISHED, job(1, 0, true, FAILED))).isEqualTo(PUBLISHED);
    assertThat(decide(new Item.State.Trashed(NOW, PROCESSING), job(1, 0, true, DONE)))
        .isEqualTo(new Item.State.Trashed(NOW, PUBLISHED));
  }

  private static Item.State decide(Item.State state, Job... jobs) {
    return Publishing.decide(state, List.of(jobs), NOW);
  }

  private static Job job(long id, int stage, boolean blocking, Job.State state) {
    return new Job(
        new JobId(id),
        "kind",
        new ItemId("item"),
        null,
        Lane.LIGHT,
        stage,
        blocking,
        Priority.of(0),
        Map.of(),
        "",
        "",
        1,
        0,
        state,
        NOW);
  }
}
