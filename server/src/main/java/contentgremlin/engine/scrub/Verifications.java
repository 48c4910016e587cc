package contentgremlin.engine.scrub;

import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import contentgremlin.store.Database;
import contentgremlin.vault.Coverage;
import contentgremlin.vault.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What people may ask of the scrub, and see of it. Thread-safe.
public final class Verifications {
  private static final int TOLD_MAX = 500;

  private final Database database;
  private final Scrubber scrubber;
  private final InstantSource time;

  public Verifications(Database database, Scrubber scrubber, InstantSource time) {
    this.database = database;
    this.scrubber = scrubber;
    this.time = time;
  }

  /// Has every file looked at, from now on.
  ///
  /// @param repair whether to put damaged ones into quarantine and make again what can be
  public Verification begin(boolean repair) {
    return scrubber.verify(repair);
  }

  /// Something that is wrong.
  ///
  /// @param items that it matters to
  public record Problem(Alert alert, List<Item> items) {}

  /// @param verification the one that was asked for last; empty if nobody ever did
  /// @param coverage since that began, or as much as the scrub believes
  /// @param problems the oldest first, a limited number
  public record Report(
      Optional<Verification> verification, Coverage coverage, List<Problem> problems) {
    /// Whether nothing is known to be wrong.
    public boolean isSound() {
      return problems.isEmpty() && coverage.filesDamaged() == 0;
    }
  }

  public Report report() {
    return database.read(tables -> {
      var verification = tables.verifications().newest();
      var since = verification.map(Verification::started).orElseGet(() -> believed(tables));
      var problems = problems(tables, tables.alerts().standing(0, TOLD_MAX));
      return new Report(verification, tables.files().coverage(since), problems);
    });
  }

  private static List<Problem> problems(Database.Tables tables, List<Alert> alerts) {
    return alerts.stream().map(alert -> new Problem(alert, Concerned.by(tables, alert))).toList();
  }

  /// What needs a person's eye, oldest first.
  public List<Problem> standing() {
    return database.read(tables -> problems(tables, tables.alerts().standing(0, TOLD_MAX)));
  }

  public long countStanding() {
    return database.read(tables -> tables.alerts().countStanding());
  }

  /// What did, newest resolution first.
  public List<Problem> resolved() {
    return database.read(tables -> problems(tables, tables.alerts().resolved(TOLD_MAX)));
  }

  private Instant believed(Database.Tables tables) {
    return Scrubber.plan(tables).soundDue(time.instant());
  }

  /// How much was verified lately enough to be believed.
  public Coverage coverage() {
    return database.read(tables -> tables.files().coverage(believed(tables)));
  }
}
