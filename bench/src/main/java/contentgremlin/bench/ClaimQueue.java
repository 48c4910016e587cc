package contentgremlin.bench;

import contentgremlin.account.AccountId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether claiming a job slows down, or takes more memory, as the queue grows: with 100 to 100,000
/// jobs of 50 owners in the queue. Each claim takes the first job of the queue and puts another one
/// in at its end, so the queue keeps its length. Many claims share a commit: the disk is not what
/// is measured.
///
/// Memory is what the Java heap holds, after collection, and what the process holds besides files,
/// once each queue was claimed from; both grow from one line to the next only by what is kept of
/// the queue.
public final class ClaimQueue {
  private static final List<Integer> LENGTHS = List.of(100, 1_000, 10_000, 100_000);
  private static final int OWNERS = 50;
  private static final int ROUNDS = 7;
  private static final int CLAIMS = 4_000;
  private static final int CLAIMS_TOGETHER = 200;
  private static final Instant NOW = Instant.EPOCH;

  private ClaimQueue() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    var home = Files.createTempDirectory(folder, "claim-queue-");
    var queues = new ArrayList<Queue>();
    try {
      for (int length : LENGTHS) {
        var database = filled(home.resolve(length + ".sqlite"), length);
        measure(database);
        queues.add(new Queue(length, database, new ArrayList<>(), memory()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        queues.forEach(queue -> queue.rates().add(measure(queue.database())));
      }
      var shortest = queues.getFirst();
      for (var queue : queues) {
        System.out.printf(
            "%,9d queued: %,9.0f claims/s, %.2f of the shortest; heap %.1f MiB, process %.0f MiB%n",
            queue.length(),
            median(queue.rates()),
            median(queue.rates()) / median(shortest.rates()),
            queue.memory().heapMebibytes(),
            queue.memory().residentMebibytes());
      }
    } finally {
      queues.forEach(queue -> queue.database().close());
      remove(home);
    }
  }

  /// @param rates claims per second, of each round
  private record Queue(int length, Database database, List<Double> rates, Memory memory) {}

  private record Memory(double heapMebibytes, double residentMebibytes) {}

  private static Memory memory() throws IOException {
    System.gc();
    var runtime = Runtime.getRuntime();
    double heap = (runtime.totalMemory() - runtime.freeMemory()) / 1024.0 / 1024;
    double resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum();
    return new Memory(heap, resident / 1024);
  }

  private static Database filled(Path file, int jobs) {
    var database = SqliteDatabase.open(file, "bench", InstantSource.system());
    for (int start = 0; start < jobs; start += CLAIMS_TOGETHER) {
      int from = start;
      database.write(tables -> {
        for (int i = from; i < Math.min(jobs, from + CLAIMS_TOGETHER); i++) {
          tables.jobs().add(job(i), NOW);
        }
        return "";
      });
    }
    return database;
  }

  private static NewJob job(int number) {
    return new NewJob(
        "bench",
        null,
        new AccountId(1 + number % OWNERS),
        Lane.PROCESSOR,
        0,
        false,
        Priority.of(Priority.PUBLISHING),
        Map.of());
  }

  /// @return claims per second
  private static double measure(Database database) {
    long start = System.nanoTime();
    for (int i = 0; i < CLAIMS; i += CLAIMS_TOGETHER) {
      database.write(tables -> {
        for (int claim = 0; claim < CLAIMS_TOGETHER; claim++) {
          claimOne(tables, claim);
        }
        return "";
      });
    }
    return CLAIMS / ((System.nanoTime() - start) / 1e9);
  }

  private static void claimOne(Database.Tables tables, int number) {
    var job = tables.jobs().claimable(Lane.PROCESSOR, NOW, 1).getFirst();
    if (!tables.jobs().replace(job, job.claim("bench", NOW.plus(Duration.ofHours(1))), NOW)) {
      throw new IllegalStateException("somebody else claimed " + job);
    }
    tables.jobs().add(job(number), NOW);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
