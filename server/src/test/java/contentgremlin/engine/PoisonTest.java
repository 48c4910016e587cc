package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that ruin the tool that works on them, each time: they fail after their attempts, say why,
/// and hold up nobody.
class PoisonTest {
  private static final int ATTEMPTS = 3;

  @TempDir private Path home;

  private Shop shop;
  private Item poisoned;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(home);
    shop.database.write(tables -> {
      tables.settings().put(Setting.LIGHT_PLACES.word(), "1");
      return "";
    });
    poisoned = shop.addItem();
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void what_crashes_its_tool_fails_with_its_last_words() throws Exception {
    var job =
        drink(
            new ScriptHandler(
                "poison", "touch half; echo first >&2; echo venom >&2; kill -SEGV $$"));

    assertThat(reason()).contains("139").contains("crashed").contains("venom");
    assertThat(shop.events())
        .filteredOn(Fact.JobFailed.class::isInstance)
        .extracting(fact -> ((Fact.JobFailed) fact).again())
        .containsExactly(true, true, false);
    assertThat(log(job)).isEqualTo("first\nvenom\n");
    Shop.await(
        "outputs left",
        () -> !Files.exists(shop.vault.attempt(job.id(), ATTEMPTS).resolve("half")));
  }

  @Test
  void what_is_killed_under_our_eyes_fails() throws Exception {
    var killed =
        new ScriptHandler("poison", "while [ ! -e seen ]; do sleep 0.05; done; kill -KILL 0");
    killed.checkpoint = PoisonTest::tell;
    drink(killed);

    assertThat(reason()).contains("killed");
  }

  /// Lets the tool know that it was seen: only then it is asked for a checkpoint.
  private static boolean tell(JobHandler.Task task) throws IOException {
    var seen = task.folder().resolve("seen");
    if (!Files.exists(seen)) {
      Files.createFile(seen);
    }
    return false;
  }

  @Test
  void whose_tool_alone_is_killed_fails() throws Exception {
    drink(new ScriptHandler("poison", "kill -KILL $$"));

    assertThat(reason()).contains("137").contains("killed");
  }

  @Test
  void what_takes_all_memory_ends_at_its_bound() throws Exception {
    var hungry =
        new ScriptHandler("poison", "exec dd if=/dev/zero of=/dev/null bs=900000000 count=1");
    hungry.memoryBytes = 64 << 20;
    var job = drink(hungry);

    assertThat(log(job)).containsIgnoringCase("memory");
  }

  @Test
  void what_loops_for_ever_ends_at_its_bound() throws Exception {
    var endless = new ScriptHandler("poison", "while :; do :; done");
    endless.time = Duration.ofMillis(400);
    drink(endless);

    assertThat(reason()).contains("longer");
  }

  @Test
  void what_writes_one_endless_file_ends_at_its_bound() throws Exception {
    var large = new ScriptHandler("poison", "exec head -c 90000000 /dev/zero >large");
    large.fileBytes = 8 << 20;
    drink(large);

    assertThat(reason()).contains("larger");
  }

  @Test
  void what_writes_endless_files_ends_at_its_bound() throws Exception {
    var many =
        new ScriptHandler(
            "poison", "n=0; while :; do head -c 2000000 /dev/zero >$n; n=$((n + 1)); done");
    many.writtenBytes = 64 << 20;
    drink(many);

    assertThat(reason()).contains("more than");
  }

  /// Lets the poison work until it has failed, while healthy work goes by.
  private Job drink(ScriptHandler handler) throws Exception {
    var job = shop.addJob(poisoned, "poison");
    var runner = shop.run(handler, new ScriptHandler("good", ":"));
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      var again = shop.awaitAgain(job, attempt);
      shop.clock.hold(); // the next attempt waits for us, however long the rest takes
      assertThat(again.notBefore()).isAfter(shop.clock.instant());
      var healthy = shop.addItem();
      var good = shop.addJob(healthy, "good");
      shop.await(healthy, "published");
      assertThat(shop.job(good).attempt()).isEqualTo(1);
      assertThat(shop.job(job).attempt()).isEqualTo(attempt);
      shop.clock.move(Duration.ofSeconds(60));
      runner.wake();
    }
    shop.await(poisoned, "failed");
    assertThat(shop.job(job).state()).isInstanceOf(State.Failed.class);
    assertThat(shop.job(job).failures()).isEqualTo(ATTEMPTS);
    return job;
  }

  private String reason() {
    return ((Item.State.Failed) shop.item(poisoned).state()).reason();
  }

  private String log(Job job) throws Exception {
    return shop.supervisor().logTail(shop.vault.attempt(job.id(), ATTEMPTS), 10_000);
  }
}
