package contentgremlin.worker;

import contentgremlin.account.Actor;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.DurableJobs;
import contentgremlin.engine.LentHandler;
import contentgremlin.engine.Runner;
import contentgremlin.engine.worker.Diary;
import contentgremlin.engine.worker.WorkFolder;
import contentgremlin.engine.worker.Worker;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.http.api.Authentication;
import contentgremlin.http.api.WorkerGuard;
import contentgremlin.http.api.WorkerRoutes;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.http.upload.OutputRoutes;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.machine.MachineId;
import contentgremlin.net.HttpEmployer;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.ShellPrograms;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.vault.UploadId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server that lends jobs on a real socket, and workers that do them: real folders, processes and
/// connections. It can be stopped and started again on the same port.
final class WorkServer {
  private static final Limits LIMITS =
      new Limits(200, Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(5), 256);

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  final SqliteDatabase database;
  final DiskVault vault;
  final LentHandler handler;
  final Accounts accounts;
  private final Path folder;
  private final InstantSource time = InstantSource.system();
  private final AtomicInteger leasing = new AtomicInteger();
  private final List<Employed> employed = new ArrayList<>();
  private @Nullable Runner runner;
  private @Nullable HttpServer http;
  private int port;
  private int items;

  WorkServer(Path folder) throws IOException {
    this.folder = folder;
    supervisor(); // writes the programs before any other process is started
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", time);
    vault = new DiskVault(folder.resolve("content"), time);
    handler = new LentHandler(vault);
    accounts = new Accounts(database, time, "the operator's secret");
    database.write(tables -> {
      tables.settings().put(Setting.ENCODER_PLACES.word(), "0");
      return null;
    });
    start();
  }

  private ProcessSupervisor supervisor() throws IOException {
    return new ProcessSupervisor(ShellPrograms.in(folder.resolve("programs")));
  }

  void start() throws IOException {
    runner = new Runner(database, supervisor(), vault, List.of(handler), time, _ -> {});
    runner.start();
    var routes = new ArrayList<Route>();
    for (var route : new WorkerRoutes(runner.lending()).routes()) {
      routes.add(route.pattern().endsWith("/leases") ? counted(route) : route);
    }
    routes.addAll(new OutputRoutes(runner.lending()).routes());
    routes.add(Route.get("/api/v1/items", _ -> Response.ok(Map.of())));
    http =
        HttpServer.start(
            new HttpServer.Parts(
                new Router(routes),
                new Authentication(accounts),
                List.of(new WorkerGuard()),
                (_, problem) ->
                    new Response.Text(problem.status(), List.of(), "text/html", new byte[0]),
                new ServerMetrics(new PrometheusRegistry()),
                () -> ""),
            LIMITS,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = http.address().getPort();
  }

  /// Counts those who wait for work.
  private Route counted(Route route) {
    return new Route(
        route.method(),
        route.pattern(),
        request -> {
          var answer = route.handler().handle(request);
          return answer instanceof Response.Stream stream ? counted(stream) : answer;
        });
  }

  private Response counted(Response.Stream stream) {
    return new Response.Stream(
        stream.status(),
        stream.headers(),
        stream.mediaType(),
        out -> {
          leasing.incrementAndGet();
          try {
            stream.writer().writeTo(out);
          } finally {
            leasing.decrementAndGet();
          }
        });
  }

  int leasing() {
    return leasing.get();
  }

  boolean isKnown(String worker) {
    var id = MachineId.of("worker", worker);
    return database.read(tables -> tables.machines().find(id)).isPresent();
  }

  /// As a server that is stopped; what it lent stays lent.
  void stop() throws InterruptedException {
    if (http != null && runner != null) {
      http.close();
      runner.stop(false);
      http = null;
    }
  }

  int port() {
    return port;
  }

  URI address() {
    return address(port);
  }

  static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  String token(Actor.Scope... scopes) {
    return accounts.createToken(null, "worker", Set.of(scopes), null).text();
  }

  DurableJobs jobs() throws IOException {
    return new DurableJobs(
        database, supervisor(), vault, java.util.Objects.requireNonNull(runner), time);
  }

  /// A blocking job for an item with these bytes.
  Job add(byte[] bytes) throws IOException {
    items++;
    var upload = new UploadId("%026d".formatted(items));
    vault.createUpload(upload);
    Files.write(vault.uploadData(upload), bytes);
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
            new Source.Owned(digest(bytes), "a.mp4", bytes.length, upload.value()),
            MediaFacts.UNKNOWN,
            false,
            false,
            time.instant());
    var job =
        new NewJob(
            LentHandler.KIND,
            item.id(),
            null,
            Lane.PROCESSOR,
            0,
            true,
            Priority.of(Priority.PUBLISHING),
            Map.of());
    return database.write(tables -> {
      tables.items().add(item);
      return tables.jobs().add(job, time.instant());
    });
  }

  private static Digest digest(byte[] bytes) {
    try {
      return Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Job job(Job job) {
    return database.read(tables -> tables.jobs().find(job.id())).orElseThrow();
  }

  void await(Job job, Class<? extends Job.State> state) throws InterruptedException {
    await("job is not " + state, () -> state.isInstance(job(job).state()));
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String complaint, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("waited too long: " + complaint);
        }
        Thread.sleep(10);
      }
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// A worker at work.
  ///
  /// @param said what it told people so far
  record Employed(
      Worker worker, WorkFolder folder, CompletableFuture<String> end, List<String> said) {
    boolean hasSaid(String part) {
      return said.stream().anyMatch(line -> line.contains(part));
    }
  }

  Path workFolder(String name) {
    return folder.resolve("work-" + name);
  }

  Employed employ(String name, URI address, String token) throws Exception {
    var said = new CopyOnWriteArrayList<String>();
    var supervisor = supervisor();
    var work = WorkFolder.open(workFolder(name), 4L << 30, supervisor);
    var info =
        new WorkerInfo(name, "test", 2, 1 << 30, List.of("libx264"), WorkerInfo.Place.UNKNOWN);
    var employer = new HttpEmployer(address, token);
    var worker = new Worker(employer, supervisor, work, info, 1, time, new Diary(said::add));
    // A thread of its own: the client answers by those that all share, which may be only one.
    var end = CompletableFuture.supplyAsync(() -> run(worker), Thread::startVirtualThread);
    var one = new Employed(worker, work, end, said);
    employed.add(one);
    return one;
  }

  /// @return why it ended
  private static String run(Worker worker) {
    try {
      worker.run();
      return "stopped";
    } catch (Employer.Dismissed e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void close() throws Exception {
    for (var one : employed) {
      one.worker().stop();
      one.end().get();
      one.folder().close();
    }
    if (http != null) {
      http.close();
    }
    if (runner != null) {
      runner.stop(true);
    }
    database.close();
  }
}
