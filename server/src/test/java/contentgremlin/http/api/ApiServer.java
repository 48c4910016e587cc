package contentgremlin.http.api;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.disk.BackupFolder;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Backups;
import contentgremlin.engine.EventHub;
import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Items;
import contentgremlin.engine.LentHandler;
import contentgremlin.engine.OpenLending;
import contentgremlin.engine.StillClock;
import contentgremlin.engine.StopOrder;
import contentgremlin.engine.Sweeper;
import contentgremlin.engine.arrival.Arrivals;
import contentgremlin.engine.enrich.Corrections;
import contentgremlin.engine.enrich.Demands;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.engine.extend.Extensions;
import contentgremlin.engine.extend.Joints;
import contentgremlin.engine.install.Installation;
import contentgremlin.engine.install.Installer;
import contentgremlin.engine.install.SampleMachine;
import contentgremlin.engine.library.Ahead;
import contentgremlin.engine.library.Libraries;
import contentgremlin.engine.library.WalkingMonitor;
import contentgremlin.engine.machine.Hypervisor;
import contentgremlin.engine.machine.Machines;
import contentgremlin.engine.scrub.Scrubber;
import contentgremlin.engine.scrub.Verifications;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.extend.Declaration;
import contentgremlin.extend.Shelf;
import contentgremlin.extension.Arrival;
import contentgremlin.extension.Importer;
import contentgremlin.extension.Intake;
import contentgremlin.extension.Parts;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.http.StoredJobs;
import contentgremlin.http.event.EventRoutes;
import contentgremlin.http.media.MediaRoutes;
import contentgremlin.http.media.NoLibraries;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.http.upload.OutputRoutes;
import contentgremlin.http.upload.TusRoutes;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.job.Progress;
import contentgremlin.machine.MachineId;
import contentgremlin.process.CompanionHouse;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.process.ShellPrograms;
import contentgremlin.sql.ForeignReader;
import contentgremlin.sql.SqliteCopies;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import contentgremlin.watch.NativeTrees;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API on a real socket, over a real database, with a clock that is moved by hand.
final class ApiServer implements AutoCloseable {
  static final String OPERATOR = "the-operators-secret-of-this-home";
  static final String PASSWORD = "correct horse";
  static final JsonMapper JSON = new JsonMapper();

  private static final Limits LIMITS =
      new Limits(200, Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(5), 256);

  final StillClock clock = new StillClock();
  final SqliteDatabase database;
  final Accounts accounts;
  final List<Route> routes;
  private final DiskVault vault;
  private final Uploads uploads;
  private final EventHub events;
  private final HttpServer server;
  // The JDK's client now and then misreads a large answer to the request that upgrades to HTTP/2.
  private static final Progress REACHED =
      new Progress(0.4, Duration.ofSeconds(4), 2.1, Duration.ofMillis(12_500));

  /// What it was asked to do, instead of doing it.
  final List<StopOrder> stops = new CopyOnWriteArrayList<>();

  final Hypervisor hypervisor = new Hypervisor();
  private final Libraries libraries;
  private final Installer installer;
  private final Arrivals arrivals;
  final Extensions extensions;

  private static final class QuietImporter implements Importer {
    @Override
    public String id() {
      return "quiet-all";
    }

    @Override
    public String title() {
      return "All of it";
    }

    @Override
    public List<Option> options() {
      return List.of(
          new Option("database", Option.DATABASE, true, "Where it all is"),
          new Option("media", Option.FOLDER, false, "Where the files are"));
    }

    @Override
    public void run(Source source, Intake intake) throws IOException {
      intake.leaveOut("one", new Arrival.Origin("one", "one", "The one"), "there already");
      var _ = source.database("database");
    }
  }

  /// The jar here has no parts that would have to be fitted in.
  private static final class NoJoints implements Joints {
    @Override
    public void fit(Fitting fitting) {}

    @Override
    public void remove(Fitting fitting) {}
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ApiServer(Path folder) throws IOException {
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", clock);
    accounts = new Accounts(database, clock, OPERATOR);
    vault = new DiskVault(folder.resolve("content"), clock);
    uploads = new Uploads(database, vault, clock, new SecureRandom());
    events = new EventHub(database).start();
    var items = new Items(database, clock);
    var supervisor = new ProcessSupervisor(ShellPrograms.in(folder.resolve("programs")));
    var sweeper = new Sweeper(database, vault, supervisor, clock);
    var backups =
        new Backups(
            new SqliteCopies(folder.resolve("db.sqlite"), "test", clock),
            vault,
            folder,
            clock,
            target -> BackupFolder.open(target, clock),
            Map.of());
    var api =
        new ApiRoutes(
            items,
            new StoredJobs(database, clock, REACHED, "frame=  1 <b>\n"),
            accounts,
            new Housekeeping(database, sweeper, clock),
            backups,
            database,
            vault,
            new Build("1.2.3", "abc"));
    var all = new ArrayList<>(api.routes());
    var grabbers = new GrabberSettings(List.of());
    all.addAll(new SettingRoutes(database, grabbers).routes());
    all.addAll(new GrabberRoutes(database, grabbers).routes());
    installer =
        new Installer(
            database,
            new Installer.Self("", "api server", "test", "api server"::equals),
            List.of(
                new Installation(
                        database,
                        "",
                        accounts,
                        new SampleMachine(),
                        List::of,
                        folder,
                        SqliteDatabase.NEWEST_SCHEMA,
                        SqliteDatabase.tables(),
                        List::of,
                        clock)
                    .builtIn()),
            clock);
    all.addAll(new InstallRoutes(installer, accounts).routes());
    var machines =
        new Machines(
            database,
            MachineId.local(""),
            () -> List.of(hypervisor),
            _ -> List.of(),
            clock,
            ZoneOffset.UTC);
    all.addAll(new MachineRoutes(database, machines).routes());
    extensions =
        new Extensions(
            database,
            database,
            () ->
                List.of(
                    new Shelf.Found.Unusable("bad.jar", false, "", "it is no whole jar"),
                    new Shelf.Found.Usable(
                        "quiet.jar",
                        false,
                        new Declaration("quiet", "Quiet", "1.0", 1, "quiet.Quiet"),
                        "digest",
                        List.of("CREATE TABLE x_quiet_a (id {identity});"),
                        () -> _ -> Parts.none().with(new QuietImporter()),
                        _ -> {})),
            new CompanionHouse(Programs.find(), folder.resolve("companions")),
            new NoJoints(),
            events,
            vault,
            _ -> Optional.empty(),
            clock);
    extensions.start();
    all.addAll(new ExtensionRoutes(extensions).routes());
    all.addAll(new StopRoutes(stops::add).routes());
    all.addAll(new CommunityRoutes(items, accounts, database, clock).routes());
    arrivals =
        new Arrivals(
            database,
            vault,
            extensions.importers(),
            address -> ForeignReader.open(address, folder.resolve("import")),
            clock,
            new SecureRandom());
    all.addAll(new ArrivalRoutes(arrivals).routes());
    var scrubber = new Scrubber(database, vault, clock);
    all.addAll(new IntegrityRoutes(new Verifications(database, scrubber, clock)).routes());
    libraries =
        new Libraries(
            database,
            clock,
            new NativeTrees(),
            (root, listener, _) -> new WalkingMonitor(root, listener),
            folder.resolve("content"),
            () -> {},
            new Ahead());
    libraries.start();
    all.addAll(new LibraryRoutes(libraries, clock).routes());
    var corrections = new Corrections(database, clock);
    all.addAll(new MetadataRoutes(items, corrections, database).routes());
    var demands = new Demands(database, items, libraries, clock, new SecureRandom());
    all.addAll(new DemandRoutes(demands, events).routes());
    all.addAll(new TusRoutes(uploads).routes());
    var lending = OpenLending.of(database, vault, supervisor, clock);
    all.addAll(new WorkerRoutes(lending).routes());
    all.addAll(new OutputRoutes(lending).routes());
    all.addAll(new EventRoutes(events, database).routes());
    all.addAll(new MediaRoutes(database, vault, NoLibraries.pictures(database, vault)).routes());
    routes = List.copyOf(all);
    server =
        HttpServer.start(
            new HttpServer.Parts(
                new Router(routes),
                new Authentication(accounts),
                List.of(new CrossSiteGuard(database), new WorkerGuard()),
                (_, problem) ->
                    new Response.Text(problem.status(), List.of(), "text/html", new byte[0]),
                new ServerMetrics(new PrometheusRegistry()),
                () -> ""),
            LIMITS,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public void close() {
    installer.close();
    arrivals.close();
    extensions.close();
    libraries.close();
    client.close();
    server.close();
    events.close();
    uploads.close();
    database.close();
  }

  String origin() {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  @SuppressWarnings("ArrayRecordComponent") // read by tests only
  record Answer(int status, HttpHeaders headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    String mediaType() {
      return headers.firstValue("Content-Type").orElse("").split(";", 2)[0];
    }
  }

  /// @param headers names and values in turn
  Answer send(String method, String path, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }

  /// Listens to events until one line starts so; the answer's body is what came till then.
  Answer listen(String path, String until, String... headers)
      throws IOException, InterruptedException {
    return listenTo("GET", path, null, until, headers);
  }

  Answer listenTo(
      String method, String path, @Nullable String body, String until, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(origin() + path)).timeout(Duration.ofSeconds(20));
    if (body != null) {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    var read = new StringBuilder();
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith(until)) {
        read.append(line).append('\n');
        line = lines.readLine();
      }
      read.append(line);
    }
    return new Answer(
        answer.statusCode(), answer.headers(), read.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// @param token null: nobody in particular
  Answer ask(String method, String path, @Nullable String token, @Nullable String body)
      throws IOException, InterruptedException {
    var headers = new ArrayList<String>();
    if (token != null) {
      headers.addAll(List.of("Authorization", "Bearer " + token));
    }
    if (body != null) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    return send(method, path, body, headers.toArray(String[]::new));
  }

  Answer get(String path, @Nullable String token) throws IOException, InterruptedException {
    return ask("GET", path, token, null);
  }

  /// An account without a password: hashing takes long.
  Account account(String name, Role role) {
    if (accounts.add(name, role, null) instanceof Accounts.Registered.Welcome(var account)) {
      return account;
    }
    throw new AssertionError(name);
  }

  String token(Account account, Actor.Scope... scopes) {
    var wanted = scopes.length == 0 ? Actor.Scope.ALL : Set.of(scopes);
    return accounts.createToken(account.id(), "test", wanted, null).text();
  }

  void set(Setting setting, String value) {
    database.write(tables -> {
      tables.settings().put(setting.word(), value);
      return null;
    });
  }

  /// Adds an item a second after the one before, with its original's bytes.
  Item item(String id, @Nullable AccountId owner, Visibility visibility, Item.State state)
      throws IOException {
    clock.move(Duration.ofSeconds(1));
    var original = new Digest("%064x".formatted(id.hashCode() & 0xffffff));
    var item =
        new Item(
            new ItemId(id),
            owner,
            MediaType.VIDEO,
            "Gremlin " + id,
            "about " + id,
            List.of("tag-" + visibility.word()),
            visibility,
            state,
            new Source.Owned(original, id + ".mp4", 1_000, ""),
            new MediaFacts("video/mp4", Duration.ofMillis(61_500), 1920, 1080),
            false,
            false,
            clock.instant());
    var file = file(original.originalPath("mp4"), "video/mp4", "the original of " + id);
    database.write(tables -> {
      tables.items().add(item);
      tables.files().put(file);
      return null;
    });
    return item;
  }

  private StoredFile file(String path, String mediaType, String content) throws IOException {
    var target = vault.path(path);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
    var digest = new Digest("%064x".formatted(content.hashCode() & 0xffffff));
    return new StoredFile(path, content.length(), digest, mediaType, clock.instant());
  }

  /// Gives the item a poster and a stream.
  void render(Item item) throws IOException {
    var job = new JobId(7);
    var poster = Rendition.folder(item.id(), Rendition.Kind.POSTER, job);
    var hls = Rendition.folder(item.id(), Rendition.Kind.HLS, job);
    var posterFiles =
        List.of(
            file(poster + "/poster.jpg", "image/jpeg", "poster"),
            file(poster + "/thumbnail.jpg", "image/jpeg", "thumbnail"));
    var hlsFiles =
        List.of(
            file(
                hls + "/master.m3u8",
                "application/vnd.apple.mpegurl",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n360/index.m3u8\n"),
            file(hls + "/360/index.m3u8", "application/vnd.apple.mpegurl", "#EXTM3U\n"));
    database.write(tables -> {
      var items = tables.items();
      items.putRendition(
          new Rendition(
              item.id(), Rendition.Kind.POSTER, job, clock.instant(), Map.of(), posterFiles));
      items.putRendition(
          new Rendition(item.id(), Rendition.Kind.HLS, job, clock.instant(), Map.of(), hlsFiles));
      return null;
    });
  }

  Item published(String id, @Nullable AccountId owner, Visibility visibility) throws IOException {
    return item(id, owner, visibility, new Item.State.Published(clock.instant()));
  }

  Job job(Item item) {
    var job =
        new NewJob(
            "transcode",
            item.id(),
            item.owner(),
            Lane.PROCESSOR,
            1,
            true,
            Priority.of(Priority.PUBLISHING),
            Map.of());
    return database.write(tables -> tables.jobs().add(job, clock.instant()));
  }

  /// A job that workers can do.
  Job lendable(Item item) {
    var job =
        new NewJob(
            LentHandler.KIND,
            item.id(),
            item.owner(),
            Lane.PROCESSOR,
            1,
            false,
            Priority.of(Priority.PUBLISHING),
            Map.of());
    return database.write(tables -> tables.jobs().add(job, clock.instant()));
  }

  /// Puts the job into the state that `next` makes of it.
  Job step(Job before, Job after) {
    boolean done = database.write(tables -> tables.jobs().replace(before, after, clock.instant()));
    if (!done) {
      throw new AssertionError("somebody else changed " + before);
    }
    return after;
  }
}
