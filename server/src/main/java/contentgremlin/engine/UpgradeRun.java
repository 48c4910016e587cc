package contentgremlin.engine;

import contentgremlin.store.Changes;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.DatabaseCopy;
import contentgremlin.upgrade.Newcomer;
import contentgremlin.upgrade.Predecessor;
import contentgremlin.upgrade.Step;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The newer process's side of an upgrade. Used once, by one thread.
///
/// Until [Step#COMPLETE] it has promised nobody anything: if it dies or gives up, its predecessor
/// goes on. From then on there is no way back but `gremlin revert`.
public final class UpgradeRun {
  private static final System.Logger LOG = System.getLogger(UpgradeRun.class.getName());

  /// So few changes are left for the window; each costs next to nothing.
  private static final int FEW_CHANGES = 200;

  /// Who writes faster than we copy is not waited for.
  private static final int ROUNDS_MAX = 20;

  private static final Duration BEAT = Duration.ofSeconds(2);

  private final Predecessor predecessor;
  private final DatabaseCopy copy;
  private final Newcomer newcomer;
  private final Instance before;
  private final Instance after;
  private final Consumer<Step> steps;

  /// @param before who serves now
  /// @param after who is about to: this very process
  /// @param steps hears of each one as it begins
  public UpgradeRun(
      Predecessor predecessor,
      DatabaseCopy copy,
      Newcomer newcomer,
      Instance before,
      Instance after,
      Consumer<Step> steps) {
    this.predecessor = predecessor;
    this.copy = copy;
    this.newcomer = newcomer;
    this.before = before;
    this.after = after;
    this.steps = steps;
  }

  /// Returns when the new server serves.
  ///
  /// @throws Predecessor.Refused if the old one does not agree; it goes on
  /// @throws Predecessor.Gone if the old one died before it gave the home away: nobody serves it,
  ///   and nothing was changed
  /// @throws StoreException if the copy is not sound; the old one goes on
  public void run() {
    steps.accept(Step.BEGIN);
    predecessor.begin();
    try {
      approach();
      newcomer.relocate(this::inTheWindow);
    } catch (RuntimeException e) {
      throw giveUp(e);
    }
    complete();
    copy.release();
    steps.accept(Step.SERVE);
    newcomer.serve();
  }

  /// All that takes time, while nobody notices.
  private void approach() {
    var beating = Thread.ofVirtual().name("beat").start(this::beat);
    try {
      steps.accept(Step.COPY);
      require(copy.make());
      steps.accept(Step.CATCH_UP);
      catchUp();
      steps.accept(Step.PREPARE);
      newcomer.prepare();
      newcomer.takeSocket();
      steps.accept(Step.QUIET);
      predecessor.quiet();
      catchUp();
    } finally {
      beating.interrupt();
    }
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(BEAT);
        predecessor.beat();
      }
    } catch (InterruptedException _) {
      // The next steps tell themselves that we are alive.
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the predecessor does not hear us", e);
    }
  }

  private void catchUp() {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      var changes = predecessor.changes();
      carry(changes);
      if (changes.count() <= FEW_CHANGES) {
        return;
      }
    }
  }

  private void carry(Changes changes) {
    if (changes.count() > 0) {
      require(copy.carry(changes));
    }
  }

  private static void require(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new StoreException(
          "The database could not be brought over soundly: " + String.join("; ", problems));
    }
  }

  private void inTheWindow() {
    steps.accept(Step.FREEZE);
    var changes = predecessor.freeze();
    steps.accept(Step.CARRY);
    carry(changes);
    copy.claim(after);
    steps.accept(Step.MOVE);
    copy.move(before.version());
  }

  /// It may die just now: then all is ours anyway, as the name is.
  private void complete() {
    steps.accept(Step.COMPLETE);
    try {
      predecessor.complete(newcomer.address());
    } catch (Predecessor.Gone e) {
      LOG.log(Level.WARNING, "the old server ended in the middle of the handover", e);
    }
  }

  /// Whatever went wrong: if the old one is no more, then that is what went wrong.
  private RuntimeException giveUp(RuntimeException because) {
    RuntimeException told = because;
    try {
      predecessor.abandon();
    } catch (Predecessor.Gone gone) {
      told = because instanceof Predecessor.Gone ? because : gone;
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
    if (!told.equals(because)) {
      told.addSuppressed(because);
    }
    copy.discard();
    return told;
  }
}
