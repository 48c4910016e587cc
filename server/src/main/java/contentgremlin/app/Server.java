package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.engine.UpgradeRun;
import contentgremlin.install.Report;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import contentgremlin.net.HttpPredecessor;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.Predecessor;
import contentgremlin.upgrade.Step;
import contentgremlin.upgrade.Successor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Starts servers: on a home that nobody serves, or in the place of one that serves it now.
final class Server implements Storage.Claim {
  /// So long an installation takes at the most, unless something hangs.
  private static final Duration OTHERS_MAX = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Home home;
  private final Launcher.Options options;
  private final BuildInfo build;
  private final Supervisor supervisor;
  private final InstantSource time;
  private final ProcessIdentity process;

  Server(
      Home home,
      Launcher.Options options,
      BuildInfo build,
      Supervisor supervisor,
      InstantSource time) {
    this.home = home;
    this.options = options;
    this.build = build;
    this.supervisor = supervisor;
    this.time = time;
    this.process = supervisor.self();
  }

  /// Opens the home, brings its database to our schema, goes on with what was going on there, and
  /// answers requests.
  static ServerParts start(
      Home home,
      Launcher.Options options,
      BuildInfo build,
      Supervisor supervisor,
      InstantSource time) {
    try {
      home.create();
      return new Server(home, options, build, supervisor, time).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /// Whoever is at it and does not serve yet, an installation for instance, is waited for.
  private ServerParts start() throws IOException {
    long end = System.nanoTime() + OTHERS_MAX.toNanos();
    while (true) {
      try {
        return startNow();
      } catch (Launcher.Occupied e) {
        if (isServed() || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private boolean isServed() {
    try {
      return running(home, supervisor).filter(other -> !other.address().isEmpty()).isPresent();
    } catch (StoreException _) {
      return true; // then it is not ours to wait for
    }
  }

  private ServerParts startNow() throws IOException {
    var closers = new Closers();
    try {
      var opened = storage().open(closers, this);
      var parts = new ServerParts(closers, home, options, build, supervisor, time, opened);
      parts.listen(options.host(), options.port());
      parts.announce(instance(parts.authority()));
      parts.work(Report.Cause.START);
      return parts;
    } catch (IOException | RuntimeException e) {
      closers.closeAfter(e);
      throw e;
    }
  }

  Storage storage() {
    return options.database() == null
        ? new LocalStorage(home, name(), build.schema(), time)
        : new RemoteStorage(home, options.database(), name(), build.schema(), time);
  }

  @Override
  public Instance self() {
    return instance("");
  }

  /// The row is the lock: of two that start at once, one finds the other's.
  @Override
  public void on(SqliteDatabase register) {
    var other =
        register.write(tables -> {
          var current = tables.instance().current().filter(this::isOther);
          if (current.isEmpty()) {
            tables.instance().put(self());
          }
          return current;
        });
    other.ifPresent(this::refuse);
  }

  @Override
  public boolean isOther(Instance instance) {
    return !instance.process().equals(process) && supervisor.isAlive(instance.process());
  }

  @Override
  public void refuse(Instance running) {
    throw new Launcher.Occupied(
        "%s is served already, by process %d (version %s) at %s. To end that: gremlin stop --home %s. To take its place without a break: gremlin upgrade --home %s"
            .formatted(
                home.directory(),
                running.process().pid(),
                running.version(),
                running.address().isEmpty() ? "(starting)" : running.address(),
                home.directory(),
                home.directory()));
  }

  private String name() {
    return build.version() + " (" + build.commit() + ")";
  }

  private Instance instance(String address) {
    return new Instance(
        process, Instance.Mode.SERVING, build.version(), build.schema(), address, time.instant());
  }

  /// Takes the place of the server that runs, while it serves.
  ///
  /// @param running the one whose place it is
  /// @param secret the operator's
  /// @param options as those of the one that runs
  /// @throws contentgremlin.upgrade.Predecessor.Gone if that one died before it gave the home away
  static ServerParts takeOver(
      Home home,
      Instance running,
      String secret,
      Launcher.Options options,
      BuildInfo build,
      Supervisor supervisor,
      InstantSource time,
      Consumer<Step> steps) {
    return new Server(home, options, build, supervisor, time).takeOver(running, secret, steps);
  }

  private ServerParts takeOver(Instance running, String secret, Consumer<Step> steps) {
    var successor = new Successor(process, build.version(), build.schema());
    var predecessor =
        new HttpPredecessor(
            URI.create("http://" + running.address()),
            secret,
            successor,
            () -> supervisor.isAlive(running.process()));
    var storage = storage();
    var copy = storage.copy();
    var after = instance(running.address());
    var newcomer =
        new HomeNewcomer(home, options, build, supervisor, time, running, after, storage);
    try {
      new UpgradeRun(predecessor, copy, newcomer, running, after, steps).run();
      return newcomer.running();
    } catch (Predecessor.Gone e) {
      newcomer.discard(); // its socket would be in the way of a plain start
      throw e;
    }
  }

  static Optional<Instance> running(Home home, Supervisor supervisor) {
    if (!Files.exists(home.database())) {
      return Optional.empty();
    }
    return SqliteDatabase.instance(home.database())
        .filter(instance -> supervisor.isAlive(instance.process()));
  }
}
