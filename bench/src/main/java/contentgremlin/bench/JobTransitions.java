package contentgremlin.bench;

import contentgremlin.event.Fact;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.job.RetryPolicy;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/// How many job transitions per second are acknowledged, each durable when its call returns, on a
/// SQLite file. A transition is what the runner does: replace the job's row if nobody else did, and
/// append the event that tells of it.
///
/// Compared with the same work where each call forces the disk for itself. The two take turns, so
/// that a busy machine slows both.
///
/// Arguments: the folder for the file (its disk is what is measured; default the current one), and
/// seconds per measurement (default 2).
public final class JobTransitions {
  private static final int ROUNDS = 5;
  private static final int CALLERS = 64;
  private static final int TOGETHER_MAX = 512;
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final RetryPolicy FOR_EVER =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO);

  private JobTransitions() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    var time = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 2);
    var home = Files.createTempDirectory(folder, "job-transitions-");
    try (var grouped = open(home.resolve("grouped.sqlite"), TOGETHER_MAX);
        var alone = open(home.resolve("alone.sqlite"), 1)) {
      compare(alone, grouped, 1, Thread.ofPlatform().factory(), time);
      compare(alone, grouped, CALLERS, Thread.ofVirtual().factory(), time);
    } finally {
      remove(home);
    }
  }

  private static Database open(Path file, int togetherMax) {
    return SqliteDatabase.open(file, "bench", InstantSource.system(), togetherMax);
  }

  private static void compare(
      Database alone, Database grouped, int callers, ThreadFactory threads, Duration time)
      throws InterruptedException {
    measure(grouped, callers, threads, time); // lets the compiler warm up
    var apart = new ArrayList<Result>();
    var together = new ArrayList<Result>();
    for (int round = 0; round < ROUNDS; round++) {
      apart.add(measure(alone, callers, threads, time));
      together.add(measure(grouped, callers, threads, time));
    }
    var before = median(apart);
    var after = median(together);
    System.out.printf("%d caller(s), median of %d rounds%n", callers, ROUNDS);
    System.out.println("  one force per call: " + before);
    System.out.println("  group commit:       " + after);
    System.out.printf(
        "  ratio:              %.1f times as many, with %.2f times the processor time each%n",
        after.perSecond() / before.perSecond(), after.processorMicros() / before.processorMicros());
  }

  private record Result(double perSecond, double processorMicros) {
    @Override
    public String toString() {
      return "%,9.0f transitions/s, %5.1f µs processor time each"
          .formatted(perSecond, processorMicros);
    }
  }

  private static Result median(List<Result> results) {
    return results.stream()
        .sorted(Comparator.comparingDouble(Result::perSecond))
        .toList()
        .get(results.size() / 2);
  }

  private static Result measure(
      Database database, int callers, ThreadFactory threads, Duration time)
      throws InterruptedException {
    var count = new LongAdder();
    long processor = processorNanos();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    var running = new ArrayList<Thread>();
    for (int i = 0; i < callers; i++) {
      var thread = threads.newThread(() -> count.add(callUntil(end, database)));
      thread.start();
      running.add(thread);
    }
    for (var thread : running) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(
        count.sum() / seconds, (processorNanos() - processor) / 1e3 / Math.max(1, count.sum()));
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /// One caller: leads a job of its own through its life, again and again.
  private static long callUntil(long end, Database database) {
    long count = 0;
    var job = add(database);
    while (System.nanoTime() - end < 0) {
      var now = Instant.EPOCH.plusMillis(count);
      job = step(database, job, job.claim("bench", now.plus(LEASE)), now);
      job = step(database, job, job.start(null, now), now);
      var failed = new Ending.Failed("the benchmark goes on");
      job = step(database, job, job.settle(failed, FOR_EVER, now), now);
      count += 3;
    }
    return count;
  }

  private static Job add(Database database) {
    var job =
        new NewJob(
            "bench", null, null, Lane.LIGHT, 0, false, Priority.of(Priority.PUBLISHING), Map.of());
    return database.write(tables -> tables.jobs().add(job, Instant.EPOCH));
  }

  private static Job step(Database database, Job before, Job after, Instant now) {
    var fact = new Fact.JobStarted(after.id(), null, after.kind(), after.attempt());
    boolean kept =
        database.write(tables -> {
          tables.events().append(fact, now);
          return tables.jobs().replace(before, after, now);
        });
    if (!kept) {
      throw new IllegalStateException("somebody else changed " + before);
    }
    return after;
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
