package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.worker.Lease;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes over jobs that an earlier run of the server began, whatever ended it. What still runs is
/// adopted, what ended meanwhile is judged, and what is gone is queued again without counting.
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private final Workshop shop;
  private final Settlement settlement;

  Recovery(Workshop shop, Settlement settlement) {
    this.shop = shop;
    this.settlement = settlement;
  }

  /// At a start: whoever had these jobs is gone, but for what is still coming to its end here. What
  /// is lent is still being done: it was we who were away, so no lease has run out yet.
  ///
  /// @return those to go on with, running as ours now
  List<Job> takeAll(LiveAttempts live) {
    started().stream().filter(Recovery::isLent).forEach(this::extend);
    return started().stream()
        .filter(job -> !isLent(job) && !live.has(job.id()))
        .flatMap(job -> take(job).stream())
        .toList();
  }

  private static boolean isLent(Job job) {
    var owner = Settlement.owner(job);
    return owner != null && Lease.isRunner(owner);
  }

  private void extend(Job job) {
    if (job.state() instanceof Job.State.Running(var runner, _, _, _)) {
      replace(job, job.adopt(runner, shop.time().instant().plus(Lease.TIME)));
    } else {
      boolean _ = settlement.expire(job, "the server stopped before this was lent");
    }
  }

  /// Later: those that nobody here works on, and whose lease is over.
  List<Job> takeAbandoned(LiveAttempts live) {
    var now = shop.time().instant();
    return started().stream()
        .filter(job -> !live.has(job.id()) && leaseUntil(job).isBefore(now))
        .flatMap(job -> (isLent(job) ? expire(job) : take(job)).stream())
        .toList();
  }

  /// Whatever its worker still sends belongs to an attempt that nobody makes any more.
  private Optional<Job> expire(Job job) {
    var why = "nothing was heard of the worker “" + WorkerBook.name(job) + "”";
    if (settlement.expire(job, why)) {
      LOG.log(Level.INFO, "{0}: job {1} is queued again", why, job.id().value());
      discard(job);
    }
    return Optional.empty();
  }

  private void discard(Job job) {
    try {
      new Delivery(shop.vault().attempt(job.id(), job.attempt())).discard();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove what was sent of " + job, e);
    }
    new Leftovers(shop.vault(), job).pruneUnlessUsable();
  }

  private List<Job> started() {
    return shop.database().read(tables -> tables.jobs().started());
  }

  private Optional<Job> take(Job job) {
    return switch (job.state()) {
      case Job.State.Claimed _ -> takeClaimed(job);
      case Job.State.Running _ -> own(job);
      case Job.State.Waiting _,
          Job.State.Queued _,
          Job.State.Succeeded _,
          Job.State.Failed _,
          Job.State.Parked _,
          Job.State.Cancelled _ ->
          Optional.empty();
    };
  }

  /// The crash came between the claim and the start, or between the start and its being stored: the
  /// attempt's folder tells which.
  private Optional<Job> takeClaimed(Job job) {
    var leader = leader(job);
    if (leader.isPresent()) {
      return replace(job, job.start(leader.get(), shop.time().instant())).flatMap(this::own);
    }
    settlement.interrupt(job, "the server stopped before this began");
    return Optional.empty();
  }

  private Optional<ProcessIdentity> leader(Job job) {
    try {
      return shop.supervisor().started(shop.vault().attempt(job.id(), job.attempt()));
    } catch (IOException | RuntimeException e) {
      // Its folder is damaged. The next attempt has one of its own, and no start fails for this.
      LOG.log(Level.WARNING, "cannot see whether " + job + " was started; it begins anew", e);
      return Optional.empty();
    }
  }

  /// Writes this run's name into the row.
  private Optional<Job> own(Job job) {
    var until = shop.time().instant().plus(Settlement.LEASE);
    return replace(job, job.adopt(shop.runner(), until));
  }

  private Optional<Job> replace(Job before, Job after) {
    boolean replaced =
        shop.database()
            .write(tables -> tables.jobs().replace(before, after, shop.time().instant()));
    return replaced ? Optional.of(after) : Optional.empty();
  }

  private static Instant leaseUntil(Job job) {
    return switch (job.state()) {
      case Job.State.Claimed(_, var until) -> until;
      case Job.State.Running(_, var until, _, _) -> until;
      case Job.State.Waiting _,
          Job.State.Queued _,
          Job.State.Succeeded _,
          Job.State.Failed _,
          Job.State.Parked _,
          Job.State.Cancelled _ ->
          Instant.MAX;
    };
  }
}
