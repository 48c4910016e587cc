package contentgremlin.http.page;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.arrival.OldAddress;
import contentgremlin.community.CollectionId;
import contentgremlin.disk.BackupFolder;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Backups;
import contentgremlin.engine.EventHub;
import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Items;
import contentgremlin.engine.MediaCollections;
import contentgremlin.engine.Sweeper;
import contentgremlin.engine.enrich.Corrections;
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
import contentgremlin.engine.upload.Uploads;
import contentgremlin.extend.Shelf;
import contentgremlin.grab.Grabbers;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.http.StoredJobs;
import contentgremlin.http.api.ApiRoutes;
import contentgremlin.http.api.Authentication;
import contentgremlin.http.api.Build;
import contentgremlin.http.api.CrossSiteGuard;
import contentgremlin.http.event.EventRoutes;
import contentgremlin.http.media.MediaRoutes;
import contentgremlin.http.media.NoLibraries;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.http.upload.FormRoutes;
import contentgremlin.http.upload.TusRoutes;
import contentgremlin.install.Suggestion;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import contentgremlin.job.Progress;
import contentgremlin.machine.MachineId;
import contentgremlin.process.CompanionHouse;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.process.ShellPrograms;
import contentgremlin.sql.SqliteCopies;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.watch.NativeTrees;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Everything that answers browsers, over a home in a folder; without a runner.
final class SampleSite implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";
  private static final Progress REACHED =
      new Progress(0.42, Duration.ofMinutes(2), 2.1, Duration.ofSeconds(95));
  private static final String LOG =
      "[mov,mp4,m4a] moov atom not found\n<b>Invalid data</b> found when processing input\n";
  private static final Instant START = Instant.parse("2026-05-01T08:00:00Z");

  final Database database;
  final Accounts accounts;
  final HttpServer server;
  final Hypervisor hypervisor = new Hypervisor();
  final Machines machines;
  private final Libraries libraries;
  private final Installer installer;
  private final Extensions extensions;
  private final InstantSource time = InstantSource.system();
  private final EventHub events;
  private final Uploads uploads;

  /// No jar here has parts that would have to be fitted in.
  private static final class NoJoints implements Joints {
    @Override
    public void fit(Fitting fitting) {}

    @Override
    public void remove(Fitting fitting) {}
  }

  private SampleSite(Path home, int port, boolean isFresh) throws IOException {
    Files.createDirectories(home);
    database = SqliteDatabase.open(home.resolve("db.sqlite"), "sample", time);
    // That no link is followed in libraries is shown elsewhere.
    var vault = new DiskVault(home.resolve("content"), time, (_, path) -> Path.of(path));
    accounts = new Accounts(database, time, "operator-for-tests");
    var jobs = new StoredJobs(database, time, REACHED, LOG);
    events = new EventHub(database).start();
    uploads = new Uploads(database, vault, time, RandomGenerator.getDefault());
    uploads.start();
    if (!isFresh) {
      populate(vault, home);
    }
    var items = new Items(database, time);
    var assets = Assets.bundled();
    var build = new Build("0.1.0", "sample");
    var supervisor = new ProcessSupervisor(ShellPrograms.in(home.resolve("programs")));
    var housekeeping =
        new Housekeeping(database, new Sweeper(database, vault, supervisor, time), time);
    var pages = new Pages(assets, database, () -> "");
    var backups =
        new Backups(
            new SqliteCopies(home.resolve("db.sqlite"), "sample", time),
            vault,
            home,
            time,
            target -> BackupFolder.open(target, time),
            Map.of());
    libraries =
        new Libraries(
            database,
            time,
            new NativeTrees(),
            (root, listener, _) -> new WalkingMonitor(root, listener),
            home,
            () -> {},
            new Ahead());
    libraries.start();
    installer =
        new Installer(
            database,
            new Installer.Self("", "sample site", "sample", "sample site"::equals),
            List.of(
                new Installation(
                        database,
                        "",
                        accounts,
                        new SampleMachine(),
                        () -> List.of(new Suggestion("Music", "/home/ada/Music")),
                        home,
                        SqliteDatabase.NEWEST_SCHEMA,
                        SqliteDatabase.tables(),
                        List::of,
                        time)
                    .builtIn()),
            time);
    extensions =
        new Extensions(
            database,
            database,
            () -> List.of(new Shelf.Found.Unusable("half.jar", false, "", "it is no whole jar")),
            new CompanionHouse(Programs.find(), home.resolve("companions")),
            new NoJoints(),
            events,
            vault,
            _ -> Optional.empty(),
            time);
    extensions.start();
    machines =
        new Machines(
            database,
            MachineId.local(""),
            () -> List.of(hypervisor),
            _ -> List.of(),
            time,
            ZoneOffset.UTC);
    var grabbers = new GrabberSettings(Grabbers.all());
    var routes =
        Stream.of(
                new PageRoutes(
                        pages,
                        assets,
                        items,
                        jobs,
                        accounts,
                        housekeeping,
                        database,
                        vault,
                        time,
                        build)
                    .routes(),
                new ApiRoutes(items, jobs, accounts, housekeeping, backups, database, vault, build)
                    .routes(),
                new InstallPages(pages, installer, accounts, time).routes(),
                new ExtensionPages(pages, extensions).routes(),
                new MachinePages(pages, database, machines, time).routes(),
                new LibraryPages(pages, libraries, time).routes(),
                new TreePages(pages, database, jobs).routes(),
                new MetadataPages(pages, items, new Corrections(database, time), grabbers, database)
                    .routes(),
                new GrabberPages(pages, grabbers, database).routes(),
                new EventRoutes(events, database).routes(),
                new MediaRoutes(database, vault, NoLibraries.pictures(database, vault)).routes(),
                new TusRoutes(uploads).routes(),
                new FormRoutes(uploads).routes())
            .flatMap(List<Route>::stream)
            .toList();
    server =
        HttpServer.start(
            new HttpServer.Parts(
                new Router(routes),
                new Authentication(accounts),
                List.of(new CrossSiteGuard(database)),
                pages,
                new ServerMetrics(new PrometheusRegistry()),
                () -> ""),
            Limits.ofThisProcess(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// With people and items.
  static SampleSite lively(Path home, int port) throws IOException {
    return new SampleSite(home, port, false);
  }

  /// With people, items, and what a library would bring.
  static SampleSite shelved(Path home, int port) throws IOException {
    var site = lively(home, port);
    var vault = new DiskVault(home.resolve("content"), InstantSource.system());
    new SampleLibrary(site.database, vault, home, START.minus(Duration.ofDays(9))).fill();
    return site;
  }

  /// As after the very first start.
  static SampleSite fresh(Path home, int port) throws IOException {
    return new SampleSite(home, port, true);
  }

  private void populate(DiskVault vault, Path home) throws IOException {
    var code = accounts.createSetupCode().orElseThrow();
    var mira = account(accounts.setUp(code, "mira", PASSWORD));
    var jonas = account(accounts.add("jonas", Role.UPLOADER, PASSWORD));
    account(accounts.add("guest", Role.VIEWER, PASSWORD));
    accounts.rename(jonas.id(), "jonas-k");
    new SampleHome(database, vault, home, START).fill(mira.id(), jonas.id());
    new SampleMachines(database, time.instant()).fill();
  }

  private static Account account(Accounts.Registered registered) {
    return switch (registered) {
      case Accounts.Registered.Welcome(var account) -> account;
      case Accounts.Registered.Refused(_, var why) -> throw new IllegalStateException(why);
    };
  }

  /// Keeps an address that something had on another server.
  void lead(String old, OldAddress address) {
    database.write(tables -> {
      tables.arrivals().lead(old, address);
      return old;
    });
  }

  /// Has a person put items together.
  CollectionId collect(String person, Visibility visibility, String... items) {
    var owner = accounts.findByName(person).orElseThrow();
    var wanted =
        new MediaCollections.Description(
            "Put together", null, visibility, Stream.of(items).map(ItemId::new).toList());
    var actor = new Actor.Person(owner, Actor.Scope.ALL);
    return switch (new MediaCollections(database, time).create(wanted, actor)) {
      case MediaCollections.Change.Made(var made) -> made.id();
      case MediaCollections.Change other -> throw new IllegalStateException(other.toString());
    };
  }

  String address() {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  /// Whether a library was compared with its folder as a whole.
  boolean isCompared(String name) {
    return libraries
        .find(name)
        .map(view -> view.library().scan())
        .filter(scan -> scan.ended() != null)
        .isPresent();
  }

  @Override
  public void close() {
    server.close();
    installer.close();
    extensions.close();
    libraries.close();
    uploads.close();
    events.close();
    database.close();
  }

  /// For looking at the pages by hand: folder, port, and "fresh" for an empty home, or "shelved"
  /// for one with a library.
  public static void main(String[] arguments) throws IOException {
    var home = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    var kind = arguments.length > 2 ? arguments[2] : "";
    var site =
        switch (kind) {
          case "fresh" -> fresh(home, port);
          case "shelved" -> shelved(home, port);
          default -> lively(home, port);
        };
    System.out.println(site.address());
  }
}
