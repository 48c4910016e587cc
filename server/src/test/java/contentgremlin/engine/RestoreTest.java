package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Actor;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was cut off by the trash goes on after the restore, at once.
class RestoreTest {
  private static final Actor OPERATOR = new Actor.Operator(Actor.Scope.ALL);

  @TempDir private Path home;
  private Shop shop;
  private Items items;

  @BeforeEach
  void open() {
    shop = new Shop(home);
    items = new Items(shop.database, shop.clock);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void a_job_that_the_trash_cancelled_is_queued_again_and_the_later_ones_wait_for_it()
      throws Exception {
    var item = shop.addItem();
    var probe = shop.addJob(item, Pipeline.PROBE);
    var keep = shop.addJob(item, Pipeline.KEEP, Lane.LIGHT, Pipeline.STAGE_KEEP, false);

    items.trash(item.id(), OPERATOR);
    cancel(probe);
    shop.clock.move(Duration.ofMinutes(1));
    items.restore(item.id(), OPERATOR);

    assertThat(shop.job(probe).state()).isInstanceOf(Job.State.Queued.class);
    assertThat(shop.job(keep).state()).isInstanceOf(Job.State.Waiting.class);
    assertThat(shop.item(item).state()).isEqualTo(new Item.State.Processing());
  }

  @Test
  void cancelled_jobs_of_a_later_stage_are_made_anew_so_that_they_wait() throws Exception {
    var item = shop.addItem();
    var sprites =
        shop.addJob(item, Pipeline.SPRITES, Lane.PROCESSOR, Pipeline.STAGE_PRODUCE, false);
    var keep = shop.addJob(item, Pipeline.KEEP, Lane.LIGHT, Pipeline.STAGE_KEEP, false);

    items.trash(item.id(), OPERATOR);
    cancel(sprites);
    cancel(keep);
    items.restore(item.id(), OPERATOR);

    assertThat(shop.job(sprites).state()).isInstanceOf(Job.State.Queued.class);
    assertThat(shop.job(keep).state()).isInstanceOf(Job.State.Cancelled.class);
    assertThat(jobs(item).getLast().kind()).isEqualTo(Pipeline.KEEP);
    assertThat(jobs(item).getLast().state()).isInstanceOf(Job.State.Waiting.class);
  }

  @Test
  void what_somebody_cancelled_before_stays_cancelled() throws Exception {
    var item = shop.addItem();
    var probe = shop.addJob(item, Pipeline.PROBE);
    var sprites = shop.addJob(item, Pipeline.SPRITES, Lane.PROCESSOR, 0, false);
    cancel(sprites);
    shop.clock.move(Duration.ofMinutes(1));

    items.trash(item.id(), OPERATOR);
    items.restore(item.id(), OPERATOR);

    assertThat(shop.job(sprites).state()).isInstanceOf(Job.State.Cancelled.class);
    assertThat(shop.job(probe).state()).isInstanceOf(Job.State.Queued.class);
    assertThat(jobs(item)).hasSize(2);
  }

  @Test
  void the_sweeper_revives_an_item_of_which_all_jobs_only_wait() throws Exception {
    var item = shop.addItem();
    var probe = shop.addJob(item, Pipeline.PROBE);
    var keep = shop.addJob(item, Pipeline.KEEP, Lane.LIGHT, Pipeline.STAGE_KEEP, false);
    cancel(probe);

    try (var sweeper = new Sweeper(shop.database, shop.vault, shop.supervisor(), shop.clock)) {
      sweeper.sweepOnce();
    }

    assertThat(shop.job(keep).state()).isInstanceOf(Job.State.Cancelled.class);
    assertThat(jobs(item).stream().filter(Job::isOpen).map(Job::kind))
        .containsExactly(Pipeline.PROBE, Pipeline.KEEP);
  }

  /// As the runner does to a job whose item is in the trash: without a judgement on the item.
  private void cancel(Job job) {
    shop.database.write(tables ->
        Settlement.cancelled(
            tables, tables.jobs().find(job.id()).orElseThrow(), shop.clock.instant()));
  }

  private List<Job> jobs(Item item) {
    return shop.database.read(tables -> tables.jobs().of(item.id()));
  }
}
