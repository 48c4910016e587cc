package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/// What an attempt leaves behind once it is over, and what those before it left. Whatever can't be
/// removed now is left to the sweeper.
record Leftovers(Vault vault, Job job) {
  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

  Path folder() {
    return vault.attempt(job.id(), job.attempt());
  }

  /// The job is done: nothing of it is needed.
  void clear() {
    trying("what was made on the way", () -> vault.removeAttempts(job.id()));
  }

  /// Leaves what was run and what it said, but no outputs.
  void prune() {
    trying("the outputs", () -> Remains.keepOnly(folder()));
  }

  /// As [#prune], unless the next attempt can go on from what is there.
  void pruneUnlessUsable() {
    if (!Remains.isUsable(folder())) {
      prune();
    }
  }

  /// To be called before it is stored that the attempt failed by itself. A crash in between comes
  /// to the same judgement again.
  void distrust() {
    trying("the ledger", () -> Remains.distrust(folder()));
  }

  /// Only the newest attempt is ever gone on from: what those before it made only takes room.
  void forgetEarlier() {
    for (int number = job.attempt() - 1; number > 0; number--) {
      var earlier = vault.attempt(job.id(), number);
      trying("earlier outputs", () -> Remains.keepOnly(earlier));
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void trying(String what, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove " + what + " of " + job, e);
    }
  }
}
