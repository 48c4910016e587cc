package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import org.jspecify.annotations.Nullable;

/// What others may see of an attempt that is being made in this process, and ask of it.
/// Thread-safe.
final class LiveAttempt {
  private final Job job;
  private volatile @Nullable Thread thread;
  private volatile Progress progress = Progress.UNKNOWN;
  private volatile @Nullable ProcessIdentity tool;
  private volatile boolean cancelled;
  private volatile boolean hasPlace = true;
  private final Runnable placeFree;

  /// @param placeFree called when this attempt needs its place no more, on its own thread
  LiveAttempt(Job job, Runnable placeFree) {
    this.job = job;
    this.placeFree = placeFree;
  }

  /// Called before the thread starts.
  void doneBy(Thread worker) {
    thread = worker;
  }

  /// It ends where it is, as if the server had died there.
  void interrupt() {
    var worker = thread;
    if (worker != null) {
      worker.interrupt();
    }
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

  /// Its tools have ended: another job's may run in its place while the end of this one is judged
  /// and stored.
  void leavePlace() {
    hasPlace = false;
    placeFree.run();
  }

  boolean hasPlace() {
    return hasPlace;
  }

  /// The row says so already; now the tools have to end.
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
