package contentgremlin.engine.arrival;

import contentgremlin.arrival.OpenDatabase;
import contentgremlin.engine.Errand;
import contentgremlin.engine.arrival.Importers.Offered;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Imports from other servers, one at a time, on demand: importers read, what they bring is taken
/// here. Thread-safe.
public final class Arrivals implements AutoCloseable {
  private static final Duration END_WAIT = Duration.ofSeconds(10);
  private static final int PROBLEM_LENGTH_MAX = 2_000;

  private final Database database;
  private final Vault vault;
  private final Importers importers;
  private final OpenDatabase.Opener opener;
  private final InstantSource time;
  private final RandomGenerator random;
  private final Errand<Boolean> errand;
  private final AtomicBoolean stop = new AtomicBoolean();
  private @Nullable Run last;

  /// @param random MUST be one that can't be predicted: its numbers are addresses
  public Arrivals(
      Database database,
      Vault vault,
      Importers importers,
      OpenDatabase.Opener opener,
      InstantSource time,
      RandomGenerator random) {
    this.database = database;
    this.vault = vault;
    this.importers = importers;
    this.opener = opener;
    this.time = time;
    this.random = random;
    this.errand = new Errand<>("import", time);
  }

  /// An import, as it is at this moment.
  public record Run(Wanted wanted, Report report, Errand.Run<Boolean> errand) {}

  /// What came of asking for one.
  public sealed interface Begun {
    record Started(Run run) implements Begun {}

    /// Nobody can do it.
    record Unknown(String why) implements Begun {}

    /// Another one is under way.
    record Busy() implements Begun {}
  }

  /// Who can import, now.
  public List<Offered> offered() {
    return importers.offered();
  }

  /// @return empty if there is none of this name, see [#absence]
  public Optional<Offered> offered(String importer) {
    return offered().stream().filter(one -> one.id().equals(importer)).findFirst();
  }

  /// Why there is none of this name, for a person.
  public String absence(String importer) {
    return importers.absence(importer);
  }

  /// Begins one in the background. Whoever asks for the same while it is under way joins it.
  public Begun begin(Wanted wanted) {
    var importer = offered(wanted.importer());
    return importer.isEmpty()
        ? new Begun.Unknown(absence(wanted.importer()))
        : begin(importer.get(), wanted);
  }

  private synchronized Begun begin(Offered importer, Wanted wanted) {
    var report = new Report();
    var begun = errand.begin(() -> run(importer, wanted, report));
    if (begun.isPresent()) {
      last = new Run(wanted, report, begun.get());
      return new Begun.Started(last);
    }
    return last()
        .filter(run -> run.wanted().equals(wanted))
        .<Begun>map(Begun.Started::new)
        .orElseGet(Begun.Busy::new);
  }

  private boolean run(Offered importer, Wanted wanted, Report report)
      throws IOException, InterruptedException {
    var leftovers = new Leftovers(database, vault);
    if (!wanted.dryRun()) {
      leftovers.remove();
    }
    var hall =
        new Hall(database, vault, wanted, report, time, random, () -> end(importer.running()));
    try (var source = new OwnSource(wanted.options(), opener);
        var intake = new OwnIntake(hall, leftovers)) {
      run(importer, source, intake);
      return true;
    }
  }

  /// Why the run is to end, or the empty string.
  private String end(Importers.Running running) {
    if (stop.get()) {
      return "the server was stopped";
    }
    return running.isWanted() ? "" : "the extension was switched off";
  }

  /// What ended the run here says more than what the importer made of it.
  private static void run(Offered importer, OwnSource source, OwnIntake intake)
      throws IOException, InterruptedException {
    try {
      importer.running().run(source, intake);
    } catch (IOException e) {
      var end = intake.end();
      if (end.isPresent()) {
        end.get().addSuppressed(e);
        throw end.get();
      }
      throw new IOException(UploadText.lines(Troubles.words(e), PROBLEM_LENGTH_MAX), e);
    }
    var end = intake.end();
    if (end.isPresent()) {
      throw end.get();
    }
  }

  /// The one that was begun last.
  public synchronized Optional<Run> last() {
    if (last == null) {
      return Optional.empty();
    }
    var now = new Run(last.wanted(), last.report(), errand.last().orElseThrow());
    last = now;
    return Optional.of(now);
  }

  /// The one that was begun last, if it was by this importer.
  public Optional<Run> last(String importer) {
    return last().filter(run -> run.wanted().importer().equals(importer));
  }

  /// Waits for its end, but not longer than that.
  public void await(Duration limit) throws InterruptedException {
    errand.await(limit);
  }

  /// What is under way ends after the record that it is at; the next run goes on from there.
  @Override
  public void close() {
    stop.set(true);
    try {
      errand.await(END_WAIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
