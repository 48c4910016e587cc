package contentgremlin.bench;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.engine.media.TranscodeHandler;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.Priority;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.RetryPolicy;
import contentgremlin.job.Tool;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.transcode.Probe;
import contentgremlin.transcode.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What it costs to cut a film's encode off and to go on with it: segments that are made twice, and
/// processor time against an encode that was left alone.
///
/// Cut off as a power cut would: only what was noted while ffmpeg ran is used.
///
/// Arguments: a film (default: one of a minute, 720 lines, is made), and where it is cut off, in
/// percent (default 90).
public final class ResumedEncode {
  private static final InstantSource TIME = InstantSource.system();
  private static final Duration POLL = Duration.ofMillis(20);
  private static final double TICKS_PER_SECOND = 100;
  private static final Limits UNLIMITED =
      new Limits(Duration.ofHours(9), Duration.ofHours(9), 0, 0, 0);

  private final DiskVault vault;
  private final ProcessSupervisor supervisor = new ProcessSupervisor(Programs.find());
  private final JobHandler handler;

  private ResumedEncode(Path home) {
    this.vault = new DiskVault(home.resolve("content"), TIME);
    this.handler = new TranscodeHandler(vault, TIME);
  }

  public static void main(String[] arguments) throws Exception {
    var home = Files.createTempDirectory(Path.of(""), "resumed-encode-").toAbsolutePath();
    try {
      var bench = new ResumedEncode(home);
      var film = arguments.length > 0 ? Path.of(arguments[0]).toAbsolutePath() : bench.make(home);
      bench.compare(film, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 90);
    } finally {
      try (var files = Files.walk(home)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Path make(Path home) throws Exception {
    var film = home.resolve("film.mp4");
    var arguments =
        "-v error -f lavfi -i testsrc2=s=1280x720:r=25:d=60 -f lavfi -i anoisesrc=d=60:a=0.2"
            + " -vf noise=alls=6:allf=t -c:v libx264 -preset ultrafast -g 100 -c:a aac -y "
            + film;
    run(home.resolve("making"), Tool.of(Tool.Program.FFMPEG, List.of(arguments.split(" ", -1))));
    return film;
  }

  private void run(Path folder, Tool tool) throws Exception {
    var leader = supervisor.start(Files.createDirectories(folder), List.of(tool), UNLIMITED);
    watch(folder, leader, () -> false);
  }

  private Probe probe(Path film) throws Exception {
    var folder = film.resolveSibling("probe-" + System.nanoTime());
    run(folder, new Tool(Tool.Program.FFPROBE, Probe.arguments(film.toString()), "found"));
    return Probe.read(Report.parse(Files.readString(folder.resolve("found"))));
  }

  private void compare(Path film, int percent) throws Exception {
    var probe = probe(film);
    var whole = attempt(film, job(1, probe), Integer.MAX_VALUE);
    int segments = whole.segments();
    var cut = attempt(film, job(2, probe), percent * segments / 100);
    var again =
        cut.job().settle(new Ending.Interrupted("cut off"), RetryPolicy.DEFAULT, TIME.instant());
    var rest = attempt(film, again, Integer.MAX_VALUE);
    System.out.printf("left alone: %d segments, %.1f s%n", segments, whole.seconds());
    System.out.printf(
        "cut off: after %d segments, %.1f s; %d of them were kept%n",
        cut.segments(), cut.seconds(), rest.kept());
    System.out.printf(
        "the rest: %d segments, %.1f s; made twice: %d whole segments; together %.3f of the time%n",
        segments - rest.kept(),
        rest.seconds(),
        cut.segments() - rest.kept(),
        (cut.seconds() + rest.seconds()) / whole.seconds());
  }

  private record Made(Job job, int segments, int kept, double seconds) {}

  private interface Condition {
    boolean holds() throws IOException;
  }

  /// @param segments after which it is cut off
  private Made attempt(Path film, Job queued, int segments) throws Exception {
    var now = TIME.instant();
    var job = queued.claim("bench", now.plusSeconds(60)).start(null, now);
    var folder = vault.createAttempt(job.id(), job.attempt());
    var task = new JobHandler.Task(job, item(film, job), folder);
    var plan = (JobHandler.Plan.Run) handler.plan(task);
    var leader = supervisor.start(folder, plan.tools(), plan.limits());
    long ticks =
        watch(
            folder,
            leader,
            () -> {
              var _ = handler.checkpoint(task);
              return made(folder) >= segments;
            });
    supervisor.signal(folder, leader, true);
    supervisor.await(folder, leader, Duration.ofSeconds(10));
    int kept = (int) Math.round(plan.kept().toMillis() / 4000.0);
    return new Made(job, made(folder), kept, ticks / TICKS_PER_SECOND);
  }

  /// @return the most processor time that was seen
  private long watch(Path folder, ProcessIdentity leader, Condition enough) throws Exception {
    long ticks = 0;
    while (supervisor.observe(folder, leader) instanceof Observation.Alive alive) {
      ticks = Math.max(ticks, alive.processorTicks());
      if (enough.holds()) {
        return ticks;
      }
      supervisor.await(folder, leader, POLL);
    }
    return ticks;
  }

  /// Segments that are whole in every rung.
  private static int made(Path folder) throws IOException {
    try (var rungs = Files.list(folder.resolve("hls"))) {
      return rungs
          .filter(rung -> !rung.getFileName().toString().startsWith("audio"))
          .mapToInt(ResumedEncode::segments)
          .min()
          .orElse(0);
    }
  }

  private static int segments(Path rung) {
    var names = rung.toFile().list((_, name) -> name.endsWith(".m4s"));
    return names == null ? 0 : names.length;
  }

  private static Job job(long id, Probe probe) {
    return new Job(
        new JobId(id),
        Pipeline.TRANSCODE,
        new ItemId("film"),
        null,
        Lane.PROCESSOR,
        1,
        true,
        new Priority(0, 0),
        Map.of("probe", probe.toInput()),
        "",
        "",
        0,
        0,
        new Job.State.Queued(TIME.instant(), ""),
        TIME.instant());
  }

  private static Item item(Path film, Job job) throws IOException {
    return new Item(
        new ItemId("film" + job.id().value()),
        null,
        MediaType.VIDEO,
        "Film",
        "",
        List.of(),
        Visibility.PUBLIC,
        new Item.State.Processing(),
        new Source.External(film.toString(), "film", Files.size(film)),
        MediaFacts.UNKNOWN,
        false,
        false,
        TIME.instant());
  }
}
