package contentgremlin.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Long work that somebody asked for and may ask about: one at a time, on a thread of its own. What
/// came of the last one is kept until the next one begins. Thread-safe.
public final class Errand<T> {
  private static final System.Logger LOG = System.getLogger(Errand.class.getName());

  /// @param number of this run, since the start of the server
  /// @param ended null while it runs
  /// @param result null while it runs, and if it failed
  /// @param problem why it failed, or the empty string
  public record Run<T>(
      long number, Instant started, @Nullable Instant ended, @Nullable T result, String problem) {
    public boolean isRunning() {
      return ended == null;
    }
  }

  /// A run from its begin to its end, whatever begins after it.
  private static final class Course<T> {
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Run<T> run;

    Course(Run<T> run) {
      this.run = run;
    }

    void ended(Run<T> done) {
      run = done;
      end.countDown();
    }
  }

  private final String name;
  private final InstantSource time;
  private @Nullable Course<T> last;

  /// @param name of the threads
  public Errand(String name, InstantSource time) {
    this.name = name;
    this.time = time;
  }

  /// @return the run that began; empty if another one is under way
  public synchronized Optional<Run<T>> begin(Callable<T> work) {
    if (last != null && last.run.isRunning()) {
      return Optional.empty();
    }
    long number = last == null ? 1 : last.run.number() + 1;
    var run = new Run<T>(number, time.instant(), null, null, "");
    var course = new Course<>(run);
    last = course;
    Thread.ofVirtual().name(name).start(() -> course.ended(done(run, work)));
    return Optional.of(run);
  }

  private Run<T> done(Run<T> run, Callable<T> work) {
    try {
      var result = work.call();
      return new Run<>(run.number(), run.started(), time.instant(), result, "");
    } catch (Exception e) {
      LOG.log(Level.WARNING, name + " failed", e);
      var problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
      return new Run<>(run.number(), run.started(), time.instant(), null, problem);
    }
  }

  public synchronized Optional<Run<T>> last() {
    return Optional.ofNullable(last).map(course -> course.run);
  }

  /// Waits for the end of the one that is under way, but not longer than the limit.
  ///
  /// @return that one, even if another one has begun since; the last one if none was under way
  public Optional<Run<T>> await(Duration limit) throws InterruptedException {
    Course<T> course;
    synchronized (this) {
      course = last;
    }
    if (course == null) {
      return Optional.empty();
    }
    boolean _ = course.end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.of(course.run);
  }
}
