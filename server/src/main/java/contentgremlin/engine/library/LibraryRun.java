package contentgremlin.engine.library;

import contentgremlin.library.Change;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.WatchState;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps one library in step with its tree: hears of listings and changes, and has them compared.
/// Thread-safe.
final class LibraryRun implements MonitorListener, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LibraryRun.class.getName());

  /// Changes come in bursts; so long they are gathered.
  private static final Duration GATHER = Duration.ofMillis(5);

  /// How often it is asked whether a comparison of everything is due.
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

  private static final Duration END_MAX = Duration.ofSeconds(10);

  private final Database database;
  private final InstantSource time;
  private final Library library;
  private final Losses losses;
  private final Reconciler reconciler;
  private final ScanProgress progress;
  private final TreeMonitor monitor;
  private final Runnable onNews;

  /// Fair, so that a change is not held up by a walk that goes on for minutes.
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Looks looks;
  private final Scans scans;
  private volatile boolean closed;
  private @Nullable Thread worker;

  LibraryRun(
      Database database,
      InstantSource time,
      OpenTrees trees,
      TreeMonitor.Factory monitors,
      Additions additions,
      Ahead ahead,
      Library library,
      Runnable onNews) {
    this.database = database;
    this.time = time;
    this.library = library;
    this.onNews = onNews;
    this.losses = new Losses(database, time);
    this.progress = new ScanProgress(time);
    this.scans = new Scans(time);
    this.monitor = monitors.of(library.root(), this, this::objection);
    this.looks = new Looks(() -> monitor.list(""));
    this.reconciler =
        new Reconciler(
            database,
            time,
            trees,
            additions,
            ahead,
            library,
            monitor::tree,
            monitor::list,
            looks,
            progress);
  }

  void start() {
    worker = Thread.ofPlatform().daemon().name("library-" + library.name()).start(this::work);
    monitor.start();
  }

  Library library() {
    return library;
  }

  private String objection(Listing.Folder root) {
    lock.lock();
    try {
      return reconciler.objection(root, scans.isConfirmed(""));
    } finally {
      lock.unlock();
    }
  }

  WatchState watch() {
    return monitor.state();
  }

  ScanProgress.Shown progress() {
    return progress.shown();
  }

  /// Asks for a comparison of this part.
  ///
  /// @param isConfirmed whether what is there is all there is, even if much is missing
  /// @return the scan's number
  long scan(String part, boolean isConfirmed) {
    long scan = scans.ask(part, isConfirmed);
    monitor.list(part);
    return scan;
  }

  /// Whether the scan with this number, of this part, is over. While the root is offline there is
  /// nothing to compare, and who waits would wait for a disk.
  boolean isDone(String part, long scan) {
    return scans.isOver(part, scan, isRootOffline());
  }

  private boolean isRootOffline() {
    return database
        .read(tables -> tables.libraries().folder(library.id(), ""))
        .filter(root -> root.offline() != null)
        .isPresent();
  }

  @Override
  public void begins(String part) {
    guarded(() -> {
      scans.begins(part);
      progress.begin();
      reconciler.begin(part, scans.isConfirmed(part));
    });
  }

  @Override
  public void listed(Listing listing) {
    guarded(() -> reconciler.listed(listing));
  }

  @Override
  public void ended(String part, boolean complete) {
    guarded(() -> {
      boolean isWhole = reconciler.end(part, complete);
      progress.end();
      if (isWhole) {
        losses.settle(library, scans.useConfirmation(part));
        database.write(tables -> tables.libraries().endPostponement());
      }
      scans.ended(part, isWhole);
      tellOfWatches();
    });
    onNews.run();
  }

  @Override
  public void changed(Change change) {
    switch (change) {
      case Change.Created(var path) -> look(Folder.parent(path));
      case Change.FolderCreated(var path) -> look(Folder.parent(path));
      case Change.Changed(var path) -> look(Folder.parent(path));
      case Change.Deleted(var path) -> look(Folder.parent(path));
      case Change.Moved(var from, var to) -> {
        look(Folder.parent(to));
        look(Folder.parent(from));
      }
      case Change.Offline(var path, var reason) -> guarded(() -> reconciler.offline(path, reason));
      // What they announce is listed right after.
      case Change.Overflow(var path, var reason) when path.isEmpty() ->
          guarded(() -> tellOfOverflow(reason));
      case Change.Overflow _, Change.Back _ -> {}
    }
  }

  /// Has this folder looked at soon, without those below it.
  void look(String folder) {
    looks.add(folder, time.instant());
  }

  private void work() {
    try {
      while (!closed) {
        if (looks.await(LOOK_EVERY.toNanos())) {
          Thread.sleep(GATHER);
          lookAtAll();
        } else {
          compareIfDue();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtAll() {
    var folders = looks.take();
    try {
      guarded(() -> {
        reconciler.look(folders);
        losses.settle(library, false);
      });
    } finally {
      looks.done();
    }
    onNews.run();
  }

  /// What the system told of changes may not have been all.
  private void compareIfDue() {
    guarded(() -> {
      var kept = database.read(tables -> tables.libraries().find(library.id()));
      var every = database.read(tables -> Setting.LIBRARY_SCAN_EVERY.duration(tables.settings()));
      boolean isDue =
          kept.flatMap(now -> Optional.ofNullable(now.scan()))
              .flatMap(scan -> Optional.ofNullable(scan.ended()))
              .filter(ended -> ended.plus(every).isBefore(time.instant()))
              .isPresent();
      if (isDue) {
        monitor.list("");
      }
    });
  }

  /// What can't be done now, since the disk is full or the database is being handed over, is done
  /// by the next comparison.
  private void guarded(Runnable work) {
    lock.lock();
    try {
      if (!closed) {
        work.run();
      }
    } catch (RuntimeException e) {
      if (closed) {
        return;
      }
      LOG.log(Level.WARNING, "library %s: comparing again soon".formatted(library.name()), e);
      reconciler.forget();
      Thread.ofVirtual().start(this::compareAgain);
    } finally {
      lock.unlock();
    }
  }

  private void compareAgain() {
    try {
      Thread.sleep(PAUSE_AFTER_FAULT);
      if (!closed) {
        monitor.list("");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// It is over as soon as a listing has come to its end.
  private void tellOfOverflow(String reason) {
    database.write(tables -> {
      LibraryAlerts.missed(tables, library, reason, time.instant());
      return library;
    });
  }

  private void tellOfWatches() {
    var state = monitor.state();
    database.write(tables -> {
      if (state.unwatchedCount() == 0) {
        LibraryAlerts.watched(tables, library, time.instant());
      } else {
        LibraryAlerts.unwatched(tables, library, words(state), time.instant());
      }
      return state;
    });
  }

  private String words(WatchState state) {
    return "%d folders of “%s” can't be watched, since this user may hold %d watches only; they are compared from time to time. To allow more: sysctl fs.inotify.max_user_watches=1048576"
        .formatted(state.unwatchedCount(), library.name(), state.allowed());
  }

  @Override
  public void close() {
    closed = true;
    monitor.close();
    lock.lock();
    try {
      reconciler.forget();
    } finally {
      lock.unlock();
    }
    var working = worker;
    if (working != null) {
      working.interrupt();
      try {
        // A disk that does not answer holds up nobody but itself.
        working.join(END_MAX);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
