package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.process.TestCgroup;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What hangs and what is only slow, by real processes that are really held back.
class HungToolTest {
  private static final String BUSY = "while [ ! -e enough ]; do :; done";
  private static final Duration STALL = Duration.ofSeconds(1);

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
  void a_hung_tool_is_ended_its_output_removed_and_tried_again_later() throws Exception {
    var hung = new ScriptHandler("hung", "trap '' TERM; touch half; exec sleep 600");
    hung.stall = Duration.ofMillis(600);
    var job = shop.addJob(shop.addItem(), "hung");
    var runner = shop.run(hung);
    var tool = shop.awaitTool(shop.jobs(runner), job);

    var again = shop.awaitAgain(job, 1);

    assertThat(again.reason()).startsWith("nothing moved");
    assertThat(again.notBefore()).isAfter(shop.clock.instant());
    assertThat(shop.supervisor().isAlive(tool)).isFalse();
    Shop.await(
        "its output stays", () -> !Files.exists(shop.vault.attempt(job.id(), 1).resolve("half")));
  }

  @Test
  void how_long_a_tool_may_be_silent_can_be_set() throws Exception {
    shop.database.write(tables -> {
      tables.settings().put(Setting.STALL_LIMIT.word(), "PT0.5S");
      return "";
    });
    var job = shop.addJob(shop.addItem(), "hung");
    shop.run(new ScriptHandler("hung", "exec sleep 600"));

    assertThat(shop.awaitAgain(job, 1).reason()).startsWith("nothing moved");
  }

  @Test
  void a_stopped_tool_is_hung() throws Exception {
    var job = begin("stopped", BUSY);
    Shop.signal("STOP", job.tool());

    assertThat(shop.awaitAgain(job.job(), 1).reason()).startsWith("nothing moved");
    assertThat(shop.supervisor().isAlive(job.tool())).isFalse();
  }

  @Test
  void a_frozen_tool_is_hung() throws Exception {
    var found = TestCgroup.freezer();
    if (found.isEmpty()) {
      System.out.println("not run: there is no control group here that freezes");
      return;
    }
    try (var group = found.get()) {
      var frozen = begin("frozen", BUSY);
      group.add(frozen.tool());
      group.freeze();

      assertThat(shop.awaitAgain(frozen.job(), 1).reason()).startsWith("nothing moved");
      assertThat(shop.supervisor().isAlive(frozen.tool())).isFalse();
    }
  }

  @Test
  void five_percent_of_a_core_is_slow_and_not_hung() throws Exception {
    var found = TestCgroup.quota(0.05);
    if (found.isPresent()) {
      try (var group = found.get()) {
        var slow = begin("slow", BUSY);
        group.add(slow.tool());
        livesOn(slow);
      }
    } else {
      System.out.println("no control group here holds back processors: by STOP and CONT instead");
      var slow = begin("slow", BUSY);
      try (var _ = new Brake(slow.tool())) {
        livesOn(slow);
      }
    }
  }

  /// For longer than patience could grow, and then to its end.
  private void livesOn(Begun slow) throws Exception {
    long enough = System.nanoTime() + STALL.multipliedBy(5).toNanos();
    Shop.await(
        "",
        () -> {
          assertThat(shop.job(slow.job()).state()).isInstanceOf(State.Running.class);
          return System.nanoTime() > enough;
        });
    Files.createFile(shop.vault.attempt(slow.job().id(), 1).resolve("enough"));
    shop.await(slow.job(), State.Succeeded.class);
    assertThat(shop.job(slow.job()).attempt()).isEqualTo(1);
  }

  @Test
  void whoever_only_moves_bytes_about_is_not_hung() throws Exception {
    // As a tool does that moves the index of its output to the beginning: no growth, little time.
    // It has to copy once in three seconds, and goes on for twice as long.
    var moving =
        begin(
            "moving",
            Duration.ofSeconds(3),
            """
            head -c 3000000 /dev/zero >film
            n=0
            while [ $n -lt 20 ]; do
              dd if=film of=film bs=3000000 conv=notrunc 2>/dev/null
              sleep 0.3
              n=$((n + 1))
            done
            """);

    shop.await(moving.job(), State.Succeeded.class);
    assertThat(shop.job(moving.job()).attempt()).isEqualTo(1);
  }

  @Test
  void what_takes_longer_than_anything_should_is_ended() throws Exception {
    var endless = new ScriptHandler("endless", "while :; do :; done");
    endless.time = Duration.ofSeconds(1);
    var job = shop.addJob(shop.addItem(), "endless");
    shop.run(endless);

    assertThat(shop.awaitAgain(job, 1).reason()).contains("longer");
  }

  /// @param tool itself, as it was first seen
  private record Begun(Job job, ProcessIdentity tool) {}

  private Begun begin(String kind, String script) throws Exception {
    return begin(kind, STALL, script);
  }

  private Begun begin(String kind, Duration stall, String script) throws Exception {
    var handler = new ScriptHandler(kind, script);
    handler.stall = stall;
    var job = shop.addJob(shop.addItem(), kind);
    return new Begun(job, shop.awaitTool(shop.jobs(shop.run(handler)), job));
  }

  /// Lets a process run for a twentieth of the time: by its own clock, since on a busy machine it
  /// may not get at once what it is left.
  private static final class Brake implements AutoCloseable {
    private static final long SHARE_NANOS = 5_000_000;
    private static final int PAUSE_MILLIS = 95;

    private final ProcessIdentity process;
    private final Thread thread;

    Brake(ProcessIdentity process) {
      this.process = process;
      this.thread = Thread.ofPlatform().daemon().start(this::hold);
    }

    private void hold() {
      try {
        while (true) {
          Shop.signal("STOP", process);
          Thread.sleep(PAUSE_MILLIS);
          long enough = worked() + SHARE_NANOS;
          Shop.signal("CONT", process);
          while (worked() < enough) {
            Thread.sleep(1);
          }
        }
      } catch (Exception | AssertionError _) {
        // interrupted, or it has ended
      }
    }

    /// The processor time that it has had so far, in nanoseconds.
    private long worked() throws IOException {
      var statistics = Files.readString(Path.of("/proc", "" + process.pid(), "schedstat"));
      return Long.parseLong(statistics.split(" ", -1)[0]);
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
