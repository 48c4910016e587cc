package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.engine.UpgradeRun;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import contentgremlin.net.HttpPredecessor;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.sql.SqliteUpgrade;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.Predecessor;
import contentgremlin.upgrade.Step;
import contentgremlin.upgrade.Successor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts servers: on a home that nobody serves, or in the place of one that serves it now.
final class Server {
  private final Home home;
  private final Launcher.Options options;
  private final BuildInfo build;
  private final Supervisor supervisor;
  private final InstantSource time;
  private final ProcessIdentity self;

  private Server(
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
    this.self = supervisor.self();
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

  private ServerParts start() throws IOException {
    bringUpToDate();
    var closers = new Closers();
    try {
      var local = closers.add(SqliteDatabase.open(home.database(), name(), time));
      claim(local);
      var parts = new ServerParts(closers, home, options, build, supervisor, time, local);
      parts.listen(options.host(), options.port());
      parts.announce(instance(parts.authority()));
      parts.work();
      return parts;
    } catch (IOException | RuntimeException e) {
      closers.closeAfter(e);
      throw e;
    }
  }

  /// A database of an older program is copied, not changed: so there is a way back.
  private void bringUpToDate() {
    int schema = SqliteUpgrade.schema(home.database());
    if (schema == 0 || schema >= build.schema()) {
      return;
    }
    var upgrade = new SqliteUpgrade(home.database(), name(), time);
    var before = SqliteDatabase.instance(home.database());
    upgrade.claimHome(instance(""), this::isOther).ifPresent(this::refuse);
    var problems = upgrade.make();
    if (!problems.isEmpty()) {
      upgrade.discard();
      throw new StoreException(
          "The database of the older version is not sound, and stays as it is: "
              + String.join("; ", problems));
    }
    upgrade.settle();
    upgrade.move(before.map(Instance::version).orElseGet(upgrade::version));
  }

  /// The row is the lock: of two that start at once, one finds the other's.
  private void claim(Database database) {
    var other =
        database.write(tables -> {
          var current = tables.instance().current().filter(this::isOther);
          if (current.isEmpty()) {
            tables.instance().put(instance(""));
          }
          return current;
        });
    other.ifPresent(this::refuse);
    new SqliteUpgrade(home.database(), name(), time).discard(); // of an upgrade that died
  }

  private boolean isOther(Instance instance) {
    return !instance.process().equals(self) && supervisor.isAlive(instance.process());
  }

  private void refuse(Instance running) {
    throw new StoreException(
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
        self, Instance.Mode.SERVING, build.version(), build.schema(), address, time.instant());
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
    var successor = new Successor(self, build.version(), build.schema());
    var predecessor =
        new HttpPredecessor(
            URI.create("http://" + running.address()),
            secret,
            successor,
            () -> supervisor.isAlive(running.process()));
    var copy = new SqliteUpgrade(home.database(), name(), time);
    var after = instance(running.address());
    var newcomer =
        new HomeNewcomer(
            home, options, build, supervisor, time, running, after, copy.copy(), name());
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
