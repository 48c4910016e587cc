package contentgremlin.bench;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Runner;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Lane;
import contentgremlin.job.Limits;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.job.Tool;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// How long a place stands empty: from the end of one tool to the start of the next, of our runner
/// with two places and of `xargs -P2`. The same tool for both, a shell that notes when it began and
/// when it ended; the same priority for both. Ours claims, stores and settles each job durably on
/// the way, and watches over its tool.
///
/// Tools that take a while show how long the way from one to the next is; tools that take no time
/// show how much work it is, for then both processors are busy with it all the time.
public final class RunnerLatency {
  private static final int PLACES = 2;
  private static final int JOBS = 200;
  private static final int ROUNDS = 4;
  private static final String DURATION = "0.04";
  private static final String KIND = "bench";

  /// Waits without a process of its own: for a pipe into which nobody writes.
  private static final String TOOL =
      """
      #!/bin/bash
      begun=$EPOCHREALTIME
      PAUSE
      echo "$begun $EPOCHREALTIME" >>"$1"
      """;

  private static final Duration WAIT_MAX = Duration.ofMinutes(5);

  private RunnerLatency() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    var home = Files.createTempDirectory(folder.toAbsolutePath(), "runner-latency-");
    try {
      var pipe = home.resolve("pipe");
      if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
        throw new IllegalStateException("mkfifo failed");
      }
      System.out.println("tools of " + DURATION + " s:");
      measure(home, "read -rt " + DURATION + " <>" + pipe);
      System.out.println("tools that take no time:");
      measure(home, ":");
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void measure(Path home, String pause) throws Exception {
    var tool = program(home.resolve("programs/ffmpeg/ffprobe"), pause);
    program(home.resolve("programs/ffmpeg/ffmpeg"), pause);
    var contenders =
        List.of(
            new Contestant("xargs -P2", notes -> xargs(tool, notes, List.of())),
            new Contestant("xargs -P2, sh", notes -> xargs(tool, notes, List.of("sh", "-c"))),
            new Contestant("ours", notes -> ours(home, notes)));
    for (int round = 0; round < ROUNDS; round++) {
      for (var contender : contenders) {
        contender.run(home.resolve("notes"));
        if (round == 0) {
          contender.gaps().clear(); // the machine that runs Java code was cold
        }
      }
    }
    contenders.forEach(Contestant::print);
    System.out.printf(
        "ours to xargs: %.2f; to xargs through sh: %.2f%n",
        contenders.get(2).median() / contenders.get(0).median(),
        contenders.get(2).median() / contenders.get(1).median());
  }

  private static Path program(Path path, String pause) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, TOOL.replace("PAUSE", pause));
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private interface Way {
    void run(Path notes) throws Exception;
  }

  /// @param gaps in milliseconds
  private record Contestant(String name, Way way, List<Double> gaps) {
    Contestant(String name, Way way) {
      this(name, way, new ArrayList<>());
    }

    void run(Path notes) throws Exception {
      Files.deleteIfExists(notes);
      way.run(notes);
      gaps.addAll(between(Files.readAllLines(notes)));
    }

    double median() {
      return at(0.5);
    }

    private double at(double share) {
      var sorted = gaps.stream().sorted().toList();
      return sorted.get((int) (share * (sorted.size() - 1)));
    }

    void print() {
      System.out.printf(
          "%-16s %6.2f ms median, %6.2f ms at the 10th, %6.2f ms at the 90th percentile%n",
          name, median(), at(0.1), at(0.9));
    }
  }

  /// Whoever ends as the n-th makes room for whoever starts as the (n + places)-th.
  private static List<Double> between(List<String> notes) {
    if (notes.size() != JOBS) {
      throw new IllegalStateException(notes.size() + " tools ran, not " + JOBS);
    }
    Function<Integer, List<Double>> column =
        index ->
            notes.stream()
                .map(line -> Double.parseDouble(line.split(" ", -1)[index].replace(',', '.')))
                .sorted()
                .toList();
    var starts = column.apply(0);
    var ends = column.apply(1);
    var gaps = new ArrayList<Double>();
    for (int i = 0; i + PLACES < JOBS; i++) {
      gaps.add((starts.get(i + PLACES) - ends.get(i)) * 1_000);
    }
    return gaps;
  }

  private static void xargs(Path tool, Path notes, List<String> shell)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("nice", "-n", "10", "xargs", "-P" + PLACES));
    if (shell.isEmpty()) {
      command.addAll(List.of("-n1", tool.toString()));
    } else {
      command.addAll(List.of("-I{}"));
      command.addAll(shell);
      command.add("'%s' '{}'; :".formatted(tool));
    }
    var process = new ProcessBuilder(command).inheritIO();
    process.redirectInput(ProcessBuilder.Redirect.PIPE);
    var running = process.start();
    try (var list = running.outputWriter()) {
      for (int i = 0; i < JOBS; i++) {
        list.write(notes + "\n");
      }
    }
    if (running.waitFor() != 0) {
      throw new IllegalStateException("xargs failed");
    }
  }

  private static void ours(Path folder, Path notes) throws Exception {
    var home = Files.createTempDirectory(folder, "home-");
    var time = InstantSource.system();
    var vault = new DiskVault(home.resolve("content"), time);
    var handler = new NotingHandler(notes);
    var supervisor = new ProcessSupervisor(Programs.in(folder.resolve("programs")));
    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "bench", time)) {
      var item = item(time);
      database.write(tables -> {
        tables.items().add(item);
        for (int i = 0; i < JOBS; i++) {
          tables.jobs().add(job(item), time.instant());
        }
        return "";
      });
      try (var runner = new Runner(database, supervisor, vault, List.of(handler), time, _ -> {})) {
        runner.start();
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (database.read(tables -> tables.jobs().countByState()).getOrDefault("succeeded", 0L)
            < JOBS) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("the jobs do not end");
          }
          Thread.sleep(50);
        }
      }
    }
  }

  private static NewJob job(Item item) {
    var priority = Priority.of(Priority.PUBLISHING);
    return new NewJob(KIND, item.id(), null, Lane.LIGHT, 0, false, priority, Map.of());
  }

  private static Item item(InstantSource time) {
    return new Item(
        new ItemId("bench"),
        null,
        MediaType.VIDEO,
        "bench",
        "",
        List.of(),
        Visibility.PUBLIC,
        new Item.State.Processing(),
        new Source.Owned(Digest.of(new byte[32]), "a.mp4", 1, ""),
        MediaFacts.UNKNOWN,
        false,
        false,
        time.instant());
  }

  private record NotingHandler(Path notes) implements JobHandler {
    private static final Limits LIMITS =
        new Limits(Duration.ofMinutes(5), Duration.ofMinutes(1), 1L << 30, 1L << 30);

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Plan plan(Task task) {
      var tool = Tool.of(Tool.Program.FFPROBE, List.of(notes.toString()));
      return new Plan.Run(List.of(tool), LIMITS, Duration.ZERO);
    }

    @Override
    public Result conclude(Task task) {
      return Result.done((_, _) -> {});
    }
  }
}
