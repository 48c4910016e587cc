package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.JobHandler;
import contentgremlin.engine.JobHandler.Plan;
import contentgremlin.engine.JobHandler.Task;
import contentgremlin.engine.Pipeline;
import contentgremlin.engine.library.Probing;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Observation;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Tool;
import contentgremlin.process.HelperPool;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Takes one file through all its jobs, with the real database, vault and tools; only the runner's
/// queues, retries and events are left out.
final class Bench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final InstantSource TIME = InstantSource.system();

  final Path home;
  final DiskVault vault;
  final Database database;
  private final ProcessSupervisor supervisor;
  private final Probing reading;
  private final List<JobHandler> handlers;
  private int items;

  Bench(Path home) {
    this.home = home;
    this.vault = new DiskVault(home.resolve("content"), TIME);
    this.database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", TIME);
    this.supervisor = new ProcessSupervisor(Programs.in(programs()));
    this.reading = new Probing(database, TIME, () -> new HelperPool(Programs.in(programs()), 1));
    reading.start();
    this.handlers =
        List.of(
            new ProbeHandler(vault, TIME),
            new TranscodeHandler(vault, TIME),
            new AudioHandler(vault, TIME),
            new ImageHandler(vault, reading::read, TIME),
            new PosterHandler(vault, TIME),
            new SpritesHandler(vault, TIME),
            new CaptionsHandler(vault, TIME));
  }

  /// Where the build puts them together; the tests run in the folder of this module.
  static Path programs() {
    String told = System.getProperty("contentgremlin.programs", "");
    return told.isEmpty()
        ? Path.of("../programs/target/programs").toAbsolutePath().normalize()
        : Path.of(told);
  }

  /// What became of a file.
  ///
  /// @param failure the first job's that failed, or the empty string
  /// @param hopeless whether that job may not be tried again
  record Outcome(Bench bench, ItemId id, String failure, boolean hopeless, List<String> kinds) {
    Item item() {
      return bench.database.read(tables -> tables.items().find(id).orElseThrow());
    }

    Optional<Rendition> rendition(Rendition.Kind kind) {
      return bench.database.read(tables -> tables.items().rendition(id, kind));
    }

    List<Metadata> metadata() {
      return bench.database.read(tables -> tables.items().metadata(id));
    }

    Path folder(Rendition.Kind kind) {
      return bench.vault.path(rendition(kind).orElseThrow().folder());
    }

    String text(Rendition.Kind kind, String name) throws IOException {
      return Files.readString(folder(kind).resolve(name), UTF_8);
    }
  }

  /// An attempt whose tools run.
  record Started(Job job, Task task, JobHandler handler, Plan.Run plan, ProcessIdentity leader) {}

  /// Takes a new item's file through all jobs before this one.
  Job until(Path file, String kind) throws Exception {
    var item = item(file, false);
    database.write(tables -> {
      tables.items().add(item);
      Pipeline.add(tables, Pipeline.first(item).subList(0, 1), TIME.instant());
      return item;
    });
    while (true) {
      var queued = next(item.id()).orElseThrow();
      if (queued.kind().equals(kind)) {
        return queued;
      }
      if (!(run(queued) instanceof Ending.Done)) {
        throw new AssertionError(queued + " failed");
      }
    }
  }

  Started start(Job queued) throws Exception {
    var task = begin(queued);
    var handler = handler(task.job());
    var plan = (Plan.Run) handler.plan(task);
    var leader = supervisor.start(task.folder(), plan.tools(), plan.limits());
    return new Started(task.job(), task, handler, plan, leader);
  }

  /// As a power cut, or whoever sends KILL to a group.
  ///
  /// @return the job, queued again
  Job cutOff(Started started) throws Exception {
    supervisor.signal(started.task().folder(), started.leader(), true);
    supervisor.await(started.task().folder(), started.leader(), PATIENCE);
    var again =
        started
            .job()
            .settle(
                new Ending.Interrupted("cut off"),
                contentgremlin.job.RetryPolicy.DEFAULT,
                TIME.instant());
    replace(started.job(), again, TIME.instant());
    return again;
  }

  void await(Started started) throws Exception {
    supervisor.await(started.task().folder(), started.leader(), PATIENCE);
  }

  /// Waits for the tools, then judges and stores.
  Ending finish(Started started) throws Exception {
    return settle(started.task(), result(started.handler(), started.task(), started.leader()));
  }

  Outcome process(Path file) throws Exception {
    return process(file, false);
  }

  Outcome process(Path file, boolean keepLocation) throws Exception {
    var item = item(file, keepLocation);
    database.write(tables -> {
      tables.items().add(item);
      Pipeline.add(tables, Pipeline.first(item).subList(0, 1), TIME.instant());
      return item;
    });
    var kinds = new ArrayList<String>();
    for (Optional<Job> next = next(item.id()); next.isPresent(); next = next(item.id())) {
      kinds.add(next.get().kind());
      var ending = run(next.get());
      if (!(ending instanceof Ending.Done)) {
        boolean hopeless = ending instanceof Ending.Hopeless;
        return new Outcome(this, item.id(), reason(ending), hopeless, kinds);
      }
    }
    return new Outcome(this, item.id(), "", false, kinds);
  }

  private Item item(Path file, boolean keepLocation) throws IOException {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return new Item(
        new ItemId("item" + items++),
        null,
        MediaType.DOCUMENT,
        dot > 0 ? name.substring(0, dot) : name,
        "",
        List.of(),
        Visibility.PUBLIC,
        new Item.State.Processing(),
        uploaded(file, name),
        MediaFacts.UNKNOWN,
        false,
        keepLocation,
        TIME.instant());
  }

  /// As if it had just been uploaded.
  private Source uploaded(Path file, String name) throws IOException {
    var upload = "%026d".formatted(items);
    var folder = Files.createDirectories(home.resolve("content/incoming").resolve(upload));
    Files.createLink(folder.resolve("data"), file);
    return new Source.Owned(new Digest("ab".repeat(32)), name, Files.size(file), upload);
  }

  private Optional<Job> next(ItemId id) {
    return database.read(tables -> tables.jobs().of(id).stream().filter(Job::isOpen).findFirst());
  }

  private Ending run(Job queued) throws Exception {
    var task = begin(queued);
    return settle(task, run(handler(task.job()), task));
  }

  private JobHandler handler(Job job) {
    return handlers.stream()
        .filter(each -> each.kind().equals(job.kind()))
        .findFirst()
        .orElseThrow();
  }

  private Task begin(Job queued) throws Exception {
    var now = TIME.instant();
    var claimed = queued.claim("test", now.plusSeconds(60));
    replace(queued, claimed, now);
    var running = claimed.start(null, now);
    replace(claimed, running, now);
    var item =
        database.read(
            tables -> tables.items().find(Objects.requireNonNull(running.item())).orElseThrow());
    var folder = vault.createAttempt(running.id(), running.attempt());
    return new Task(running, item, folder);
  }

  private Ending settle(Task task, JobHandler.Result result) {
    var running = task.job();
    var now = TIME.instant();
    database.write(tables -> {
      if (result.ending() instanceof Ending.Done) {
        result.effect().apply(tables, tables.items().find(task.item().id()).orElseThrow());
      }
      tables
          .jobs()
          .replace(
              running,
              running.settle(result.ending(), contentgremlin.job.RetryPolicy.DEFAULT, now),
              now);
      return "";
    });
    return result.ending();
  }

  private void replace(Job before, Job after, Instant now) {
    database.write(tables -> tables.jobs().replace(before, after, now));
  }

  private JobHandler.Result run(JobHandler handler, Task task) throws Exception {
    return switch (handler.plan(task)) {
      case Plan.Nothing() -> concludeTwice(handler, task);
      case Plan.Refuse(var ending) -> JobHandler.Result.of(ending);
      case Plan.Run(var tools, var limits, _, _, _) -> {
        var leader = supervisor.start(task.folder(), tools, limits);
        yield result(handler, task, leader);
      }
    };
  }

  private JobHandler.Result result(JobHandler handler, Task task, ProcessIdentity leader)
      throws Exception {
    supervisor.await(task.folder(), leader, PATIENCE);
    var ended = (Observation.Ended) supervisor.observe(task.folder(), leader);
    if (ended.code() == 0) {
      return concludeTwice(handler, task);
    }
    String log = supervisor.logTail(task.folder(), 4096);
    return JobHandler.Result.of(handler.explain(task, ended.tool(), ended.code(), log));
  }

  /// As after a crash between publishing and storing.
  private static JobHandler.Result concludeTwice(JobHandler handler, Task task) throws Exception {
    var first = handler.conclude(task);
    var second = handler.conclude(task);
    if (!first.ending().equals(second.ending())) {
      throw new AssertionError(first.ending() + ", then " + second.ending());
    }
    return second;
  }

  private static String reason(Ending ending) {
    return switch (ending) {
      case Ending.Failed(var reason) -> reason;
      case Ending.Unanswered(var reason) -> reason;
      case Ending.Hopeless(var reason) -> reason;
      case Ending.Done(), Ending.Interrupted _, Ending.NoHandler(), Ending.Stalled _ ->
          throw new AssertionError("an unexpected ending: " + ending);
    };
  }

  /// Runs a tool of ours to make or look at media; gives what it printed.
  static String tool(Tool.Program program, String... arguments) throws Exception {
    var folder = programs().resolve("ffmpeg");
    var command =
        new ArrayList<>(
            List.of(
                folder.resolve(program == Tool.Program.FFPROBE ? "ffprobe" : "ffmpeg").toString(),
                "-v",
                "error"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", folder + ":" + programs().resolve("stubs"));
    var process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " failed: " + printed);
    }
    return printed;
  }

  /// Makes a file with ffmpeg; the last argument is its path.
  static Path make(Path file, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("-y"));
    all.addAll(List.of(arguments));
    all.add(file.toString());
    tool(Tool.Program.FFMPEG, all.toArray(String[]::new));
    return file;
  }

  @Override
  public void close() {
    reading.close();
    database.close();
  }
}
