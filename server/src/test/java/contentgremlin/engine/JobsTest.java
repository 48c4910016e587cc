package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Actor;
import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  @TempDir private Path home;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(home);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void a_cancelled_job_ends_its_tool_and_fails_its_item() throws Exception {
    var item = shop.addItem();
    var job = shop.addJob(item, "film");
    var jobs = shop.jobs(shop.run(new ScriptHandler("film", "exec sleep 600")));
    var tool = shop.awaitTool(jobs, job);

    assertThat(jobs.cancel(job.id())).isInstanceOf(Jobs.Asked.Granted.class);

    assertThat(shop.job(job).state()).isInstanceOf(State.Cancelled.class);
    assertThat(shop.item(item).state()).isEqualTo(new Item.State.Failed("“film” was cancelled"));
    assertThat(shop.eventTypes()).contains("job.cancelled", "item.failed");
    Shop.await("tool lives", () -> !shop.supervisor().isAlive(tool));
    assertThat(jobs.cancel(job.id())).isInstanceOf(Jobs.Asked.Refused.class);
    assertThat(jobs.cancel(new JobId(99))).isInstanceOf(Jobs.Asked.Unknown.class);
  }

  @Test
  void a_retry_brings_the_item_back_and_its_later_stages_go_on() throws Exception {
    var item = shop.addItem();
    var film = new ScriptHandler("film", "");
    film.conclusion = _ -> JobHandler.Result.of(new Ending.Hopeless("no power"));
    var last = new ScriptHandler("last", "");
    var job = shop.addJob(item, "film");
    var waiting = shop.addJob(item, "last", Lane.LIGHT, 2, false);
    var jobs = shop.jobs(shop.run(film, last));
    shop.await(item, "failed");
    assertThat(shop.job(waiting).state()).isInstanceOf(State.Waiting.class);

    film.conclusion = _ -> JobHandler.Result.done((_, _) -> {});
    assertThat(jobs.retry(job.id())).isInstanceOf(Jobs.Asked.Granted.class);

    shop.await(item, "published");
    shop.await(waiting, State.Succeeded.class);
    assertThat(jobs.retry(job.id())).isInstanceOf(Jobs.Asked.Refused.class);
  }

  @Test
  void a_cancelled_job_that_is_retried_at_once_waits_for_its_old_tool() throws Exception {
    var item = shop.addItem();
    var film = new ScriptHandler("film", "trap '' TERM; touch begun; exec sleep 600");
    var job = shop.addJob(item, "film");
    var jobs = shop.jobs(shop.run(film));
    var tool = shop.awaitTool(jobs, job);

    film.script = ":";
    jobs.cancel(job.id());
    assertThat(jobs.retry(job.id())).isInstanceOf(Jobs.Asked.Granted.class);

    shop.await(item, "published");
    assertThat(shop.supervisor().isAlive(tool)).isFalse();
    assertThat(shop.job(job).attempt()).isEqualTo(2);
  }

  @Test
  void a_failed_item_can_be_made_anew_in_spite_of_what_waits_behind_the_failure() throws Exception {
    var item = shop.addItem();
    var probe = new ScriptHandler(Pipeline.PROBE, "");
    probe.conclusion = _ -> JobHandler.Result.of(new Ending.Hopeless("no power"));
    shop.run(probe, new KeepHandler(shop.vault));
    shop.database.write(tables -> {
      Pipeline.add(tables, Pipeline.first(item), shop.clock.instant());
      return "";
    });
    shop.await(item, "failed");

    probe.conclusion = _ -> JobHandler.Result.done((_, _) -> {});
    var operator = new Actor.Operator(Actor.Scope.ALL);
    assertThat(new Items(shop.database, shop.clock).reprocess(item.id(), operator))
        .isInstanceOf(Items.Change.Made.class);

    shop.await(item, "published");
    Shop.await(
        "jobs left open",
        () ->
            shop.database.read(tables -> tables.jobs().of(item.id())).stream()
                .noneMatch(Job::isOpen));
  }

  @Test
  void a_demand_goes_first() throws Exception {
    var ordinary = shop.addItem();
    var wanted = shop.addItem();
    var first = shop.addJob(ordinary, "order", Lane.PROCESSOR, 0, true);
    var second = shop.addJob(wanted, "order", Lane.PROCESSOR, 0, true);
    var operator = new Actor.Operator(Actor.Scope.ALL);
    new Items(shop.database, shop.clock).demand(wanted.id(), operator);
    var order = java.util.Collections.synchronizedList(new java.util.ArrayList<JobId>());
    var handler = new ScriptHandler("order", "");
    handler.conclusion =
        task -> {
          order.add(task.job().id());
          return JobHandler.Result.done((_, _) -> {});
        };
    shop.run(handler);

    shop.await(ordinary, "published");
    assertThat(order).containsExactly(second.id(), first.id());
  }
}
