package contentgremlin.engine;

import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The jobs as they are in the database, together with what the runner knows of those that run.
/// Thread-safe.
public final class DurableJobs implements Jobs {
  private static final int LOG_TAIL_BYTES = 16 << 10;

  private final Database database;
  private final Supervisor supervisor;
  private final Vault vault;
  private final Runner runner;
  private final InstantSource time;

  public DurableJobs(
      Database database, Supervisor supervisor, Vault vault, Runner runner, InstantSource time) {
    this.database = database;
    this.supervisor = supervisor;
    this.vault = vault;
    this.runner = runner;
    this.time = time;
  }

  @Override
  public List<Job> list(JobQuery query) {
    return database.read(tables -> tables.jobs().list(query));
  }

  @Override
  public Optional<Job> find(JobId id) {
    return database.read(tables -> tables.jobs().find(id));
  }

  @Override
  public Optional<Progress> progress(JobId id) {
    return runner
        .live()
        .find(id)
        .map(LiveAttempt::progress)
        .or(() -> runner.lending().progress(id));
  }

  @Override
  public Optional<ProcessIdentity> process(JobId id) {
    return runner
        .live()
        .find(id)
        .flatMap(attempt -> Optional.ofNullable(attempt.tool()))
        .or(() -> find(id).flatMap(job -> Optional.ofNullable(recorded(job))));
  }

  private static @Nullable ProcessIdentity recorded(Job job) {
    return job.state() instanceof Job.State.Running(_, _, var process, _) ? process : null;
  }

  @Override
  public String logTail(JobId id) {
    var job = find(id);
    if (job.isEmpty() || job.get().attempt() == 0) {
      return "";
    }
    try {
      return supervisor.logTail(vault.attempt(id, job.get().attempt()), LOG_TAIL_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log of job " + id.value(), e);
    }
  }

  @Override
  public Asked retry(JobId id) {
    return database.write(tables -> {
      var found = tables.jobs().find(id);
      if (found.isEmpty()) {
        return new Asked.Unknown();
      }
      var job = found.get();
      var refusal = whyNotAgain(tables, job);
      if (refusal != null) {
        return new Asked.Refused(refusal);
      }
      var now = time.instant();
      return change(tables, job, job.retry(now), now);
    });
  }

  private static @Nullable String whyNotAgain(Database.Tables tables, Job job) {
    if (job.isOpen()) {
      return "It is " + job.state().word() + "; only a failed or cancelled job can be retried.";
    }
    if (job.state() instanceof Job.State.Succeeded) {
      return "It succeeded; process the item again if you want it made anew.";
    }
    var id = job.item();
    return id == null ? null : whyNotAgain(tables, job, id);
  }

  private static @Nullable String whyNotAgain(Database.Tables tables, Job job, ItemId id) {
    var item = tables.items().find(id);
    if (item.isEmpty()) {
      return "Its item is gone.";
    }
    if (item.get().isTrashed()) {
      return "Its item is in the trash; restore that first.";
    }
    boolean superseded =
        tables.jobs().of(id).stream()
            .anyMatch(
                other -> other.kind().equals(job.kind()) && other.id().value() > job.id().value());
    return superseded ? "A newer job does the same; look at that one." : null;
  }

  @Override
  public Asked cancel(JobId id) {
    var asked =
        database.write(tables -> {
          var found = tables.jobs().find(id);
          if (found.isEmpty()) {
            return new Asked.Unknown();
          }
          var job = found.get();
          if (!job.isOpen()) {
            return new Asked.Refused("It has ended already: " + job.state().word() + ".");
          }
          var now = time.instant();
          return change(tables, job, job.cancel(now), now);
        });
    if (asked instanceof Asked.Granted) {
      // The row says so before the tools end: a crash in between leaves them to the sweeper.
      runner.live().find(id).ifPresent(LiveAttempt::cancel);
    }
    return asked;
  }

  private static Asked change(Database.Tables tables, Job before, Job after, Instant now) {
    if (!tables.jobs().replace(before, after, now)) {
      return new Asked.Refused("It has just changed; look again.");
    }
    var fact =
        after.isOpen()
            ? new Fact.JobQueued(after.id(), after.item(), after.kind())
            : new Fact.JobCancelled(after.id(), after.item(), after.kind());
    tables.events().append(fact, now);
    Settlement.decide(tables, after.item(), now);
    return new Asked.Granted(after);
  }
}
