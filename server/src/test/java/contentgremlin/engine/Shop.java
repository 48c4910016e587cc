package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.disk.DiskVault;
import contentgremlin.event.Event;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.ShellPrograms;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.vault.Digest;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// A home with a real database, real folders and real processes. A test may open several runners on
/// it, one after the other, as restarts would.
final class Shop {
  static final Duration WAIT_MAX = Duration.ofSeconds(30);

  final HandClock clock = new HandClock();
  final List<EventStream.Message.Moved> moved = new CopyOnWriteArrayList<>();
  final Path home;
  final SqliteDatabase database;
  final DiskVault vault;
  private final List<Runner> runners = new ArrayList<>();
  private int items;

  Shop(Path home) {
    this.home = home;
    supervisor(); // writes the programs before any other process is started
    this.database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", clock);
    this.vault = new DiskVault(home.resolve("content"), clock);
  }

  ProcessSupervisor supervisor() {
    try {
      return new ProcessSupervisor(ShellPrograms.in(home.resolve("programs")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Runner run(JobHandler... handlers) {
    var runner = new Runner(database, supervisor(), vault, List.of(handlers), clock, moved::add);
    runners.add(runner);
    runner.start();
    return runner;
  }

  DurableJobs jobs(Runner runner) {
    return new DurableJobs(database, supervisor(), vault, runner, clock);
  }

  /// A processing item whose bytes lie in an upload.
  Item addItem() throws IOException {
    return addItem("bytes of item " + items, false);
  }

  Item addItem(String bytes, boolean dropOriginal) throws IOException {
    items++;
    var upload = new UploadId("%026d".formatted(items));
    vault.createUpload(upload);
    Files.writeString(vault.uploadData(upload), bytes);
    var item =
        new Item(
            new ItemId("item" + items),
            null,
            MediaType.VIDEO,
            "Title",
            "",
            List.of(),
            Visibility.PUBLIC,
            new Item.State.Processing(),
            new Source.Owned(digest(bytes), "a.mp4", bytes.length(), upload.value()),
            MediaFacts.UNKNOWN,
            dropOriginal,
            false,
            clock.instant());
    database.write(tables -> {
      tables.items().add(item);
      return "";
    });
    return item;
  }

  static Digest digest(String bytes) {
    try {
      var sha = java.security.MessageDigest.getInstance("SHA-256");
      return Digest.of(sha.digest(bytes.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A blocking job of the first stage.
  Job addJob(Item item, String kind) {
    return addJob(item, kind, Lane.LIGHT, Pipeline.STAGE_PROBE, true);
  }

  Job addJob(Item item, String kind, Lane lane, int stage, boolean blocking) {
    return database.write(tables ->
        tables.jobs().add(Pipeline.job(kind, item, lane, stage, blocking), clock.instant()));
  }

  Job job(Job job) {
    return job(job.id());
  }

  Job job(JobId id) {
    return database.read(tables -> tables.jobs().find(id)).orElseThrow();
  }

  Item item(Item item) {
    return database.read(tables -> tables.items().find(item.id())).orElseThrow();
  }

  List<String> eventTypes() {
    return events().stream().map(Fact::type).toList();
  }

  List<Fact> events() {
    return database.read(tables -> tables.events().after(0, 1_000)).stream()
        .map(Event::fact)
        .toList();
  }

  <S extends Job.State> S await(Job job, Class<S> state) throws InterruptedException {
    await(job.kind() + " is not " + state, () -> state.isInstance(job(job).state()));
    return state.cast(job(job).state());
  }

  Job.State.Queued awaitAgain(Job job, int attempt) throws InterruptedException {
    await(
        job.kind() + " not queued after attempt " + attempt,
        () -> job(job).attempt() == attempt && job(job).state() instanceof Job.State.Queued);
    return (Job.State.Queued) job(job).state();
  }

  void await(Item item, String state) throws InterruptedException {
    await(item + " is not " + state, () -> item(item).state().word().equals(state));
  }

  /// The tool itself, once it runs.
  ProcessIdentity awaitTool(DurableJobs jobs, Job job) throws InterruptedException {
    var found = new ArrayList<ProcessIdentity>();
    await(
        "no tool for " + job.kind(),
        () -> {
          var state = job(job).state();
          if (state instanceof Job.State.Running(_, _, var leader, _) && leader != null) {
            jobs.process(job.id()).filter(Predicate.not(leader::equals)).ifPresent(found::add);
          }
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String complaint, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    try {
      while (!condition.holds()) {
        assertThat(System.nanoTime()).as("waited too long: %s", complaint).isLessThan(deadline);
        Thread.sleep(5);
      }
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static void signal(String name, ProcessIdentity process) throws Exception {
    var kill =
        new ProcessBuilder("kill", "-" + name.toUpperCase(Locale.ROOT), "" + process.pid())
            .inheritIO()
            .start();
    assertThat(kill.waitFor()).isZero();
  }

  void close() throws InterruptedException {
    for (var runner : runners) {
      runner.stop(true);
    }
    for (var job : database.read(tables -> tables.jobs().started())) {
      if (job.state() instanceof Job.State.Running(_, _, var leader, _) && leader != null) {
        supervisor().signal(vault.attempt(job.id(), job.attempt()), leader, true);
      }
    }
    database.close();
  }
}
