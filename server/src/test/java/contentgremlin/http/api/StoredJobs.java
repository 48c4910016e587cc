package contentgremlin.http.api;

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
import java.util.function.Function;

/// Jobs as they are stored, with nobody to run them.
record StoredJobs(Database database, InstantSource time) implements Jobs {
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
    return Optional.of(new Progress(0.4, Duration.ofSeconds(4), 2.1, Duration.ofMillis(12_500)));
  }

  @Override
  public Optional<ProcessIdentity> process(JobId id) {
    return Optional.empty();
  }

  @Override
  public String logTail(JobId id) {
    return "frame=  1 <b>\n";
  }

  @Override
  public Asked retry(JobId id) {
    return ask(
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
    return ask(id, job -> job.cancel(time.instant()));
  }

  private Asked ask(JobId id, Function<Job, Job> step) {
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
        return new Asked.Refused("It is in no state for it.");
      }
    });
  }
}
