package contentgremlin.monitor;

import contentgremlin.library.MonitorListener;
import contentgremlin.library.Signal;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import contentgremlin.library.WatchState;
import contentgremlin.library.Watcher;
import contentgremlin.library.Watchers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Watches one directory tree with all that is below it: a listener hears a complete listing first,
/// then of every change. Where the system offers no watches, too few, or loses signals, it
/// compares, and says so. Thread-safe; can be started again after it was closed.
///
/// ```java
/// var monitor =
///     new Monitor(
///         "/srv/music", new NativeTrees(), new NativeWatchers(), MonitorSettings.DEFAULT,
///         RootJudge.ofFirst(), InstantSource.system(), System::nanoTime);
/// monitor.start(listener);
/// ```
public final class Monitor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Monitor.class.getName());

  /// Nothing depends on it: whoever waits is woken.
  private static final long READ_NANOS = 60_000_000_000L;

  /// Between two tries, after the listener failed.
  private static final long PAUSE_MIN_NANOS = 100_000_000;

  private static final long PAUSE_MAX_NANOS = 30_000_000_000L;

  private static final long JOIN_MILLIS = 10_000;

  private final String root;
  private final Trees trees;
  private final Watchers watchers;
  private final MonitorSettings settings;
  private final RootJudge judge;
  private final InstantSource clock;
  private final LongSupplier nanos;

  private volatile @Nullable Run run;

  /// @param root an absolute path, as [contentgremlin.library.FileName] writes it
  /// @param nanos time that only ever goes on
  public Monitor(
      String root,
      Trees trees,
      Watchers watchers,
      MonitorSettings settings,
      RootJudge judge,
      InstantSource clock,
      LongSupplier nanos) {
    this.root = root;
    this.trees = trees;
    this.watchers = watchers;
    this.settings = settings;
    this.judge = judge;
    this.clock = clock;
    this.nanos = nanos;
  }

  /// @param listener is called from a thread of the monitor until [#close] has come back
  public synchronized void start(MonitorListener listener) {
    if (run != null) {
      throw new IllegalStateException("the monitor of %s runs already".formatted(root));
    }
    var begun = new Run(listener);
    run = begun; // the listener may ask for the tree at once
    begun.begin();
  }

  /// Lists this part again, soon.
  ///
  /// @param part a folder's path; empty for all
  public void list(String part) {
    var now = run;
    if (now != null) {
      now.inbox.order(part.isEmpty() || part.endsWith("/") ? part : part + "/");
    }
  }

  /// The tree as it may be told of: in its listings, files that are still being written are
  /// unknown, and what is on a disk that is away is unreadable. Good until the monitor is closed.
  public Tree tree() {
    var now = run;
    if (now == null) {
      throw new IllegalStateException("the monitor of %s does not run".formatted(root));
    }
    return now.told;
  }

  /// How the tree is watched; nothing before the start and after the end.
  public WatchState state() {
    var now = run;
    return now == null
        ? new WatchState(WatchState.Means.COMPARING, 0, -1, List.of(), 0)
        : now.teller.state();
  }

  /// Ends after the folder that is told of at the moment, also in the middle of a listing, which
  /// then is not complete. Waits for the listener for some seconds, so that it MUST NOT call this.
  @Override
  public synchronized void close() {
    var ending = run;
    if (ending != null) {
      ending.end();
      run = null;
    }
  }

  /// From a start to its end.
  private final class Run {
    private final Tree tree = trees.open(root);
    private final Watcher watcher = watchers.open(root);
    private final Inbox inbox = new Inbox();
    private final Presence presence = new Presence(tree, judge);
    private final Settling settling = new Settling(settings, clock);
    private final Tree told = new ToldTree(tree, presence, settling, nanos);
    private final Teller teller;
    private final Thread reading;
    private final Thread telling;
    private volatile boolean isOpen = true;

    Run(MonitorListener listener) {
      teller = new Teller(settings, tree, watcher, presence, settling, inbox, listener, nanos);
      reading = Thread.ofPlatform().daemon().name("watching " + root).unstarted(this::read);
      telling = Thread.ofPlatform().daemon().name("telling of " + root).unstarted(this::tell);
    }

    void begin() {
      reading.start();
      telling.start();
    }

    /// The system's queue is short: nothing else is done by this thread.
    private void read() {
      try {
        while (isOpen) {
          inbox.add(watcher.await(READ_NANOS), nanos.getAsLong());
        }
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "the watch of " + root + " failed; it is compared", e);
        compare();
      }
    }

    private void compare() {
      try {
        while (isOpen) {
          inbox.add(List.of(new Signal.Lost("", "it can't be watched")), nanos.getAsLong());
          Thread.sleep(settings.compareMax());
        }
      } catch (InterruptedException _) {
        // The end.
      }
    }

    private void tell() {
      long pause = PAUSE_MIN_NANOS;
      try {
        while (isOpen) {
          try {
            teller.step();
            pause = PAUSE_MIN_NANOS;
          } catch (RuntimeException e) {
            LOG.log(
                System.Logger.Level.WARNING,
                "who listens to changes of " + root + " failed; all of it is listed again",
                e);
            Thread.sleep(Duration.ofNanos(pause));
            pause = Math.min(PAUSE_MAX_NANOS, 2 * pause);
            teller.beginAnew();
          }
        }
      } catch (InterruptedException _) {
        // The end.
      }
    }

    private void end() {
      isOpen = false;
      watcher.wake();
      teller.stop();
      try {
        telling.join(JOIN_MILLIS);
        reading.interrupt();
        reading.join(JOIN_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      watcher.close();
      tree.close();
    }
  }
}
