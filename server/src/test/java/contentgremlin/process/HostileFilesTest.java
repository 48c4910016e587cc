package contentgremlin.process;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.library.ProbeResult;
import contentgremlin.probe.Mutants;
import contentgremlin.probe.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that were damaged at random, read by the real helpers.
class HostileFilesTest {
  private static final long SEED = Long.getLong("contentgremlin.seed", 20_261_120);
  private static final int MUTANTS = Integer.getInteger("contentgremlin.mutants", 25);
  private static final Duration WAIT_MAX = Duration.ofMinutes(10);

  /// What a helper may have in memory at most: its heap, its code, and what libraries use.
  private static final long RESIDENT_KIB_MAX = 300 << 10;

  @TempDir private Path folder;

  @Test
  void damaged_files_get_an_answer_each_and_no_helper_grows_or_hangs() throws Exception {
    var random = new Random(SEED);
    var names = new ConcurrentHashMap<Long, String>();
    var results = new ConcurrentHashMap<Long, ProbeResult>();
    try (var pool = new HelperPool(Programs.find(), 2)) {
      for (var sample : SampleFiles.everyKind(folder)) {
        var left = new CountDownLatch(MUTANTS);
        for (int each = 0; each < MUTANTS; each++) {
          var mutant = folder.resolve("mutant-" + each);
          Files.write(mutant, Mutants.of(Files.readAllBytes(sample), random));
          long number = names.size();
          names.put(number, sample.getFileName() + ", mutant " + each + " of seed " + SEED);
          pool.probe(
              SampleFiles.order(number, mutant),
              result -> {
                results.put(number, result);
                left.countDown();
              });
        }
        assertThat(left.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (long pid : pool.processes()) {
          assertThat(residentKib(pid)).as("resident memory").isLessThan(RESIDENT_KIB_MAX);
        }
      }
    }
    assertThat(results).hasSameSizeAs(names);
    assertNoneBrokeItsHelper(names, results);
  }

  /// The readers that are our own must take anything; that libraries break is what helpers are for,
  /// but none is known to.
  private static void assertNoneBrokeItsHelper(
      Map<Long, String> names, Map<Long, ProbeResult> results) {
    results.forEach((number, result) -> {
      assertThat(result).as(names.get(number)).isNotInstanceOf(ProbeResult.Unreachable.class);
      if (result instanceof ProbeResult.Unreadable(_, var reason)) {
        assertThat(reason)
            .as(names.get(number))
            .doesNotContain("broke its helper")
            .doesNotStartWith("Reading it failed");
      }
    });
  }

  private static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
