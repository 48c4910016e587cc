package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Accounts;
import contentgremlin.job.Supervisor;
import contentgremlin.sql.PostgresDatabase;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// A running server: everything that was opened for it, closed in reverse order. Thread-safe.
final class Server implements Launcher.Running {
  private final Closers closers;
  private final URI address;
  private final Accounts accounts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Server(Closers closers, URI address, Accounts accounts) {
    this.closers = closers;
    this.address = address;
    this.accounts = accounts;
  }

  /// Opens the home, goes on with what it was doing, and answers requests.
  static Server start(
      Path directory,
      Launcher.Options options,
      BuildInfo build,
      Supervisor supervisor,
      InstantSource time) {
    var closers = new Closers();
    try {
      var home = Home.create(directory);
      var content = home.content(options.content());
      var local = closers.add(SqliteDatabase.open(home.database(), name(build), time));
      var instance = instance(supervisor, build, time);
      claim(local, instance, home, supervisor);
      closers.add(() -> release(local, instance));
      var database = options.database() == null ? local : closers.add(remote(options, build, time));
      var vault = new DiskVault(content, time);
      var accounts = new Accounts(database, time, OperatorSecret.readOrCreate(home.directory()));
      var engine = closers.add(new EngineParts(database, vault, supervisor, time));
      var started = new CompletableFuture<Server>();
      var http =
          HttpParts.start(
              database,
              vault,
              accounts,
              engine,
              new Stopping(engine, () -> started.join().close()),
              new HomeArchive(build, time).backups(home, vault, options.database() == null),
              build,
              time,
              new InetSocketAddress(options.host(), options.port()));
      closers.add(http);
      var address = authority(options.host(), http.port());
      announce(local, at(instance, address));
      announce(database, at(instance, address));
      engine.start();
      var server = new Server(closers, URI.create("http://" + address), accounts);
      started.complete(server);
      return server;
    } catch (IOException e) {
      closers.closeAfter(e);
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      closers.closeAfter(e);
      throw e;
    }
  }

  /// A server elsewhere holds everything but who serves this home: that stays in the home, where
  /// the command line looks for it.
  private static Database remote(Launcher.Options options, BuildInfo build, InstantSource time) {
    return PostgresDatabase.open(Objects.requireNonNull(options.database()), name(build), time);
  }

  private static String name(BuildInfo build) {
    return build.version() + " (" + build.commit() + ")";
  }

  private static void announce(Database database, Instance instance) {
    database.write(tables -> {
      tables.instance().put(instance);
      return instance;
    });
  }

  private static Instance instance(Supervisor supervisor, BuildInfo build, InstantSource time) {
    return new Instance(
        supervisor.self(),
        Instance.Mode.SERVING,
        build.version(),
        build.schema(),
        "",
        time.instant());
  }

  private static Instance at(Instance instance, String address) {
    return new Instance(
        instance.process(),
        instance.mode(),
        instance.version(),
        instance.schema(),
        address,
        instance.started());
  }

  /// The row is the lock: of two that start at once, one finds the other's.
  private static void claim(
      Database database, Instance instance, Home home, Supervisor supervisor) {
    var other =
        database.write(tables -> {
          var current = tables.instance().current();
          if (current.isPresent() && supervisor.isAlive(current.get().process())) {
            return current;
          }
          tables.instance().put(instance);
          return Optional.<Instance>empty();
        });
    other.ifPresent(running -> {
      throw new StoreException(
          "%s is served already, by process %d at %s. To end that: gremlin stop --home %s"
              .formatted(
                  home.directory(),
                  running.process().pid(),
                  running.address().isEmpty() ? "(starting)" : running.address(),
                  home.directory()));
    });
  }

  private static void release(Database database, Instance instance) {
    database.write(tables -> {
      var current = tables.instance().current();
      if (current.isPresent() && current.get().process().equals(instance.process())) {
        tables.instance().clear();
      }
      return instance;
    });
  }

  private static String authority(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Optional<URI> setupLink() {
    return accounts.createSetupCode().map(code -> address.resolve("/setup?code=" + code));
  }

  @Override
  public void awaitStopped() throws InterruptedException {
    stopped.await();
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
    try {
      closers.close();
    } finally {
      stopped.countDown();
    }
  }
}
