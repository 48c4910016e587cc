package contentgremlin.engine;

import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Changes;
import contentgremlin.store.Transferable;
import contentgremlin.upgrade.Door;
import contentgremlin.upgrade.Succession;
import contentgremlin.upgrade.Successor;
import contentgremlin.upgrade.Works;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The serving process's side of an upgrade: goes along step by step, and goes back to normal as
/// soon as the newer one dies or stays silent. Thread-safe; one successor at a time.
///
/// ```
/// SERVING ─begin▶ NOTING ─quiet▶ QUIET ─freeze▶ FROZEN ─complete▶ GONE
///    ▲               │              │              │
///    └───────────────┴── abandon, death, silence ──┘
/// ```
public final class Handover implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Handover.class.getName());

  /// How long the successor may be silent while it copies.
  static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /// How long it may be silent while people wait for it.
  static final Duration SILENCE_FROZEN_MAX = Duration.ofSeconds(10);

  /// How long answers that were begun may go on when a successor serves: a download goes on there
  /// by itself, from the byte where it was cut off.
  private static final Duration DRAIN_MAX = Duration.ofMinutes(10);

  private static final Duration LOOK = Duration.ofMillis(100);

  public enum Phase {
    SERVING,
    /// Changes are noted while the successor copies.
    NOTING,
    /// No work of our own goes on any more.
    QUIET,
    /// Nothing is written any more: the lease.
    FROZEN,
    /// The successor serves.
    GONE
  }

  private final Transferable database;
  private final Supplier<? extends Door> door;
  private final Works works;
  private final Succession succession;
  private final Supervisor supervisor;
  private final InstantSource time;
  private final Consumer<ProcessIdentity> heir;
  private final Runnable departure;
  private volatile Phase phase = Phase.SERVING;
  private @Nullable Successor successor;
  private Instant heard = Instant.MIN;

  /// @param heir hears which process is the server from now on
  /// @param departure ends this process, once all that it had begun is done
  public Handover(
      Transferable database,
      Supplier<? extends Door> door,
      Works works,
      Succession succession,
      Supervisor supervisor,
      InstantSource time,
      Consumer<ProcessIdentity> heir,
      Runnable departure) {
    this.database = database;
    this.door = door;
    this.works = works;
    this.succession = succession;
    this.supervisor = supervisor;
    this.time = time;
    this.heir = heir;
    this.departure = departure;
  }

  /// A step that can't be taken now, and why.
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }

  public Phase phase() {
    return phase;
  }

  /// What people are told on every page; the empty string when there is nothing to tell.
  public String banner() {
    return switch (phase) {
      case SERVING, NOTING -> "";
      case QUIET, FROZEN, GONE ->
          "An upgrade is taking place. Everything can be seen and played; changes wait a moment.";
    };
  }

  /// @throws Refused if another successor is at it
  public synchronized void begin(Successor wanted) {
    if (phase != Phase.SERVING) {
      throw new Refused(
          "Another upgrade is going on, by process %d."
              .formatted(successor == null ? 0 : successor.process().pid()));
    }
    succession.remember();
    phase = Phase.NOTING; // before changes are noted: from now on nobody makes a table
    try {
      database.noteChanges();
    } catch (RuntimeException | Error e) {
      phase = Phase.SERVING;
      throw e;
    }
    successor = wanted;
    heard = time.instant();
    LOG.log(Level.INFO, "version {0} is about to take over", wanted.version());
    Thread.ofVirtual().name("handover").start(this::watch);
  }

  /// The successor is alive.
  public synchronized void beat(Successor caller) {
    expect(caller, Phase.NOTING, Phase.QUIET);
  }

  /// The rows that changed since the step before.
  public synchronized Changes changes(Successor caller) {
    expect(caller, Phase.NOTING, Phase.QUIET);
    return database.takeChanges();
  }

  /// Ends what this server does by itself; requests go on as ever.
  public synchronized void quiet(Successor caller) throws InterruptedException {
    expect(caller, Phase.NOTING);
    works.pause();
    works.cutUploads();
    phase = Phase.QUIET;
    heard = time.instant();
  }

  /// Assents: nothing is written from now on, until [#abandon] or for good.
  public synchronized Changes freeze(Successor caller) throws InterruptedException {
    expect(caller, Phase.QUIET);
    door.get().hold();
    works.cutUploads();
    try {
      var changes = database.freeze();
      phase = Phase.FROZEN;
      heard = time.instant();
      return changes;
    } catch (RuntimeException e) {
      door.get().open();
      throw e;
    }
  }

  /// The successor's database bears the name, and it is about to serve: there is no way back.
  ///
  /// @param address where it listens
  public synchronized void complete(Successor caller, URI address) {
    expect(caller, Phase.FROZEN);
    phase = Phase.GONE;
    door.get().moved(address);
    database.leave();
    heir.accept(caller.process());
    LOG.log(Level.INFO, "version {0} has taken over", caller.version());
    Thread.ofPlatform().name("departure").start(this::depart);
  }

  private void depart() {
    try {
      door.get().drain(DRAIN_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      departure.run();
    }
  }

  /// All is as if there had been no successor.
  public synchronized void abandon(Successor caller) {
    expect(caller, Phase.NOTING, Phase.QUIET, Phase.FROZEN);
    goBack("it gave up");
  }

  private void expect(Successor caller, Phase... phases) {
    if (!caller.equals(successor)) {
      throw new Refused("This upgrade is not the one that is going on.");
    }
    if (!List.of(phases).contains(phase)) {
      throw new Refused("This step can't be taken now: the server is " + phase + ".");
    }
    heard = time.instant();
  }

  private void watch() {
    try {
      while (isToBeWatchedStill()) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What can't be put right now is tried again, as often as it takes.
  private boolean isToBeWatchedStill() {
    try {
      return isToBeWatched();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "cannot go back to normal after an upgrade; trying again", e);
      return true;
    }
  }

  /// Goes back if the successor is no more.
  ///
  /// @return whether there still is one
  private synchronized boolean isToBeWatched() {
    if (successor == null || phase == Phase.SERVING || phase == Phase.GONE) {
      return false;
    }
    if (!supervisor.isAlive(successor.process())) {
      goBack("its process has ended");
    } else if (isSilentTooLong()) {
      goBack("it has been silent for too long");
    }
    return phase != Phase.SERVING;
  }

  private boolean isSilentTooLong() {
    var max = phase == Phase.FROZEN ? SILENCE_FROZEN_MAX : SILENCE_MAX;
    return Duration.between(heard, time.instant()).compareTo(max) > 0;
  }

  private void goBack(String why) {
    LOG.log(Level.WARNING, "the upgrade did not come about: {0}; all goes on as before", why);
    if (phase == Phase.FROZEN) {
      succession.revoke();
      database.thaw();
      door.get().open();
      phase = Phase.QUIET;
    } else {
      database.forgetChanges();
    }
    if (phase == Phase.QUIET) {
      works.resume();
    }
    phase = Phase.SERVING;
    successor = null;
  }

  @Override
  public synchronized void close() {
    successor = null;
  }
}
