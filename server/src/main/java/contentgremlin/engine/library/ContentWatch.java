package contentgremlin.engine.library;

import contentgremlin.item.Item;
import contentgremlin.library.Entry;
import contentgremlin.library.Entry.ProbeState;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.Finding;
import contentgremlin.vault.Pace;
import contentgremlin.vault.Vault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads all files of libraries again and again, slowly, to find what a look at size and time can't
/// show: other bytes. The rows alone say how far it is. Thread-safe.
public final class ContentWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ContentWatch.class.getName());
  private static final Duration IDLE = Duration.ofMinutes(1);

  /// Shorter pauses are put off: waiting for them costs more than they are worth.
  private static final long PAUSE_MIN_MS = 20;

  private static final double MS_PER_SECOND = 1_000;

  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private CountDownLatch stop = new CountDownLatch(0);
  private @Nullable Thread thread;

  public ContentWatch(Database database, Vault vault, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.time = time;
  }

  /// Reads until it is closed; after that it can be started again.
  public synchronized void start() {
    if (stop.getCount() > 0) {
      throw new IllegalStateException("the files of libraries are being read already");
    }
    stop = new CountDownLatch(1);
    thread = Thread.ofVirtual().name("library-content").start(this::read);
  }

  private void read() {
    try {
      do {
        while (readOne()) {
          // The next one.
        }
      } while (!stop.await(IDLE.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @param rate bytes a second
  private record Task(Entry entry, Item item, long rate) {}

  private boolean readOne() throws InterruptedException {
    try {
      var task = database.read(this::next);
      if (task.isEmpty() || stop.getCount() == 0) {
        return false;
      }
      check(task.get());
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "could not read a library's file again; trying later", e);
      return false;
    }
  }

  private Optional<Task> next(Database.Tables tables) {
    long rate = Setting.LIBRARY_CHECK_RATE.number(tables.settings());
    var limit = time.instant().minus(Setting.SCRUB_EVERY.duration(tables.settings()));
    if (rate == 0) {
      return Optional.empty();
    }
    return tables
        .libraries()
        .checkedBefore(limit)
        .flatMap(entry ->
            Optional.ofNullable(entry.item())
                .flatMap(tables.items()::find)
                .map(item -> new Task(entry, item, rate)));
  }

  /// Reads one file to its end.
  private void check(Task task) throws InterruptedException {
    var finding = vault.inspectOriginal(task.item(), new Slow(task.rate()));
    database.write(tables -> {
      tables
          .libraries()
          .entry(task.entry().id())
          .filter(entry -> entry.stat().equals(task.entry().stat()))
          .ifPresent(entry -> keep(tables, entry, finding, time.instant()));
      return task;
    });
  }

  private static void keep(Database.Tables tables, Entry entry, Finding finding, Instant now) {
    var digest =
        finding instanceof Finding.Read(long size, var found) && size == entry.stat().size()
            ? found.hex()
            : entry.digest();
    if (!entry.digest().isEmpty() && !digest.equals(entry.digest())) {
      tables.libraries().update(entry.probed(ProbeState.DUE, ""));
      FolderWriter.tell(tables, entry.item(), now);
    }
    tables.libraries().checked(entry.id(), digest, now);
  }

  /// As many bytes a second as are allowed.
  private final class Slow implements Pace {
    private final long rate;
    private final long began = System.nanoTime();
    private long read;

    Slow(long rate) {
      this.rate = rate;
    }

    @Override
    public void pause(int bytes) throws InterruptedException {
      read += bytes;
      long due = (long) (read * MS_PER_SECOND / rate);
      long left = due - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      if (stop.await(left >= PAUSE_MIN_MS ? left : 0, TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("the server ends");
      }
    }
  }

  @Override
  public synchronized void close() {
    stop.countDown();
    var reading = thread;
    if (reading != null) {
      try {
        reading.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
