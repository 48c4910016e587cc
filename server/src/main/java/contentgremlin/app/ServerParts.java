package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Handover;
import contentgremlin.engine.install.Installer;
import contentgremlin.enrich.UserAgent;
import contentgremlin.grab.Grabbers;
import contentgremlin.install.Report;
import contentgremlin.jar.JarShelf;
import contentgremlin.job.Supervisor;
import contentgremlin.machine.MachineId;
import contentgremlin.net.HttpFetcher;
import contentgremlin.process.CompanionHouse;
import contentgremlin.process.HelperPool;
import contentgremlin.process.Programs;
import contentgremlin.process.ServiceManager;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.Setting;
import contentgremlin.upgrade.Terms;
import contentgremlin.upgrade.Works;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The parts of a running server, put together around its database; closed in reverse order.
/// Thread-safe.
final class ServerParts implements Launcher.Running {
  private static final System.Logger LOG = System.getLogger(ServerParts.class.getName());

  /// Longer than all parts together take that are waited for.
  private static final Duration CLOSE_MAX = Duration.ofSeconds(50);

  /// Reading tags is mostly waiting for the disk; more would only take memory.
  private static final int PROBE_PLACES = 2;

  private final Closers closers;
  private final Home home;
  private final Launcher.Options options;
  private final SqliteDatabase local;
  private final Consumer<Instance> presence;
  private final Database database;
  private final DiskVault vault;
  private final Accounts accounts;
  private final EngineParts engine;
  private final Installer installer;
  private final BuildInfo build;
  private final InstantSource time;
  private final Handover handover;
  private final Stopping stopping;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable HttpParts http;
  private volatile @Nullable Instance announced;

  /// @param closers hold what was opened before
  /// @param opened the home's database
  ServerParts(
      Closers closers,
      Home home,
      Launcher.Options options,
      BuildInfo build,
      Supervisor supervisor,
      InstantSource time,
      Opened opened)
      throws IOException {
    this.closers = closers;
    this.home = home;
    this.options = options;
    this.build = build;
    this.time = time;
    this.local = opened.local();
    this.presence = opened.presence();
    closers.add(this::release);
    database = opened.database();
    accounts = new Accounts(database, time, OperatorSecret.readOrCreate(home.directory()));
    var watching =
        LibraryParts.of(
            home.directory(), () -> new HelperPool(Programs.find(), PROBE_PLACES), time);
    var content = home.content(options.content());
    vault = new DiskVault(content, time, watching.mirror(content));
    var fetcher = closers.add(new HttpFetcher(this::agent));
    engine =
        closers.add(
            new EngineParts(
                database,
                local,
                vault,
                supervisor,
                opened.kept(),
                watching,
                Grabbers.all(),
                new JarShelf(bundled(), home.extensions()),
                new CompanionHouse(Programs.find(), home.companions()),
                fetcher,
                MachineId.local(opened.node()),
                time));
    installer =
        closers.add(
            InstallParts.of(
                home, opened, accounts, build, supervisor, engine.extensions()::machines, time));
    installer.add(engine.extensions().contributor());
    stopping = new Stopping(engine, this::close);
    handover =
        closers.add(
            new Handover(
                opened.transferable(),
                this::door,
                new AllWorks(engine, installer),
                opened.succession(),
                supervisor,
                time,
                heir -> ServiceManager.tell("MAINPID=" + heir.pid()),
                this::depart));
    engine.extensions().holdWhile(() -> handover.phase() != Handover.Phase.SERVING);
  }

  /// The extensions that came with the program.
  static Path bundled() {
    return Path.of(System.getProperty("contentgremlin.extensions", "extensions-of-the-program"));
  }

  /// What a server does by itself, the installation among it.
  private record AllWorks(EngineParts engine, Installer installer) implements Works {
    @Override
    public void pause() throws InterruptedException {
      installer.pause();
      engine.pause();
    }

    @Override
    public void cutUploads() {
      engine.cutUploads();
    }

    @Override
    public void resume() {
      engine.resume();
      installer.resume();
    }
  }

  /// What we call ourselves where we ask, and how whoever runs us can be reached.
  private String agent() {
    return database.read(tables -> {
      var contact = Setting.CONTACT.text(tables.settings());
      var site = Setting.BASE_URL.text(tables.settings());
      return UserAgent.of(build.version(), contact.equals("none") ? "" : contact, site);
    });
  }

  private contentgremlin.upgrade.Door door() {
    return http().server();
  }

  private HttpParts http() {
    return Objects.requireNonNull(http, "not listening yet");
  }

  void listen(String host, int port) throws IOException {
    var terms = new Terms(build.version(), build.schema(), options.content(), options.database());
    var behind =
        new HttpParts.Behind(
            database,
            vault,
            accounts,
            engine,
            installer,
            stopping,
            new HomeArchive(build, time).backups(home, vault, options.database() == null),
            handover,
            terms,
            build,
            time);
    http = closers.add(HttpParts.start(behind, new InetSocketAddress(host, port)));
  }

  void listenInstead(ServerSocketChannel socket) throws IOException {
    http().server().listenInstead(socket);
  }

  /// Where it listens: "127.0.0.1:8765".
  String authority() {
    var host = options.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + http().port();
  }

  int port() {
    return http().port();
  }

  /// Tells where this server is to be found.
  void announce(Instance instance) {
    announced = instance;
    put(local, instance);
    if (database != local) {
      put(database, instance);
    }
    presence.accept(instance);
  }

  private static void put(Database database, Instance instance) {
    database.write(tables -> {
      tables.instance().put(instance);
      return instance;
    });
  }

  /// Nobody serves any more; unless somebody else does.
  private void release() {
    var mine = announced;
    if (mine == null || handover.phase() == Handover.Phase.GONE) {
      return;
    }
    local.write(tables -> {
      var current = tables.instance().current();
      if (current.isPresent() && current.get().process().equals(mine.process())) {
        tables.instance().clear();
      }
      return mine;
    });
  }

  /// The row says already that this server is to be found there.
  void serving(Instance instance) {
    announced = instance;
    presence.accept(instance);
  }

  /// Keeps a text for a later command.
  void remember(String name, String text) {
    local.write(tables -> {
      tables.settings().put(name, text);
      return text;
    });
  }

  /// @param cause of the installation that comes with it
  void work(Report.Cause cause) {
    HttpParts.logAccess();
    ServiceManager.tell("READY=1");
    engine.start();
    installer.beginSoon(cause);
  }

  @Override
  public URI address() {
    return URI.create("http://" + authority());
  }

  @Override
  public Optional<URI> setupLink() {
    return accounts.createSetupCode().map(code -> address().resolve("/setup?code=" + code));
  }

  @Override
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /// A successor has taken over, and all that was begun here is done.
  private void depart() {
    stopped.countDown();
  }

  /// Whatever hangs: a death loses nothing, and a server that does not end holds up whoever waits.
  private void endIfItHangs() {
    try {
      if (!stopped.await(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.ERROR, "not everything comes to an end; ending at once");
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Somebody else closes it: whoever comes second may end the process as soon as this returns.
  private void awaitClosed() {
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitClosed();
      return;
    }
    if (handover.phase() != Handover.Phase.GONE) {
      ServiceManager.tell("STOPPING=1");
    }
    Thread.ofPlatform().name("close-bound").daemon().start(this::endIfItHangs);
    try {
      closers.close();
    } finally {
      stopped.countDown();
    }
  }
}
