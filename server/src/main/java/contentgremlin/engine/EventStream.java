package contentgremlin.engine;

import contentgremlin.event.Event;
import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import contentgremlin.job.Progress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hands out events as they are committed. Thread-safe.
public interface EventStream {
  /// @param after the number of the last event that the listener has; -1 for only what is new
  Subscription subscribe(long after);

  /// One listener's place in the stream. Not thread-safe; MUST be closed. A listener that is too
  /// slow is told to start afresh, and never holds anybody up.
  interface Subscription extends AutoCloseable {
    /// Waits for the next message, at most this long; null if there was none.
    @Nullable Message next(Duration wait) throws InterruptedException;

    @Override
    void close();
  }

  sealed interface Message {
    record Happened(Event event) implements Message {}

    /// Passing, without a number: how far a running job is.
    record Moved(JobId job, @Nullable ItemId item, String kind, Progress progress)
        implements Message {}

    /// Events after the listener's number are gone: what it knows may be out of date.
    record Resync(long newest) implements Message {}
  }
}
