package contentgremlin.engine.library;

import contentgremlin.library.CoverResult;
import contentgremlin.library.Entry;
import contentgremlin.library.LibraryId;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.Prober;
import contentgremlin.store.Database;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has files read that were found in libraries: the rows say which, what is wanted most comes
/// first, and after a stop it simply goes on. Thread-safe.
public final class Probing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Probing.class.getName());

  /// Rows that are asked for at once; also how much later than this a demand may be noticed.
  private static final int PAGE = 256;

  /// Answers that wait to be written down.
  private static final int ANSWERS_MAX = 2_048;

  /// Answers that are written in one transaction.
  private static final int BATCH = 500;

  private static final Duration LOOK_FOR_CLOSE = Duration.ofMillis(100);
  private static final Duration READ_LIMIT = Duration.ofMinutes(2);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(2);

  private final Database database;
  private final InstantSource time;
  private final Supplier<Prober> probers;
  private final Semaphore news = new Semaphore(0);
  private final Ahead ahead;
  private final BlockingQueue<ProbeResult> answers = new ArrayBlockingQueue<>(ANSWERS_MAX);

  /// Entries whose files are being read.
  private final Set<Long> asked = ConcurrentHashMap.newKeySet();

  private final Garbage garbage = new Garbage();

  private volatile boolean closed = true;

  /// Guarded by [#probers].
  private @Nullable Prober prober;

  private final List<Thread> threads = new ArrayList<>();

  /// @param probers makes one, for as long as this runs
  public Probing(Database database, InstantSource time, Supplier<Prober> probers) {
    this.database = database;
    this.time = time;
    this.probers = probers;
    this.ahead = new Ahead(this::wake);
  }

  /// @param patience how long files are waited for that are read before they are written down
  Probing(Database database, InstantSource time, Supplier<Prober> probers, Duration patience) {
    this.database = database;
    this.time = time;
    this.probers = probers;
    this.ahead = new Ahead(this::wake, patience);
  }

  /// Reads until it is closed; after that it can be started again.
  public synchronized void start() {
    if (!closed) {
      throw new IllegalStateException("files are being read already");
    }
    closed = false;
    answers.clear();
    asked.clear();
    ahead.open();
    threads.add(Thread.ofPlatform().daemon().name("probe-ask").start(this::ask));
    threads.add(Thread.ofPlatform().daemon().name("probe-answers").start(this::write));
  }

  /// There may be more to be read.
  public void wake() {
    news.release();
  }

  /// For whoever finds files that are not due yet.
  public Ahead ahead() {
    return ahead;
  }

  private void ask() {
    try {
      while (!closed) {
        news.drainPermits();
        boolean wasAhead = askAhead();
        if (!askSome() && !wasAhead) {
          news.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  /// @return whether there was anything to be done
  private boolean askAhead() throws InterruptedException {
    int count = 0;
    for (var wish = ahead.next(); wish != null && !closed; wish = ahead.next()) {
      open().probe(wish.order(), wish::answered);
      if (++count == PAGE) {
        break; // something may be wanted more by now
      }
    }
    return count > 0;
  }

  /// @return whether there was anything to be done
  private boolean askSome() throws InterruptedException {
    List<ProbeOrder> orders;
    try {
      orders = database.read(this::orders);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "could not see which files are to be read; trying again", e);
      Thread.sleep(PAUSE_AFTER_FAULT);
      return true;
    }
    for (var order : orders) {
      if (closed) {
        return false;
      }
      asked.add(order.number());
      open().probe(order, this::answered);
    }
    return !orders.isEmpty();
  }

  /// @throws IllegalStateException if it was closed
  private Prober open() {
    synchronized (probers) {
      if (closed) {
        throw new IllegalStateException("nothing is read any more");
      }
      var open = prober;
      if (open == null) {
        open = probers.get();
        prober = open;
      }
      return open;
    }
  }

  /// Takes the picture out of a file, before what is only to be read.
  ///
  /// @param target must not be there yet
  public CoverResult cover(ProbeOrder order, Path target) throws InterruptedException {
    if (closed) {
      return new CoverResult.Failed("The server is stopping, or gives its place to another one.");
    }
    try {
      return open().cover(order, target);
    } catch (IllegalStateException _) {
      return new CoverResult.Failed("The server is stopping.");
    }
  }

  /// Reads one file, wherever it is, and waits for it.
  ///
  /// @throws InterruptedException also if this is closed meanwhile
  public ProbeResult read(ProbeOrder order) throws InterruptedException {
    var answer = new ArrayBlockingQueue<ProbeResult>(1);
    try {
      open().probe(order, answer::add);
    } catch (IllegalStateException _) {
      throw stopping();
    }
    for (long end = System.nanoTime() + READ_LIMIT.toNanos(); System.nanoTime() < end; ) {
      var result = answer.poll(LOOK_FOR_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
      if (result != null) {
        return result;
      }
      if (closed) {
        throw stopping();
      }
    }
    return new ProbeResult.Unreachable(order, "Nobody came to reading it.");
  }

  private static InterruptedException stopping() {
    return new InterruptedException("the server is stopping");
  }

  private void answered(ProbeResult result) {
    try {
      answers.put(result);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ProbeOrder> orders(Database.Tables tables) {
    var places = new HashMap<Long, String>();
    var orders = new ArrayList<ProbeOrder>();
    for (var entry : tables.libraries().due(PAGE + asked.size())) {
      if (!asked.contains(entry.id()) && orders.size() < PAGE) {
        var place = places.computeIfAbsent(entry.folder(), id -> place(tables, id));
        if (!place.isEmpty()) {
          orders.add(order(entry, place));
        }
      }
    }
    return orders;
  }

  private static ProbeOrder order(Entry entry, String place) {
    return new ProbeOrder(
        entry.id(), place + entry.name(), entry.stat().size(), entry.stat().modified());
  }

  /// Where the folder is, with a slash at the end; empty if it can't be looked into.
  private static String place(Database.Tables tables, long folder) {
    return tables
        .libraries()
        .folder(folder)
        .filter(found -> found.offline() == null && found.gone() == null)
        .map(found -> root(tables, found.library()) + found.path())
        .orElse("");
  }

  private static String root(Database.Tables tables, LibraryId library) {
    return tables.libraries().find(library).map(found -> found.root() + "/").orElse("");
  }

  private void write() {
    try {
      while (!closed) {
        var first = answers.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          var batch = new ArrayList<ProbeResult>();
          batch.add(first);
          answers.drainTo(batch, BATCH - 1);
          write(batch);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<ProbeResult> batch) throws InterruptedException {
    try {
      var now = time.instant();
      database.write(tables -> {
        Readings.write(tables, batch, now);
        return batch;
      });
    } catch (RuntimeException e) {
      // They are due still, and are read again.
      LOG.log(Level.WARNING, "could not keep what was read; trying again", e);
      Thread.sleep(PAUSE_AFTER_FAULT);
    }
    batch.forEach(result -> asked.remove(result.order().number()));
    wake();
    garbage.add(batch.size());
  }

  @Override
  public synchronized void close() {
    closed = true;
    ahead.close();
    threads.forEach(Thread::interrupt);
    synchronized (probers) {
      if (prober != null) {
        prober.close();
        prober = null;
      }
    }
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    threads.clear();
  }
}
