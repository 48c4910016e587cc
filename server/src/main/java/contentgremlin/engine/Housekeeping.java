package contentgremlin.engine;

import contentgremlin.store.Database;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.vault.CollectionStore.Tally;
import contentgremlin.vault.CollectionStore.Waiting;
import contentgremlin.vault.ContentLook;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people may ask of the sweeper, and see of it. Thread-safe.
public final class Housekeeping {
  private final Database database;
  private final Sweeper sweeper;
  private final Errand<Collected> collections;

  public Housekeeping(Database database, Sweeper sweeper, InstantSource time) {
    this.database = database;
    this.sweeper = sweeper;
    this.collections = new Errand<>("collection", time);
  }

  /// Collects now, in the background.
  ///
  /// @return the run that began; empty if another one is under way
  public Optional<Errand.Run<Collected>> collect(boolean dry, boolean now) {
    return collections.begin(() -> sweeper.collect(dry, now));
  }

  public Errand<Collected> collections() {
    return collections;
  }

  /// Databases of older versions that one can go back to, the newest first.
  public List<KeptDatabases.Kept> olderDatabases() {
    return sweeper.kept();
  }

  /// As it was last found, at most some minutes ago.
  public Invariant invariant() {
    return sweeper.invariant();
  }

  /// What the sweeper did since the home was made, and what lies below `content/` without need.
  ///
  /// @param look empty before the first look began
  public record Report(Map<Sweep, Tally> tallies, Waiting waiting, Optional<ContentLook> look) {}

  public Report report() {
    return new Report(
        sweeper.tallies(), sweeper.waiting(), database.read(tables -> tables.collection().look()));
  }
}
