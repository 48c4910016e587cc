package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import org.jspecify.annotations.Nullable;

/// What others may see of an attempt that is being made in this process, and ask of it.
/// Thread-safe.
final class LiveAttempt {
  private final Job job;
  private volatile Progress progress = Progress.UNKNOWN;
  private volatile @Nullable ProcessIdentity tool;
  private volatile boolean cancelled;

  LiveAttempt(Job job) {
    this.job = job;
  }

  /// As it was claimed or adopted; the row may have moved on.
  Job job() {
    return job;
  }

  Progress progress() {
    return progress;
  }

  @Nullable ProcessIdentity tool() {
    return tool;
  }

  void moved(ProcessIdentity newTool, Progress newProgress) {
    tool = newTool;
    progress = newProgress;
  }

  /// The row says so already; now the tools have to end.
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
