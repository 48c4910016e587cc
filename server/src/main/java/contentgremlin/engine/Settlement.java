package contentgremlin.engine;

import contentgremlin.engine.enrich.Stage;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Publishing;
import contentgremlin.job.RetryPolicy;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps what becomes of jobs, each step as one transaction with its events and with what it means
/// for the item. Thread-safe.
///
/// Every step reads the row afresh and does nothing if it is no longer the runner's: whoever
/// cancelled it meanwhile was faster.
final class Settlement {
  static final Duration LEASE = Duration.ofSeconds(60);

  private final Database database;
  private final InstantSource time;
  private final String runner;

  Settlement(Database database, InstantSource time, String runner) {
    this.database = database;
    this.time = time;
    this.runner = runner;
  }

  /// @param process null when the work is done inside the server
  /// @return whether the job still is ours
  boolean start(Job job, @Nullable ProcessIdentity process) {
    return database.write(tables -> {
      var stored = ours(tables, job);
      if (stored.isEmpty() || !(stored.get().state() instanceof Job.State.Claimed)) {
        return false;
      }
      var now = time.instant();
      boolean kept = tables.jobs().replace(stored.get(), stored.get().start(process, now), now);
      if (kept) {
        var started = new Fact.JobStarted(job.id(), job.item(), job.kind(), job.attempt());
        tables.events().append(started, now);
      }
      return kept;
    });
  }

  /// Tools went on with a job that had none at work.
  ///
  /// @return whether the job still is ours
  boolean proceed(Job job, ProcessIdentity process) {
    return database.write(tables -> {
      var stored = ours(tables, job);
      return stored.isPresent()
          && tables.jobs().replace(stored.get(), stored.get().proceed(process), time.instant());
    });
  }

  /// @param effect applied only if the job is done, or was not answered
  /// @return the job as it is now; empty if it was not ours any more
  Optional<Job> settle(Job job, Ending ending, JobHandler.Effect effect) {
    return database.write(tables -> {
      var stored = ours(tables, job);
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      var now = time.instant();
      var item = item(tables, job.item());
      if (item == null) {
        return Optional.of(cancelled(tables, stored.get(), now));
      }
      if (ending instanceof Ending.Done || ending instanceof Ending.Unanswered) {
        effect.apply(tables, item);
      }
      var before = running(tables, stored.get(), ending, now);
      var after = keep(tables, before, before.settle(ending, retryPolicy(tables), now), now);
      if (!(ending instanceof Ending.Done || ending instanceof Ending.Unanswered)) {
        Stage.broken(tables, after, now);
      }
      return Optional.of(after);
    });
  }

  /// Queues a job again that an earlier run of the server took, and no process shows for it.
  void interrupt(Job job, String reason) {
    database.write(tables -> {
      var now = time.instant();
      var after = job.settle(new Ending.Interrupted(reason), retryPolicy(tables), now);
      return keep(tables, job, after, now);
    });
  }

  /// The same for one that was lent, unless its worker was heard of since `job` was read.
  ///
  /// @return whether it is queued again
  boolean expire(Job job, String reason) {
    return database.write(tables -> {
      if (!tables.jobs().find(job.id()).filter(job::equals).isPresent()) {
        return false;
      }
      var now = time.instant();
      var after = job.settle(new Ending.Interrupted(reason), retryPolicy(tables), now);
      keep(tables, job, after, now);
      return true;
    });
  }

  Optional<Job> postpone(Job job, String reason) {
    return database.write(tables -> {
      var now = time.instant();
      return ours(tables, job)
          .map(stored -> {
            var after = stored.postpone(reason, retryPolicy(tables), now);
            return keep(tables, stored, after, now);
          });
    });
  }

  /// Only what runs can succeed; what needed no tool may still be claimed.
  private static Job running(Database.Tables tables, Job stored, Ending ending, Instant now) {
    if (!(ending instanceof Ending.Done) || !(stored.state() instanceof Job.State.Claimed)) {
      return stored;
    }
    var running = stored.start(null, now);
    tables.jobs().replace(stored, running, now);
    return running;
  }

  private static Job keep(Database.Tables tables, Job before, Job after, Instant now) {
    if (!tables.jobs().replace(before, after, now)) {
      throw new IllegalStateException(before + " changed inside our own transaction");
    }
    var fact = fact(after);
    if (fact != null) {
      tables.events().append(fact, now);
    }
    boolean decided = decide(tables, after.item(), now);
    if (!decided && after.state() instanceof Job.State.Succeeded && after.item() != null) {
      tables.events().append(new Fact.ItemChanged(after.item()), now);
    }
    return after;
  }

  private static @Nullable Fact fact(Job job) {
    return switch (job.state()) {
      case Job.State.Succeeded _ -> new Fact.JobSucceeded(job.id(), job.item(), job.kind());
      case Job.State.Failed(var reason, _) ->
          new Fact.JobFailed(job.id(), job.item(), job.kind(), reason, false);
      case Job.State.Queued(_, var reason) ->
          reason.isEmpty()
              ? new Fact.JobQueued(job.id(), job.item(), job.kind())
              : new Fact.JobFailed(job.id(), job.item(), job.kind(), reason, true);
      case Job.State.Cancelled _ -> new Fact.JobCancelled(job.id(), job.item(), job.kind());
      case Job.State.Waiting _, Job.State.Claimed _, Job.State.Running _, Job.State.Parked _ ->
          null;
    };
  }

  /// Cancels the job inside the caller's transaction, without a judgement on its item.
  static Job cancelled(Database.Tables tables, Job job, Instant now) {
    var after = job.cancel(now);
    if (tables.jobs().replace(job, after, now)) {
      tables.events().append(new Fact.JobCancelled(job.id(), job.item(), job.kind()), now);
    }
    return after;
  }

  /// Lets the item follow its jobs, inside the caller's transaction.
  ///
  /// @return whether its state changed
  static boolean decide(Database.Tables tables, @Nullable ItemId id, Instant now) {
    var item = item(tables, id);
    if (item == null) {
      return false;
    }
    var state = Publishing.decide(item.state(), tables.jobs().of(item.id()), now);
    if (state.equals(item.state())) {
      return false;
    }
    tables.items().update(item.becoming(state));
    tables.events().append(fact(item.id(), state), now);
    return true;
  }

  private static Fact fact(ItemId item, Item.State state) {
    return switch (state) {
      case Item.State.Published _ -> new Fact.ItemPublished(item);
      case Item.State.Failed(var reason) -> new Fact.ItemFailed(item, reason);
      case Item.State.Processing _,
          Item.State.Missing _,
          Item.State.Offline _,
          Item.State.Trashed _ ->
          new Fact.ItemChanged(item);
    };
  }

  private static @Nullable Item item(Database.Tables tables, @Nullable ItemId id) {
    return id == null ? null : tables.items().find(id).orElse(null);
  }

  /// The row, if it still is this runner's, in this very attempt.
  Optional<Job> ours(Database.Tables tables, Job job) {
    return tables
        .jobs()
        .find(job.id())
        .filter(stored -> stored.attempt() == job.attempt() && runner.equals(owner(stored)));
  }

  /// Who has the job; null if nobody.
  static @Nullable String owner(Job job) {
    return switch (job.state()) {
      case Job.State.Claimed(var owner, _) -> owner;
      case Job.State.Running(var owner, _, _, _) -> owner;
      case Job.State.Waiting _,
          Job.State.Queued _,
          Job.State.Succeeded _,
          Job.State.Failed _,
          Job.State.Parked _,
          Job.State.Cancelled _ ->
          null;
    };
  }

  private static RetryPolicy retryPolicy(Database.Tables tables) {
    return new RetryPolicy(
        Math.toIntExact(Setting.ATTEMPTS_MAX.number(tables.settings())),
        RetryPolicy.DEFAULT.delayFirst(),
        RetryPolicy.DEFAULT.delayMax());
  }
}
