package contentgremlin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.library.CoverResult;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbeWire;
import contentgremlin.probe.SampleFiles;
import contentgremlin.probe.TroubledMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelperPoolTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofSeconds(2);

  @TempDir private static Path folder;

  private static Path song;
  private HelperPool pool = new HelperPool(Programs.find(), 2);

  @BeforeAll
  static void make_a_song() throws IOException {
    song = SampleFiles.song(folder);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void every_order_gets_its_answer() throws Exception {
    var orders = new ArrayList<ProbeOrder>();
    for (int each = 0; each < 1_000; each++) {
      orders.add(SampleFiles.order(each, copy("song-" + each % 20 + ".mp3")));
    }

    var results = probe(orders);

    assertThat(results).hasSize(1_000);
    assertThat(results.values()).allMatch(ProbeResult.Read.class::isInstance);
    results.forEach((number, result) -> assertThat(result.order().number()).isEqualTo(number));
    assertThat(pool.processes()).hasSizeBetween(1, 2);
  }

  @Test
  void a_file_that_crashes_its_helper_is_given_up_and_all_others_are_read() throws Exception {
    use(troubled(2));
    var results = probe(among(100, "crash.mp3", 37));

    assertOnlyUnreadable(results, 37);
    assertThat(reason(results, 37)).contains("twice (signal ");
  }

  @Test
  void a_file_that_keeps_its_helper_busy_for_ever_is_given_up() throws Exception {
    use(troubled(1));
    var results = probe(among(60, "spin.mp3", 20));

    assertOnlyUnreadable(results, 20);
    assertThat(reason(results, 20)).contains("within 2 s");
  }

  @Test
  void a_file_whose_disk_does_not_answer_is_not_to_blame() throws Exception {
    // In a short time, what a young helper does besides would look like work for the file.
    use(new HelperPool(troubledProgram(), 1, SILENCE.multipliedBy(3)));
    var results = probe(among(40, "wait.mp3", 11));

    assertThat(results.get(11L)).isInstanceOf(ProbeResult.Unreachable.class);
    results.remove(11L);
    assertThat(results.values()).allMatch(ProbeResult.Read.class::isInstance);
  }

  @Test
  void who_was_only_in_bad_company_once_is_read() throws Exception {
    use(troubled(1));
    var marker = Files.createFile(folder.resolve("once"));
    var results = probe(among(60, "once.mp3", 30));

    assertThat(results.values()).hasSize(60).allMatch(ProbeResult.Read.class::isInstance);
    assertThat(marker).doesNotExist();
  }

  @Test
  void memory_is_bounded_in_java_and_outside_of_it() throws Exception {
    use(troubled(1));
    var orders = among(40, "heap.mp3", 5);
    orders.set(25, SampleFiles.order(25, copy("native.mp3")));
    orders.set(30, SampleFiles.order(30, copy("deep.mp3")));
    var results = probe(orders);

    for (long number : new long[] {5, 25, 30}) {
      assertThat(results.remove(number)).isInstanceOf(ProbeResult.Unreadable.class);
    }
    assertThat(results.values()).hasSize(37).allMatch(ProbeResult.Read.class::isInstance);
  }

  @Test
  void a_helper_that_talks_nonsense_is_replaced() throws Exception {
    use(troubled(1));

    assertOnlyUnreadable(probe(among(40, "babble.mp3", 9)), 9);
  }

  @Test
  void a_helper_that_was_killed_from_outside_costs_nothing() throws Exception {
    assertThat(probe(among(10, "song.mp3", 0))).hasSize(10);
    var before = pool.processes();
    before.forEach(pid -> Signals.send(pid, Signals.KILL));

    var results = probe(among(200, "song.mp3", 0));
    assertThat(results.values()).hasSize(200).allMatch(ProbeResult.Read.class::isInstance);
    assertThat(pool.processes()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void helpers_end_with_whoever_started_them_even_in_the_middle_of_a_file() throws Exception {
    var helper = Helper.start(troubledProgram().command(), Map.of());
    assertThat(helper.answer()).isEqualTo(ProbeWire.READY);
    var stuck = SampleFiles.order(1, copy("spin.mp3"));
    helper.ask(new ProbeWire.Question(stuck, ""));
    await(() -> helper.ticks() > 20);
    // What the kernel does to our end of the pipe when we die.
    helper.dismiss();

    await(() -> ProcFs.stat(helper.pid()).filter(ProcFs.Stat::isAlive).isEmpty());
  }

  @Test
  void a_closed_pool_leaves_no_process_and_takes_no_orders() throws Exception {
    assertThat(probe(among(100, "song.mp3", 0))).hasSize(100);
    var processes = pool.processes();
    pool.close();

    await(() ->
        processes.stream()
            .allMatch(pid -> ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isEmpty()));
    var order = SampleFiles.order(1, song);
    assertThatThrownBy(() -> pool.probe(order, _ -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void where_no_helper_can_be_started_files_are_not_to_blame() throws Exception {
    use(new HelperPool(new Programs.Installed(List.of("/nowhere/java"), Map.of()), 1, SILENCE));

    assertThat(probe(among(5, "song.mp3", 0)).values())
        .hasSize(5)
        .allMatch(ProbeResult.Unreachable.class::isInstance);
  }

  @Test
  void covers_are_taken_out_while_others_are_read() throws Exception {
    use(new HelperPool(Programs.find(), 1));
    var covered = SampleFiles.coveredSong(folder);
    var reading = Thread.ofPlatform().start(() -> readMany());
    var target = folder.resolve("cover");

    assertThat(pool.cover(SampleFiles.order(1, covered), target))
        .isEqualTo(new CoverResult.Written("image/png", Files.size(target)));
    assertThat(pool.cover(SampleFiles.order(1, song), folder.resolve("none")))
        .isEqualTo(new CoverResult.None());
    reading.join();
  }

  private void use(HelperPool other) {
    pool.close();
    pool = other;
  }

  private static String reason(Map<Long, ProbeResult> results, long number) {
    return results.get(number) instanceof ProbeResult.Unreadable(_, var reason) ? reason : "";
  }

  private void readMany() {
    try {
      assertThat(probe(among(300, "song.mp3", 0))).hasSize(300);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// The helper as it is, but for files with certain names.
  private static Programs.Installed troubledProgram() {
    var command = new ArrayList<>(Programs.find().probe().command());
    command.set(command.size() - 1, TroubledMain.class.getName());
    return new Programs.Installed(command, Map.of());
  }

  private static HelperPool troubled(int places) {
    return new HelperPool(troubledProgram(), places, SILENCE);
  }

  private static Path copy(String name) throws IOException {
    var copy = folder.resolve(name);
    if (!Files.exists(copy)) {
      Files.copy(song, copy);
    }
    return copy;
  }

  private static List<ProbeOrder> among(int count, String name, int at) throws IOException {
    var orders = new ArrayList<ProbeOrder>();
    for (int each = 0; each < count; each++) {
      orders.add(SampleFiles.order(each, copy(each == at ? name : "good-" + each + ".mp3")));
    }
    return orders;
  }

  private Map<Long, ProbeResult> probe(List<ProbeOrder> orders) throws InterruptedException {
    var results = new ConcurrentHashMap<Long, ProbeResult>();
    var left = new CountDownLatch(orders.size());
    for (var order : orders) {
      pool.probe(
          order,
          result -> {
            assertThat(results.put(order.number(), result)).isNull();
            left.countDown();
          });
    }
    assertThat(left.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return results;
  }

  private static void assertOnlyUnreadable(Map<Long, ProbeResult> results, long number) {
    results.forEach((each, result) -> {
      if (each == number) {
        assertThat(result).isInstanceOf(ProbeResult.Unreadable.class);
      } else {
        assertThat(result).as("file " + each).isInstanceOf(ProbeResult.Read.class);
      }
    });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
