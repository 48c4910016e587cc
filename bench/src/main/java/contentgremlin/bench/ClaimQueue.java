package contentgremlin.bench;

import contentgremlin.account.AccountId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether claiming a job slows down as the queue grows: claims per second with 100 and with
/// 100,000 jobs of 50 owners in the queue. Each claim takes the first job of the queue and puts
/// another one in at its end, so the queue keeps its length. Many claims share a commit: the disk
/// is not what is measured.
public final class ClaimQueue {
  private static final int SHORT = 100;
  private static final int LONG = 100_000;
  private static final int OWNERS = 50;
  private static final int ROUNDS = 7;
  private static final int CLAIMS = 4_000;
  private static final int CLAIMS_TOGETHER = 200;
  private static final Instant NOW = Instant.EPOCH;

  private ClaimQueue() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    var home = Files.createTempDirectory(folder, "claim-queue-");
    try (var few = filled(home.resolve("few.sqlite"), SHORT);
        var many = filled(home.resolve("many.sqlite"), LONG)) {
      measure(few);
      measure(many);
      var ofFew = new ArrayList<Double>();
      var ofMany = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        ofFew.add(measure(few));
        ofMany.add(measure(many));
      }
      System.out.printf("%,9d queued: %,9.0f claims/s%n", SHORT, median(ofFew));
      System.out.printf("%,9d queued: %,9.0f claims/s%n", LONG, median(ofMany));
      System.out.printf("    ratio: %.2f%n", median(ofMany) / median(ofFew));
    } finally {
      remove(home);
    }
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

  private static void remove(Path folder) throws java.io.IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
