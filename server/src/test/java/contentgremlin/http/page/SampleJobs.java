package contentgremlin.http.page;

import contentgremlin.engine.Jobs;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The jobs of the database, without a runner: what is running stays at the same point for ever.
final class SampleJobs implements Jobs {
  private final Database database;
  private final InstantSource time;

  SampleJobs(Database database, InstantSource time) {
    this.database = database;
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
    return find(id)
        .filter(job -> job.state() instanceof Job.State.Running)
        .map(_ -> new Progress(0.42, Duration.ofMinutes(2), 2.1, Duration.ofSeconds(95)));
  }

  @Override
  public Optional<ProcessIdentity> process(JobId id) {
    return Optional.empty();
  }

  @Override
  public String logTail(JobId id) {
    return "[mov,mp4,m4a] moov atom not found\n<b>Invalid data</b> found when processing input\n";
  }

  @Override
  public Asked retry(JobId id) {
    return change(id, job -> job.retry(time.instant()));
  }

  @Override
  public Asked cancel(JobId id) {
    return change(id, job -> job.cancel(time.instant()));
  }

  private Asked change(JobId id, UnaryOperator<Job> step) {
    var job = find(id);
    if (job.isEmpty()) {
      return new Asked.Unknown();
    }
    try {
      var next = step.apply(job.get());
      database.write(tables -> tables.jobs().replace(job.get(), next, time.instant()));
      return new Asked.Granted(next);
    } catch (IllegalStateException _) {
      return new Asked.Refused("It is in no state for that.");
    }
  }
}
