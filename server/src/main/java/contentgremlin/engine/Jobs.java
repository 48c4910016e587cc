package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import java.util.List;
import java.util.Optional;

/// What people may see of, and ask of, the runner. Thread-safe. Who may ask is for the caller to
/// check.
public interface Jobs {
  List<Job> list(JobQuery query);

  Optional<Job> find(JobId id);

  /// How far a running job is; empty if it is not running here.
  Optional<Progress> progress(JobId id);

  /// The tool that is at work for this job now: the one to look at, stop or trace.
  Optional<ProcessIdentity> process(JobId id);

  /// The last lines that the job's newest attempt wrote.
  String logTail(JobId id);

  /// Queues a failed or cancelled job again, with all its attempts.
  Asked retry(JobId id);

  /// Ends a job: what runs gets TERM, then KILL. A blocking one makes its item fail.
  Asked cancel(JobId id);

  sealed interface Asked {
    record Granted(Job job) implements Asked {}

    /// It is in no state for it.
    record Refused(String why) implements Asked {}

    record Unknown() implements Asked {}
  }
}
