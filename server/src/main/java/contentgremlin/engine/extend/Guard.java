package contentgremlin.engine.extend;

import contentgremlin.extend.Refusal;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls one extension: each call on a thread of its own, with a limit, so that whatever the
/// extension does costs one call. Who hangs, or fails again and again, is reported as broken, and
/// not called any more. Thread-safe.
///
/// A thread that does not end when it is interrupted can't be ended in Java: it stays, and counts
/// as one of the calls that may go on at once, until the server stops.
final class Guard {
  /// Calls that go on at once.
  static final int CALLS_MAX = 16;

  /// Failures in a row, where one of them may be the fault of an item.
  static final int FAULTS_MAX = 3;

  private static final int WORDS_MAX = 400;

  /// How often one that waits for others is looked at.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// The call came to nothing, for a reason that a person can read.
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isPassing;

    Fault(String message) {
      this(message, false);
    }

    Fault(String message, boolean isPassing) {
      super(message);
      this.isPassing = isPassing;
    }

    String reason() {
      return String.valueOf(getMessage());
    }

    /// Whether it says nothing of the extension: the same call may go well later.
    boolean isPassing() {
      return isPassing;
    }
  }

  /// What a failure says of the extension.
  enum Blame {
    /// It is broken.
    EXTENSION,
    /// It may be the item, unless it happens again and again.
    ITEM,
    /// It is broken, unless it says by an `IOException` that somebody else did not answer.
    OTHERS
  }

  @FunctionalInterface
  interface Work<T> {
    T call(Meter meter) throws Exception;
  }

  /// Takes the time that a call waits for others, which is not its fault. Thread-safe.
  static final class Meter {
    private long waited;
    private long since;
    private boolean isOutside;
    private boolean hadTrouble;

    <T> T outside(Callable<T> work) throws Exception {
      enter();
      try {
        return work.call();
      } catch (StoreException e) {
        troubled();
        throw e;
      } finally {
        leave();
      }
    }

    /// The same for what throws nothing that a caller has to know.
    <T> T outsideNow(Supplier<T> work) {
      enter();
      try {
        return work.get();
      } catch (StoreException e) {
        troubled();
        throw e;
      } finally {
        leave();
      }
    }

    /// Waiting for the database is not its fault; what its own statements take is its time.
    private <T extends @Nullable Object> T asking(
        Function<Database.Work<T>, T> transaction, Database.Work<T> work) {
      enter();
      try {
        return transaction.apply(tables -> {
          leave();
          try {
            return work.in(tables);
          } finally {
            enter();
          }
        });
      } catch (StoreException.Unfit e) {
        throw e;
      } catch (StoreException e) {
        troubled();
        throw e;
      } finally {
        leave();
      }
    }

    private synchronized void troubled() {
      hadTrouble = true;
    }

    private synchronized boolean hadTrouble() {
      return hadTrouble;
    }

    private synchronized void enter() {
      if (!isOutside) {
        since = System.nanoTime();
        isOutside = true;
      }
    }

    private synchronized void leave() {
      if (isOutside) {
        waited += System.nanoTime() - since;
        isOutside = false;
      }
    }

    private synchronized long waited() {
      return waited + (isOutside ? System.nanoTime() - since : 0);
    }
  }

  private final String id;
  private final BiConsumer<Guard, String> broken;
  private final Semaphore places = new Semaphore(CALLS_MAX);
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Map<Thread, Meter> meters = new ConcurrentHashMap<>();
  private volatile boolean isBroken;

  /// @param broken is told of it and the reason, once; on the thread of the call, never in a
  ///   transaction
  Guard(String id, BiConsumer<Guard, String> broken) {
    this.id = id;
    this.broken = broken;
  }

  boolean isOpen() {
    return !closed.get();
  }

  /// Nothing is called any more.
  void close() {
    closed.set(true);
  }

  /// What it asks of the database, in a call or on a thread of its own. What the database can't do
  /// now is not its fault.
  ///
  /// @throws Refusal if it is broken: nothing that still runs of it holds the others up
  <T extends @Nullable Object> T read(Database database, Database.Work<T> work) {
    return ask(database::read, work);
  }

  /// The same for what changes something.
  <T extends @Nullable Object> T write(Database database, Database.Work<T> work) {
    return ask(database::write, work);
  }

  private <T extends @Nullable Object> T ask(
      Function<Database.Work<T>, T> transaction, Database.Work<T> work) {
    Database.Work<T> whole =
        tables -> {
          if (isBroken) {
            throw new Refusal("the extension “%s” is switched off".formatted(id));
          }
          return work.in(tables);
        };
    var meter = meters.get(Thread.currentThread());
    return meter == null ? transaction.apply(whole) : meter.asking(transaction, whole);
  }

  /// @param what it is to do, as in "it failed to …"
  /// @throws Fault if it came to nothing, or the extension is not called any more
  <T> T call(String what, Duration limit, Blame blame, Work<T> work)
      throws Fault, InterruptedException {
    if (closed.get()) {
      throw new Fault("the extension “%s” is switched off".formatted(id));
    }
    return callAnyway(what, limit, blame, work);
  }

  /// The same for the last call of all.
  <T> T callAnyway(String what, Duration limit, Blame blame, Work<T> work)
      throws Fault, InterruptedException {
    if (!places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Fault("%d calls of “%s” are going on already".formatted(CALLS_MAX, id), true);
    }
    var meter = new Meter();
    var task = new FutureTask<T>(() -> Objects.requireNonNull(work.call(meter), "it gave null"));
    Thread.ofPlatform()
        .name("extension-" + id)
        .daemon()
        .start(() -> {
          meters.put(Thread.currentThread(), meter);
          try {
            task.run();
          } finally {
            meters.remove(Thread.currentThread());
            places.release();
          }
        });
    try {
      T result = await(task, meter, limit);
      faults.set(0);
      return result;
    } catch (TimeoutException _) {
      task.cancel(true);
      throw breaks("it did not " + what + " within " + words(limit));
    } catch (ExecutionException e) {
      throw failed(what, blame, Objects.requireNonNullElse(e.getCause(), e), meter);
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    }
  }

  private static <T> T await(FutureTask<T> task, Meter meter, Duration limit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begun = System.nanoTime();
    while (true) {
      long left = limit.toNanos() - (System.nanoTime() - begun - meter.waited());
      if (left <= 0) {
        throw new TimeoutException();
      }
      try {
        return task.get(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        // it may be waiting for others
      }
    }
  }

  private Fault failed(String what, Blame blame, Throwable cause, Meter meter) {
    var words = "it failed to %s: %s".formatted(what, words(cause));
    if (meter.hadTrouble() && cause instanceof Exception) {
      return new Fault(words, true);
    }
    if (blame == Blame.OTHERS && cause instanceof IOException) {
      return new Fault(line(Objects.requireNonNullElse(cause.getMessage(), words)), true);
    }
    boolean isTooMuch =
        blame != Blame.ITEM || cause instanceof Error || faults.incrementAndGet() >= FAULTS_MAX;
    return isTooMuch ? breaks(words) : new Fault(words);
  }

  private Fault breaks(String reason) {
    isBroken = true;
    if (closed.compareAndSet(false, true)) {
      broken.accept(this, reason);
    }
    return new Fault(reason);
  }

  private static String words(Duration limit) {
    return limit.toSeconds() == 1 ? "a second" : limit.toSeconds() + " seconds";
  }

  /// What the extension says may be long, and may be anything.
  static String words(@Nullable Throwable cause) {
    if (cause == null) {
      return "for no reason";
    }
    String text;
    try {
      var deeper = cause instanceof ExceptionInInitializerError ? cause.getCause() : null;
      text = Objects.requireNonNullElse(deeper, cause).toString();
    } catch (RuntimeException | Error _) {
      text = cause.getClass().getName(); // its own words fail, too
    }
    return line(text);
  }

  /// As much of it as is fit to be shown.
  static String line(String text) {
    var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > WORDS_MAX ? line.substring(0, WORDS_MAX) + "…" : line;
  }
}
