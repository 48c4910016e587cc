package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.cli.Upgrader;
import contentgremlin.jar.JarShelf;
import contentgremlin.job.Supervisor;
import contentgremlin.net.HttpPredecessor;
import contentgremlin.process.Descriptors;
import contentgremlin.process.Respawn;
import contentgremlin.sql.SqliteUpgrade;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.Check;
import contentgremlin.upgrade.Predecessor;
import contentgremlin.upgrade.Step;
import contentgremlin.upgrade.Successor;
import contentgremlin.upgrade.Terms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Upgrades homes, and goes back. Used by one command.
final class HomeUpgrader implements Upgrader {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);

  /// Tells a server its database without anybody seeing the password in a list of processes.
  private static final String DATABASE = "GREMLIN_DATABASE";

  /// The setting that tells how the program before the last upgrade is run.
  static final String OLDER_PROGRAM = "older-program";

  private final BuildInfo build;
  private final Supplier<Supervisor> supervisor;
  private final InstantSource time;
  private Descriptors.@Nullable Output theirOutput;

  /// How the program before is run, and where the one that runs now prints to.
  private List<String> older = List.of();

  private Path output = Path.of("/dev/null");

  /// Where the server that runs has its content, if not in the home.
  private @Nullable String content;

  /// The same for its database.
  private @Nullable String database;

  HomeUpgrader(BuildInfo build, Supplier<Supervisor> supervisor, InstantSource time) {
    this.build = build;
    this.supervisor = supervisor;
    this.time = time;
  }

  @Override
  public List<Check> check(Path directory, boolean again) throws IOException {
    var home = new Home(directory);
    var running = running(home);
    var terms = terms(home, running);
    var checks = new ArrayList<Check>();
    checks.add(version(running, again));
    checks.add(schema(running));
    checks.addAll(
        terms.database() == null
            ? LocalChecks.of(home)
            : RemoteChecks.of(remote(home, terms.database()).upgrade(), build.schema()));
    checks.add(extensions(home, running));
    return checks;
  }

  private Instance running(Home home) {
    return Server.running(home, supervisor.get())
        .orElseThrow(() -> new StoreException("no server runs for " + home.directory()));
  }

  private Terms terms(Home home, Instance running) throws IOException {
    return predecessor(home, running).terms();
  }

  private HttpPredecessor predecessor(Home home, Instance running) throws IOException {
    var self = new Successor(supervisor.get().self(), build.version(), build.schema());
    return new HttpPredecessor(
        URI.create("http://" + running.address()),
        secret(home),
        self,
        () -> supervisor.get().isAlive(running.process()));
  }

  private static String secret(Home home) throws IOException {
    return OperatorSecret.read(home.directory())
        .orElseThrow(() -> new StoreException("the home has no operator's secret"));
  }

  private Check version(Instance running, boolean again) {
    int order = Versions.compare(build.version(), running.version());
    boolean passed = order > 0 || (order == 0 && (again || build.schema() > running.schema()));
    var words = "%s serves, this is %s".formatted(running.version(), build.version());
    return new Check(
        "version",
        passed,
        passed ? words : words + (order == 0 ? ": the same (see --again)" : ": an older one"));
  }

  private Check schema(Instance running) {
    var words = "%d in use, this program has %d".formatted(running.schema(), build.schema());
    return new Check("schema", running.schema() <= build.schema(), words);
  }

  private Check extensions(Home home, Instance running) throws IOException {
    var shelf = new JarShelf(ServerParts.bundled(), home.extensions());
    return ExtensionChecks.of(predecessor(home, running).workingExtensions(), shelf.look());
  }

  @Override
  public OptionalInt startSuccessor(Path directory, Consumer<String> lines)
      throws IOException, InterruptedException {
    return Respawn.run(
        Respawn.thisProgram(), List.of("take-over", "--home", directory.toString()), lines);
  }

  /// Where a rehearsal stops for a while, as "step:milliseconds".
  private static final String REHEARSAL = "contentgremlin.upgrade.pause";

  /// So that one can try what happens if something dies in a step.
  private static void rehearse(Step step) {
    var words = System.getProperty(REHEARSAL, "").split(":", 2);
    if (words[0].equals(step.word())) {
      System.out.println("pausing at " + step.word());
      System.out.flush();
      LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(words[1])).toNanos());
    }
  }

  @Override
  public Launcher.Running takeOver(Path directory, Consumer<Step> tell) throws IOException {
    Consumer<Step> steps =
        step -> {
          tell.accept(step);
          rehearse(step);
        };
    var home = new Home(directory);
    var running = running(home);
    theirOutput = Descriptors.outputOf(running.process());
    var address = URI.create("http://" + running.address());
    var terms = terms(home, running);
    var options =
        new Launcher.Options(
            address.getHost().replaceAll("[\\[\\]]", ""),
            address.getPort(),
            terms.database(),
            terms.content());
    var older = Respawn.programOf(running.process());
    var taken = takeOver(home, running, options, steps);
    taken.remember(OLDER_PROGRAM, String.join("\n", older));
    return taken;
  }

  /// If the old server dies before it gave the home away, nobody serves it: then this is a start
  /// like any other.
  private ServerParts takeOver(
      Home home, Instance running, Launcher.Options options, Consumer<Step> steps)
      throws IOException {
    try {
      return Server.takeOver(
          home, running, secret(home), options, build, supervisor.get(), time, steps);
    } catch (Predecessor.Gone e) {
      if (supervisor.get().isAlive(running.process())) {
        throw e;
      }
      return Server.start(home, options, build, supervisor.get(), time);
    }
  }

  @Override
  public void takeOutput() throws IOException {
    var there = theirOutput;
    if (there != null) {
      there.use();
    }
  }

  @Override
  public void halt() {
    Runtime.getRuntime().halt(1);
  }

  @Override
  public WayBack wayBack(Path directory, @Nullable String version, @Nullable String remote)
      throws IOException {
    var home = new Home(directory);
    look(home, remote);
    var archive = archive(home);
    var kept =
        archive.list().stream()
            .filter(old -> version == null || old.version().equals(version))
            .findFirst()
            .orElseThrow(() ->
                new StoreException(
                    version == null
                        ? "there is no older database in " + archive.place()
                        : "there is no database of version %s in %s"
                            .formatted(version, archive.place())));
    return new WayBack(kept.name(), kept.version(), archive.since(kept));
  }

  /// How the server that runs was started, while it runs.
  private void look(Home home, @Nullable String remote) throws IOException {
    if (!older.isEmpty()) {
      return;
    }
    older = upgrade(home).remembered(OLDER_PROGRAM).lines().toList();
    var running = Server.running(home, supervisor.get());
    if (running.isPresent()) {
      output = Respawn.outputOf(running.get().process());
      var terms = terms(home, running.get());
      content = terms.content();
      database = terms.database();
    } else {
      database = remote;
    }
  }

  private SqliteUpgrade upgrade(Home home) {
    return new SqliteUpgrade(home.database(), build.version(), time);
  }

  private RemoteStorage remote(Home home, String url) {
    return new RemoteStorage(
        home, url, build.version() + " (" + build.commit() + ")", build.schema(), time);
  }

  private Archive archive(Home home) {
    return database == null
        ? new Archive.Local(home, upgrade(home))
        : new Archive.Remote(remote(home, database).upgrade());
  }

  @Override
  public @Nullable Path goBack(Path directory, WayBack way) throws IOException {
    var home = new Home(directory);
    var archive = archive(home);
    var saved = save(home, way);
    archive.goBack(way.name());
    return saved;
  }

  /// A second name, and not a copy: originals never change.
  private @Nullable Path save(Home home, WayBack way) throws IOException {
    var folder = home.directory().resolve("since_" + way.version());
    boolean any = false;
    for (var item : way.since()) {
      var from = item.path() == null ? null : home.content(content).resolve(item.path());
      if (from != null && Files.exists(from)) {
        Files.createDirectories(folder);
        var name =
            item.id() + "-" + Path.of(item.name().isEmpty() ? "file" : item.name()).getFileName();
        try {
          Files.createLink(folder.resolve(name), from);
        } catch (FileAlreadyExistsException _) {
          // an earlier try came this far
        }
        any = true;
      }
    }
    return any ? folder : null;
  }

  @Override
  public boolean startOlder(Path directory, String listen)
      throws IOException, InterruptedException {
    if (older.isEmpty() || !Files.isExecutable(Path.of(older.getFirst()))) {
      return false;
    }
    var arguments =
        new ArrayList<>(List.of("serve", "--home", directory.toString(), "--listen", listen));
    if (content != null) {
      arguments.addAll(List.of("--content", content));
    }
    Respawn.start(
        older, arguments, database == null ? Map.of() : Map.of(DATABASE, database), output);
    var home = new Home(directory);
    long end = System.nanoTime() + START_MAX.toNanos();
    while (System.nanoTime() < end) {
      var running = Server.running(home, supervisor.get());
      if (running.isPresent() && !running.get().address().isEmpty()) {
        return true;
      }
      Thread.sleep(LOOK);
    }
    return false;
  }
}
