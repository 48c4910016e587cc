package contentgremlin.engine;

import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.vault.CollectionStore.Tally;
import contentgremlin.vault.CollectionStore.Waiting;
import contentgremlin.vault.ContentLook;
import contentgremlin.vault.Vault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts right, again and again, what crashes and changes of mind leave behind. Thread-safe; each
/// action counts what it did, and a failure of one does not keep the others from their work.
public final class Sweeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /// Looking through folders takes longer than asking the database, and finds less.
  private static final int FOLDERS_EVERY = 15;

  /// Leases are renewed long before they are over; one that is over for so long is nobody's.
  private static final Duration LEASE_GRACE = Duration.ofMinutes(5);

  private final Database database;
  private final KeptDatabases kept;
  private final InstantSource time;
  private final Strays strays;
  private final List<Broom> rowBrooms;
  private final List<Broom> folderBrooms;
  private volatile StopSignal stop = new StopSignal();

  /// What could not be written down yet, since the disk is full.
  private final Map<Sweep, Swept> uncounted = new EnumMap<>(Sweep.class);

  private volatile @Nullable Invariant invariant;
  private @Nullable Thread thread;

  /// Of a home that no older version has left anything in.
  public Sweeper(Database database, Vault vault, Supervisor supervisor, InstantSource time) {
    this(database, vault, supervisor, KeptDatabases.NONE, time);
  }

  public Sweeper(
      Database database,
      Vault vault,
      Supervisor supervisor,
      KeptDatabases kept,
      InstantSource time) {
    this.kept = kept;
    this.database = database;
    this.time = time;
    this.strays = new Strays(database, vault, time, () -> stop.isOn());
    var rows = new RowBrooms(database, vault, time);
    var folders = new FolderBrooms(database, vault, supervisor, time);
    this.rowBrooms =
        List.of(
            new Broom(Sweep.STRANDED, rows::stranded),
            new Broom(Sweep.UPLOADS_EXPIRED, rows::uploads),
            new Broom(Sweep.EVENTS, rows::events),
            new Broom(Sweep.STAGES, rows::stages),
            new Broom(Sweep.ANSWERS, rows::answers),
            new Broom(Sweep.TRASH, rows::trash),
            new Broom(Sweep.MISSING, rows::missing));
    this.folderBrooms =
        List.of(
            new Broom(Sweep.ORPHANS_ENDED, folders::orphans),
            new Broom(Sweep.ATTEMPT_FOLDERS, folders::attempts),
            new Broom(Sweep.UPLOAD_FOLDERS, folders::uploads),
            new Broom(Sweep.RENDITIONS, folders::renditions),
            new Broom(Sweep.PICTURES, new PictureBroom(database, vault, time)::turn),
            new Broom(Sweep.OLDER_DATABASES, new KeptBroom(database, kept, time)::turn));
  }

  /// Sweeps until it is closed; after that it can be started again.
  public synchronized void start() {
    if (thread != null && !stop.isOn()) {
      throw new IllegalStateException("this sweeper works already");
    }
    stop = new StopSignal();
    thread = Thread.ofVirtual().name("sweeper").start(this::sweepUntilStopped);
  }

  private void sweepUntilStopped() {
    try {
      int turn = 0;
      do {
        boolean isThorough = turn % FOLDERS_EVERY == 0;
        sweep(rowBrooms);
        lookAtInvariant(isThorough);
        if (isThorough) {
          sweep(folderBrooms);
        }
        sweep(List.of(new Broom(Sweep.UNREFERENCED, _ -> strays.turn())));
        turn++;
      } while (!stop.await(INTERVAL));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What older versions left, as it is now.
  List<KeptDatabases.Kept> kept() {
    return kept.list();
  }

  /// Does everything that is due, once.
  public void sweepOnce() {
    sweep(rowBrooms);
    lookAtInvariant(true);
    sweep(folderBrooms);
    sweep(List.of(new Broom(Sweep.UNREFERENCED, _ -> strays.turn())));
  }

  private synchronized void sweep(List<Broom> brooms) {
    for (var broom : brooms) {
      if (stop.isOn()) {
        return;
      }
      try {
        count(broom.sweep(), broom.work().turn(false));
      } catch (Exception e) {
        LOG.log(Level.WARNING, "could not sweep " + broom.sweep() + "; trying again later", e);
      }
    }
  }

  private void lookAtInvariant(boolean isThorough) {
    try {
      lookedAtInvariant(isThorough);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "could not see whether every item is taken care of", e);
    }
  }

  private Invariant lookedAtInvariant(boolean isThorough) {
    var before = invariant;
    var now = time.instant();
    var violations = database.read(tables -> tables.items().violations(now.minus(LEASE_GRACE)));
    long bare =
        before == null || isThorough
            ? database.read(tables -> tables.items().countBare())
            : before.bare();
    var found = new Invariant(now, violations, bare);
    if (!found.holds() && (before == null || before.holds())) {
      LOG.log(Level.ERROR, "not every item is taken care of: {0}", found);
    }
    invariant = found;
    return found;
  }

  /// As it was last found, at most some minutes ago.
  Invariant invariant() {
    var found = invariant;
    return found == null ? lookedAtInvariant(true) : found;
  }

  /// Files that nothing refers to.
  Waiting waiting() {
    return strays.waiting();
  }

  /// Does all that there is to do now, however much it is. May take minutes.
  ///
  /// @param dry whether to only say what would be done
  /// @param now whether to remove unreferenced files before their grace is over, too
  public synchronized Collected collect(boolean dry, boolean now) {
    var actions = new ArrayList<Collected.Action>();
    var problems = new ArrayList<String>();
    var brooms = new ArrayList<>(rowBrooms);
    brooms.addAll(folderBrooms);
    brooms.add(new Broom(Sweep.UNREFERENCED, _ -> looked(dry, now)));
    for (var broom : brooms) {
      var swept = Swept.NOTHING;
      try {
        swept = broom.turnThrough(dry);
        if (!dry) {
          count(broom.sweep(), swept);
        }
      } catch (Exception e) {
        LOG.log(Level.WARNING, "could not collect " + broom.sweep(), e);
        problems.add(broom.sweep().word() + ": " + e.getMessage());
      }
      actions.add(new Collected.Action(broom.sweep(), swept.count(), swept.bytes()));
    }
    return collected(dry, now, actions, problems);
  }

  private Swept looked(boolean dry, boolean now) throws Exception {
    strays.lookThrough();
    return new Broom(Sweep.UNREFERENCED, only -> strays.remove(only, now)).turnThrough(dry);
  }

  private Collected collected(
      boolean dry, boolean now, List<Collected.Action> actions, List<String> problems) {
    var look = database.read(tables -> tables.collection().look());
    return new Collected(
        dry,
        actions,
        strays.waiting(),
        look.map(ContentLook::strange).orElse(0L),
        look.map(ContentLook::examples).orElse(List.of()),
        strays.complaint(now),
        problems);
  }

  private void count(Sweep sweep, Swept swept) {
    var all = uncounted.getOrDefault(sweep, Swept.NOTHING).plus(swept);
    if (all.count() == 0) {
      return;
    }
    uncounted.put(sweep, all);
    try {
      database.write(tables -> {
        tables.collection().add(sweep.word(), all.count(), all.bytes(), time.instant());
        return all;
      });
      uncounted.remove(sweep);
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "it is counted later what was swept: " + sweep, e);
    }
  }

  /// What was done since the home was made; actions that never did anything are left out.
  public Map<Sweep, Tally> tallies() {
    var kept = database.read(tables -> tables.collection().tallies());
    var tallies = new EnumMap<Sweep, Tally>(Sweep.class);
    for (var sweep : Sweep.values()) {
      var tally = kept.get(sweep.word());
      if (tally != null) {
        tallies.put(sweep, tally);
      }
    }
    return tallies;
  }

  @Override
  public void close() {
    stop.stop(false, false);
  }
}
