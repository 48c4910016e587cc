package contentgremlin.engine.arrival;

import contentgremlin.arrival.Origin;
import contentgremlin.engine.Errand;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Imports from other servers, one at a time, on demand. Thread-safe.
public final class Arrivals implements AutoCloseable {
  private static final Duration END_WAIT = Duration.ofSeconds(10);

  private final Database database;
  private final Vault vault;
  private final Origin.Opener opener;
  private final InstantSource time;
  private final RandomGenerator random;
  private final Errand<Boolean> errand;
  private final AtomicBoolean stop = new AtomicBoolean();
  private @Nullable Run last;

  /// @param random MUST be one that can't be predicted: its numbers are addresses
  public Arrivals(
      Database database,
      Vault vault,
      Origin.Opener opener,
      InstantSource time,
      RandomGenerator random) {
    this.database = database;
    this.vault = vault;
    this.opener = opener;
    this.time = time;
    this.random = random;
    this.errand = new Errand<>("import", time);
  }

  /// An import, as it is at this moment.
  public record Run(Wanted wanted, Report report, Errand.Run<Boolean> errand) {}

  /// Begins one in the background. Whoever asks for the same while it is under way joins it.
  ///
  /// @return empty if another one is under way
  public synchronized Optional<Run> begin(Wanted wanted) {
    var report = new Report();
    var begun = errand.begin(() -> run(wanted, report));
    if (begun.isPresent()) {
      last = new Run(wanted, report, begun.get());
      return Optional.of(last);
    }
    return last().filter(run -> run.wanted().equals(wanted));
  }

  private boolean run(Wanted wanted, Report report) throws Exception {
    try (var origin = opener.open(wanted.database())) {
      report.expect(origin.count());
      new ArrivalRun(
              new Hall(database, vault, origin, wanted, report, time, random, stop::get),
              new Leftovers(database, vault))
          .run();
      return true;
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
