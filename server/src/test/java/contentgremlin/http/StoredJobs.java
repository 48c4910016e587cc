package contentgremlin.http;

import contentgremlin.engine.Jobs;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import contentgremlin.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The jobs of the database, without a runner: what is running stays at the same point for ever.
///
/// @param reached how far each running job has come
/// @param log the last lines of each job
public record StoredJobs(Database database, InstantSource time, Progress reached, String log)
    implements Jobs {
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
    return find(id).filter(job -> job.state() instanceof Job.State.Running).map(_ -> reached);
  }

  @Override
  public Optional<ProcessIdentity> process(JobId id) {
    return Optional.empty();
  }

  @Override
  public String logTail(JobId id) {
    return log;
  }

  @Override
  public Asked retry(JobId id) {
    return change(
        id,
        job -> {
          if (job.isOpen()) {
            throw new IllegalStateException("it is open");
          }
          return job.retry(time.instant());
        });
  }

  @Override
  public Asked cancel(JobId id) {
    return change(id, job -> job.cancel(time.instant()));
  }

  private Asked change(JobId id, UnaryOperator<Job> step) {
    return database.write(tables -> {
      var job = tables.jobs().find(id);
      if (job.isEmpty()) {
        return new Asked.Unknown();
      }
      try {
        var next = step.apply(job.get());
        tables.jobs().replace(job.get(), next, time.instant());
        return new Asked.Granted(next);
      } catch (IllegalStateException _) {
        return new Asked.Refused("It is in no state for that.");
      }
    });
  }
}
