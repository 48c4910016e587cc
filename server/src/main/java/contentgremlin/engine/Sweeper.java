package contentgremlin.engine;

import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Puts right, again and again, what crashes and changes of mind leave behind. Thread-safe; each
/// action counts what it did, and a failure of one does not keep the others from their work.
public final class Sweeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /// Looking through folders takes longer than asking the database, and finds less.
  private static final int FOLDERS_EVERY = 15;

  /// One sort of tidying.
  interface Broom {
    Sweep counts();

    /// @return how much it did; a limited amount, the rest is for the next time
    long sweep() throws Exception;
  }

  private final List<Broom> rowBrooms;
  private final List<Broom> folderBrooms;
  private final Map<Sweep, LongAdder> counts = new EnumMap<>(Sweep.class);
  private final StopSignal stop = new StopSignal();
  private @Nullable Thread thread;

  public Sweeper(Database database, Vault vault, Supervisor supervisor, InstantSource time) {
    var rows = new RowBrooms(database, vault, time);
    var folders = new FolderBrooms(database, vault, supervisor, time);
    this.rowBrooms =
        List.of(
            broom(Sweep.STRANDED, rows::stranded),
            broom(Sweep.UPLOADS_EXPIRED, rows::uploads),
            broom(Sweep.EVENTS, rows::events),
            broom(Sweep.TRASH, rows::trash));
    this.folderBrooms =
        List.of(
            broom(Sweep.ORPHANS_ENDED, folders::orphans),
            broom(Sweep.ATTEMPT_FOLDERS, folders::attempts),
            broom(Sweep.UPLOAD_FOLDERS, folders::uploads),
            broom(Sweep.RENDITIONS, folders::renditions));
    for (var sweep : Sweep.values()) {
      counts.put(sweep, new LongAdder());
    }
  }

  private interface Work {
    long run() throws Exception;
  }

  private static Broom broom(Sweep counts, Work work) {
    return new Broom() {
      @Override
      public Sweep counts() {
        return counts;
      }

      @Override
      public long sweep() throws Exception {
        return work.run();
      }
    };
  }

  public synchronized void start() {
    if (thread != null) {
      throw new IllegalStateException("this sweeper was started before");
    }
    thread = Thread.ofVirtual().name("sweeper").start(this::sweepUntilStopped);
  }

  private void sweepUntilStopped() {
    try {
      int turn = 0;
      do {
        if (turn % FOLDERS_EVERY == 0) {
          sweepOnce();
        } else {
          sweep(rowBrooms);
        }
        turn++;
      } while (!stop.await(INTERVAL));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does everything that is due, once.
  public void sweepOnce() {
    sweep(rowBrooms);
    sweep(folderBrooms);
  }

  private synchronized void sweep(List<Broom> brooms) {
    for (var broom : brooms) {
      if (stop.isOn()) {
        return;
      }
      try {
        Objects.requireNonNull(counts.get(broom.counts())).add(broom.sweep());
      } catch (Exception e) {
        LOG.log(Level.WARNING, "could not sweep " + broom.counts() + "; trying again later", e);
      }
    }
  }

  /// What was done since the start.
  public Map<Sweep, Long> counts() {
    var copy = new EnumMap<Sweep, Long>(Sweep.class);
    counts.forEach((sweep, count) -> copy.put(sweep, count.sum()));
    return copy;
  }

  @Override
  public void close() {
    stop.stop(false);
  }
}
