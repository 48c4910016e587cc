package contentgremlin.engine.install;

import contentgremlin.engine.Errand;
import contentgremlin.install.Contributor;
import contentgremlin.install.InstallStore;
import contentgremlin.install.Order;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.install.Suggestion;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Installs, as often as anybody likes: each run looks at every step and only does what is missing.
/// Thread-safe.
///
/// One run goes on at a time: whoever asks meanwhile gets its report. Other processes that use the
/// same database have their turns before or after.
public final class Installer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Installer.class.getName());

  /// People and their first requests come first when a server starts.
  private static final Duration START_DELAY = Duration.ofSeconds(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final Database database;
  private final Self self;
  private final InstantSource time;
  private final List<Contributor> contributors;
  private final Turns turns;
  private final Bounded bounded = new Bounded();
  private final Errand<Report> runs;
  private volatile @Nullable Execution current;
  private volatile @Nullable Thread running;
  private volatile @Nullable Thread starting;
  private volatile boolean closed;

  /// Who installs.
  ///
  /// @param node tells servers apart that share a database; the empty string for the only one
  /// @param process in a text that no other process ever has
  /// @param build of the program: "0.1.0 (1a2b3c4)"
  /// @param isAlive whether a process of the same node lives, by its text
  public record Self(String node, String process, String build, Predicate<String> isAlive) {}

  public Installer(
      Database database, Self self, List<Contributor> contributors, InstantSource time) {
    this.database = database;
    this.self = self;
    this.time = time;
    this.contributors = new CopyOnWriteArrayList<>(contributors);
    this.turns = new Turns(database, self.node(), self.process(), self.isAlive(), time);
    this.runs = new Errand<>("install", time);
  }

  /// Takes part from the next run on.
  public void add(Contributor contributor) {
    contributors.add(contributor);
  }

  public void remove(Contributor contributor) {
    contributors.remove(contributor);
  }

  /// A run soon, in the background: for the start of a server.
  public void beginSoon(Report.Cause cause) {
    starting =
        Thread.ofVirtual()
            .name("install soon")
            .start(() -> {
              try {
                Thread.sleep(START_DELAY);
                begin(cause);
              } catch (InterruptedException _) {
                // the server stops
              }
            });
  }

  /// Begins a run in the background, unless one is under way already.
  public void begin(Report.Cause cause) {
    if (!closed) {
      var _ = runs.begin(() -> execute(cause));
    }
  }

  /// Runs, or waits for the run that is under way.
  ///
  /// @return its report; empty if it takes longer than the limit
  /// @throws StoreException if it could not be done at all
  public Optional<Report> run(Report.Cause cause, Duration limit) throws InterruptedException {
    begin(cause);
    var run = runs.await(limit);
    if (run.isEmpty() || run.get().isRunning()) {
      return Optional.empty();
    }
    var result = run.get().result();
    if (result == null) {
      throw new StoreException("The installation could not be run: " + run.get().problem());
    }
    return Optional.of(result);
  }

  /// What is known of installations here.
  ///
  /// @param running whether one is under way
  /// @param since when it began
  /// @param lines what came of it so far
  /// @param report of the last one that ended
  /// @param problem why the last one came to no report; or empty
  public record View(
      boolean running,
      @Nullable Instant since,
      List<Report.Line> lines,
      Optional<Report> report,
      List<Suggestion> suggestions,
      String problem) {}

  public View view() {
    var run = runs.last();
    boolean isRunning = run.isPresent() && run.get().isRunning();
    var execution = current;
    return database.read(tables -> {
      InstallStore store = tables.install();
      var roots = SuggestionStep.roots(tables);
      return new View(
          isRunning,
          isRunning ? run.get().started() : null,
          isRunning && execution != null ? List.copyOf(execution.lines()) : List.of(),
          store.report(self.node()),
          store.suggestions(self.node()).stream()
              .filter(suggestion -> SuggestionStep.isFree(suggestion, roots))
              .toList(),
          run.map(Errand.Run::problem).orElse(""));
    });
  }

  /// A run that is cut off leaves no report: the one before stays, and the next run goes on.
  private Report execute(Report.Cause cause) {
    var started = time.instant();
    try {
      return execute(cause, started);
    } catch (InterruptedException | StoreException.Moved e) {
      LOG.log(Level.DEBUG, "the installation was cut off", e);
      return new Report(cause, self.build(), started, time.instant(), List.of());
    }
  }

  private Report execute(Report.Cause cause, Instant started) throws InterruptedException {
    running = Thread.currentThread();
    if (closed) { // by somebody who did not see the thread yet
      throw new InterruptedException();
    }
    try (var _ = turns.await()) {
      var offers = Offers.of(contributors, bounded);
      var execution = new Execution(database, bounded, Order.of(offers.steps()), offers.hooks());
      current = execution;
      var lines = new ArrayList<>(execution.run());
      lines.addAll(offers.faults());
      var shown = lines.subList(0, Math.min(Report.LINES_MAX, lines.size()));
      var report = new Report(cause, self.build(), started, time.instant(), shown);
      database.write(tables -> {
        tables.install().putReport(self.node(), report);
        return report;
      });
      tell(report);
      return report;
    } finally {
      running = null;
      current = null;
    }
  }

  private static void tell(Report report) {
    for (var line : report.lines()) {
      if (line.outcome() instanceof Outcome.Failed(var why)) {
        LOG.log(
            Level.WARNING,
            "installing: %s%s failed: %s"
                .formatted(line.title(), line.hook() == null ? "" : " (" + line.hook() + ")", why));
      }
    }
  }

  /// Ends what is under way, as it is: the next run finds out what is missing.
  public void pause() {
    closed = true;
    for (var thread : new @Nullable Thread[] {starting, running}) {
      if (thread != null) {
        thread.interrupt();
      }
    }
    try {
      var _ = runs.await(CLOSE_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs again when asked to.
  public void resume() {
    closed = false;
  }

  @Override
  public void close() {
    pause();
  }
}
