package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.Job.State;
import contentgremlin.job.Lane;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
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
  void an_item_is_published_when_its_last_blocking_job_is_done() throws Exception {
    var item = shop.addItem();
    var probe = new ScriptHandler("probe", "echo found >result");
    probe.conclusion =
        task -> {
          assertThat(task.folder().resolve("result")).hasContent("found\n");
          return JobHandler.Result.done((tables, fresh) ->
              Pipeline.add(
                  tables,
                  List.of(Pipeline.job("encode", fresh, Lane.PROCESSOR, 1, true)),
                  shop.clock.instant()));
        };
    var encode = new ScriptHandler("encode", ":");
    shop.run(probe, encode);

    var first = shop.addJob(item, "probe");
    assertThat(first.machine()).isEmpty();
    shop.await(item, "published");

    assertThat(shop.job(first).state()).isInstanceOf(State.Succeeded.class);
    assertThat(shop.job(first).machine()).isEqualTo("local");
    assertThat(shop.job(first).output()).isEqualTo("probe of item1");
    assertThat(shop.eventTypes())
        .containsExactly(
            "job.started",
            "job.queued",
            "job.succeeded",
            "item.changed",
            "job.started",
            "job.succeeded",
            "item.published");
    Shop.await(
        "folder left", () -> !Files.exists(home.resolve("content/job/" + first.id().value())));
  }

  @Test
  void a_fault_of_a_handler_fails_its_job_and_nothing_else() throws Exception {
    var faulty = new ScriptHandler("faulty", ":");
    faulty.conclusion =
        _ -> {
          throw new IllegalStateException("oops");
        };
    var deep = new ScriptHandler("deep", "");
    deep.conclusion =
        _ -> {
          throw new StackOverflowError("too deep");
        };
    var spoiling = new ScriptHandler("spoiling", "");
    spoiling.conclusion =
        _ ->
            JobHandler.Result.done((_, _) -> {
              throw new IllegalArgumentException("bad effect");
            });
    shop.clock.hold(); // none is tried again before we have looked at all of them
    shop.run(faulty, deep, spoiling, new ScriptHandler("good", ""));
    var first = shop.addJob(shop.addItem(), "faulty");
    var second = shop.addJob(shop.addItem(), "deep");
    var third = shop.addJob(shop.addItem(), "spoiling");
    var good = shop.addItem();
    shop.addJob(good, "good");

    assertThat(shop.awaitAgain(first, 1).reason()).contains("oops");
    assertThat(shop.awaitAgain(second, 1).reason()).contains("too deep");
    assertThat(shop.awaitAgain(third, 1).reason()).contains("bad effect");
    shop.await(good, "published");
  }

  @Test
  void a_hopeless_file_is_not_tried_twice() throws Exception {
    var item = shop.addItem();
    var hopeless = new ScriptHandler("hopeless", "");
    hopeless.conclusion = _ -> JobHandler.Result.of(new Ending.Hopeless("not a film"));
    shop.run(hopeless);
    var job = shop.addJob(item, "hopeless");

    shop.await(item, "failed");
    assertThat(shop.item(item).state()).isEqualTo(new Item.State.Failed("not a film"));
    assertThat(shop.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void a_full_disk_puts_a_job_back_without_counting() throws Exception {
    var item = shop.addItem();
    var full = new ScriptHandler("full", "");
    full.conclusion =
        _ -> {
          throw new IOException("/x: No space left on device");
        };
    var runner = shop.run(full);
    var job = shop.addJob(item, "full");

    assertThat(shop.awaitAgain(job, 1).reason()).contains("disk is full");
    assertThat(shop.job(job).failures()).isZero();
    full.conclusion = _ -> JobHandler.Result.done((_, _) -> {});
    shop.clock.move(Duration.ofMinutes(1));
    runner.wake();
    shop.await(item, "published");
  }

  @Test
  void each_lane_has_its_places() throws Exception {
    shop.database.write(tables -> {
      tables.settings().put(Setting.ENCODER_PLACES.word(), "2");
      return "";
    });
    var item = shop.addItem();
    for (int i = 0; i < 4; i++) {
      shop.addJob(item, "encode", Lane.PROCESSOR, 0, false);
    }
    var quick = shop.addJob(item, "quick");
    var runner =
        shop.run(new ScriptHandler("encode", "exec sleep 600"), new ScriptHandler("quick", ":"));

    shop.await(quick, State.Succeeded.class);
    assertThat(runner.running()).containsEntry(Lane.PROCESSOR, 2);
    var counts = shop.database.read(tables -> tables.jobs().countByState());
    assertThat(counts).containsEntry("queued", 2L);
  }

  @Test
  void a_job_without_a_handler_is_parked_and_goes_on_when_there_is_one() throws Exception {
    var item = shop.addItem();
    var job = shop.addJob(item, "rare");
    var poor = shop.run();
    shop.await(job, State.Parked.class);
    poor.close();

    shop.run(new ScriptHandler("rare", ""));
    shop.await(item, "published");
  }

  @Test
  void the_jobs_of_trash_are_cancelled_and_their_tools_ended() throws Exception {
    var item = shop.addItem();
    var running = shop.addJob(item, "long");
    var queued = shop.addJob(item, "long");
    shop.database.write(tables -> {
      tables.settings().put(Setting.LIGHT_PLACES.word(), "1");
      return "";
    });
    var jobs = shop.jobs(shop.run(new ScriptHandler("long", "exec sleep 600")));
    var tool = shop.awaitTool(jobs, running);

    shop.database.write(tables -> {
      var state = new Item.State.Trashed(shop.clock.instant(), item.state());
      tables.items().update(item.becoming(state));
      return "";
    });

    shop.await(running, State.Cancelled.class);
    shop.await(queued, State.Cancelled.class);
    Shop.await("tool lives", () -> !shop.supervisor().isAlive(tool));
    assertThat(shop.item(item).isTrashed()).isTrue();
  }

  @Test
  void what_is_published_stays_so_when_making_it_again_fails() throws Exception {
    var item = shop.addItem();
    var remake = new ScriptHandler("remake", "");
    shop.run(remake);
    shop.addJob(item, "remake");
    shop.await(item, "published");

    remake.conclusion = _ -> JobHandler.Result.of(new Ending.Hopeless("broken now"));
    var second = shop.addJob(item, "remake");
    shop.await(second, State.Failed.class);

    assertThat(shop.item(item).isPublished()).isTrue();
  }

  @Test
  void progress_is_told_live() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var film =
        new JobHandler() {
          @Override
          public String kind() {
            return "film";
          }

          @Override
          public Plan plan(Task task) {
            var script =
                "printf 'out_time_us=4000000\\nspeed=2x\\nprogress=continue\\n' >progress;"
                    + " exec sleep 600";
            var tool =
                new contentgremlin.job.Tool(
                    contentgremlin.job.Tool.Program.FFMPEG, List.of(script), "");
            var limits =
                new contentgremlin.job.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 0, 0);
            return new Plan.Run(List.of(tool), limits, Duration.ofSeconds(10));
          }

          @Override
          public Result conclude(Task task) {
            return Result.done((_, _) -> {});
          }
        };
    var jobs = shop.jobs(shop.run(film));

    Shop.await(
        "no progress",
        () ->
            jobs.progress(job.id()).filter(p -> p.fraction() == 0.4 * 0.98).isPresent()
                && shop.moved.stream()
                    .anyMatch(message -> message.progress().fraction() == 0.4 * 0.98));
    var progress = jobs.progress(job.id()).orElseThrow();
    assertThat(progress.speed()).isEqualTo(2);
    assertThat(progress.remaining()).isEqualTo(Duration.ofSeconds(3));
  }
}
