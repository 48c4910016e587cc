package contentgremlin.process;

import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.library.ProbeWire.Question;
import contentgremlin.process.HelperPool.Task;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where one helper after the other does its work. All that changes is guarded by the pool's lock;
/// nothing is asked, answered or waited for while it is held, only started.
final class Place {
  private static final System.Logger LOG = System.getLogger(Place.class.getName());

  /// Files on their way to a helper, so that it never waits for the next one.
  static final int FLIGHT_MAX = 32;

  /// A pipe holds 64 KiB; whoever sends more may have to wait for a helper that hangs.
  private static final int PATHS_MAX = 32 << 10;

  /// Who is idle keeps no processes.
  private static final Duration IDLE_MAX = Duration.ofSeconds(30);

  /// A helper that does not even start says nothing about files. It is tried so often.
  private static final int STARTS_MAX = 3;

  /// A file that really is hard to read keeps a processor busy. One whose helper wanted one for
  /// less than this part of the time was waiting for its disk.
  private static final double BUSY = 0.2;

  private final HelperPool pool;
  private final Programs.Installed program;
  private final Duration silenceMax;
  private final String name;

  /// Sent and not answered, by the numbers that they have on the wire.
  private final Map<Long, Task> flight = new LinkedHashMap<>();

  /// What a helper that ended left behind: each is asked alone.
  private final Deque<Task> suspects = new ArrayDeque<>();

  private @Nullable Life life;
  private int reserved;
  private int pathBytes;
  private long nextNumber;
  private int failedStarts;
  private boolean closed;

  Place(HelperPool pool, Programs.Installed program, Duration silenceMax, int number) {
    this.pool = pool;
    this.program = program;
    this.silenceMax = silenceMax;
    this.name = "probe-" + number;
  }

  /// One process.
  private static final class Life {
    private final Helper helper;
    private boolean ready;
    private boolean ended;

    /// Whether it has one suspect before it, and nothing else.
    private boolean alone;

    /// Whether somebody is being given an answer: meanwhile nobody listens to it.
    private boolean delivering;

    /// When it last said something, or was given something to do.
    private long signNanos = System.nanoTime();

    /// Its processor time at the first look after that; -1 before.
    private long signNanosWanted = -1;

    Life(Helper helper) {
      this.helper = helper;
    }

    void sign() {
      signNanos = System.nanoTime();
      signNanosWanted = -1;
    }
  }

  int load() {
    return flight.size() + reserved + suspects.size();
  }

  /// Whether there is a helper here, or will be.
  boolean isInUse() {
    return life != null || load() > 0;
  }

  boolean hasRoom() {
    return suspects.isEmpty()
        && (life == null || !life.alone)
        && load() < FLIGHT_MAX
        && (pathBytes < PATHS_MAX || load() == 0);
  }

  /// Keeps room for what is about to be taken.
  void reserve() {
    reserved++;
  }

  /// What was reserved for. Waits while a helper starts.
  void take(Task task) {
    Life sendTo = null;
    long number = 0;
    pool.lock.lock();
    try {
      reserved--;
      if (closed) {
        return;
      }
      if (!suspects.isEmpty() || (life != null && life.alone)) {
        suspects.add(task); // things went wrong meanwhile
        return;
      }
      sendTo = life == null ? start() : life;
      if (sendTo != null) {
        number = putInFlight(sendTo, task);
      }
    } finally {
      pool.lock.unlock();
    }
    if (sendTo == null) {
      give(task, notStarted());
    } else {
      send(sendTo, number, task);
    }
  }

  private long putInFlight(Life to, Task task) {
    if (flight.isEmpty()) {
      to.sign();
    }
    flight.put(nextNumber, task);
    pathBytes += task.question().order().path().length();
    return nextNumber++;
  }

  /// The question under the number that the helper shall answer to.
  private void send(Life to, long number, Task task) {
    var order = task.question().order();
    var numbered = new ProbeOrder(number, order.path(), order.size(), order.modified());
    try {
      to.helper.ask(new Question(numbered, task.question().target()));
    } catch (IOException _) {
      // It has ended; whoever reads its answers notices, and finds the task in flight.
    }
  }

  /// @return null if it can't be started
  private @Nullable Life start() {
    try {
      var started = new Life(Helper.start(program.command(), program.environment()));
      life = started;
      Thread.ofPlatform().name(name).daemon().start(() -> listen(started));
      return started;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no helper can be started to read files", e);
      return null;
    }
  }

  private static Answer notStarted() {
    return new Answer.Unreachable(
        "No helper can be started to read files; are Java, setsid, nice and sh installed?");
  }

  private void listen(Life from) {
    try {
      while (true) {
        var numbered = from.helper.answer();
        answered(from, numbered.number(), numbered.answer());
      }
    } catch (EOFException _) {
      ended(from, false, from.helper.ending());
    } catch (IOException e) {
      ended(from, false, String.valueOf(e.getMessage()));
    } finally {
      from.helper.close();
    }
  }

  /// Whoever gets it must not end who listens.
  private static void give(Task task, Answer answer) {
    try {
      task.done().accept(answer);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "an answer about " + task.question().order().path() + " got lost", e);
    }
  }

  private void answered(Life from, long number, Answer answer) throws IOException {
    Task task;
    pool.lock.lock();
    try {
      if (from.ended) {
        return;
      }
      from.sign();
      if (!from.ready) {
        from.ready = true;
        failedStarts = 0;
        return;
      }
      task = flight.remove(number);
      if (task == null) {
        throw new IOException("a helper answered what nobody had asked");
      }
      pathBytes -= task.question().order().path().length();
      from.alone = false;
      from.delivering = true;
      pool.changed.signalAll();
    } finally {
      pool.lock.unlock();
    }
    give(task, answer);
    pool.lock.lock();
    try {
      from.delivering = false;
      from.sign();
    } finally {
      pool.lock.unlock();
    }
    nextSuspect();
  }

  /// Asks for one that is under suspicion, if nothing else is on its way.
  private void nextSuspect() {
    Life to;
    Task task;
    long number = 0;
    pool.lock.lock();
    try {
      if (closed || suspects.isEmpty() || !flight.isEmpty()) {
        return;
      }
      to = life == null ? start() : life;
      task = suspects.remove();
      if (to != null) {
        to.alone = true;
        number = putInFlight(to, task);
      }
    } finally {
      pool.lock.unlock();
    }
    if (to == null) {
      give(task, notStarted());
      nextSuspect();
    } else {
      send(to, number, task);
    }
  }

  /// A helper is gone, or was given up.
  ///
  /// @param waiting whether it was silent without doing anything
  /// @param how it ended, for people
  private void ended(Life dead, boolean waiting, String how) {
    var given = new ArrayList<Task>();
    boolean blamed;
    boolean ready;
    pool.lock.lock();
    try {
      if (dead.ended) {
        return;
      }
      dead.ended = true;
      ready = dead.ready;
      blamed = dead.alone && ready;
      if (life == dead) {
        life = null;
      }
      failedStarts = ready ? 0 : failedStarts + 1;
      boolean hopeless = failedStarts >= STARTS_MAX;
      if (blamed || hopeless) {
        given.addAll(flight.values());
      } else {
        // Whoever was first is the most suspicious.
        var again = new ArrayList<>(flight.values());
        again.reversed().forEach(suspects::addFirst);
      }
      if (hopeless) {
        given.addAll(suspects);
        suspects.clear();
        failedStarts = 0;
      }
      flight.clear();
      pathBytes = 0;
      pool.changed.signalAll();
    } finally {
      pool.lock.unlock();
    }
    dead.helper.close();
    if (closed) {
      return;
    }
    var answer = blamed ? blame(waiting, how) : notStarted();
    given.forEach(task -> {
      LOG.log(Level.WARNING, "{0}: {1}", task.question().order().path(), answer);
      give(task, answer);
    });
    nextSuspect();
  }

  private Answer blame(boolean waiting, String how) {
    return waiting
        ? new Answer.Unreachable(
            "Reading it took longer than %d s, most of them spent waiting for its disk."
                .formatted(silenceMax.toSeconds()))
        : new Answer.Unreadable(
            "Reading it broke its helper twice (%s): the file is damaged, or made to do harm."
                .formatted(how));
  }

  /// Ends a helper that hangs, or that nobody has asked anything for long.
  void look() {
    Life hanging = null;
    Life idle = null;
    boolean waiting = false;
    pool.lock.lock();
    try {
      if (life == null || life.delivering) {
        return;
      }
      long silent = System.nanoTime() - life.signNanos;
      if (flight.isEmpty() && reserved == 0) {
        if (silent > IDLE_MAX.toNanos()) {
          idle = life;
          idle.ended = true;
          life = null;
        }
      } else if (life.signNanosWanted < 0) {
        life.signNanosWanted = life.helper.wantedNanos();
      } else if (silent > silenceMax(life).toNanos()) {
        hanging = life;
        long wanted = life.helper.wantedNanos() - life.signNanosWanted;
        waiting = wanted < silent * BUSY;
      }
    } finally {
      pool.lock.unlock();
    }
    if (idle != null) {
      idle.helper.dismiss();
    }
    if (hanging != null) {
      // One that waits for a dead disk can't even be killed: it is not waited for.
      hanging.helper.kill();
      ended(hanging, waiting, "no answer within %d s".formatted(silenceMax.toSeconds()));
    }
  }

  /// A helper that is not ready yet reads no file, and may take its time to start.
  private Duration silenceMax(Life of) {
    return of.ready ? silenceMax : HelperPool.SILENCE_MAX;
  }

  /// Ends at once.
  ///
  /// @return what stays unanswered
  List<Task> close() {
    var left = new ArrayList<Task>();
    Life last;
    pool.lock.lock();
    try {
      closed = true;
      left.addAll(flight.values());
      left.addAll(suspects);
      flight.clear();
      suspects.clear();
      last = life;
      life = null;
    } finally {
      pool.lock.unlock();
    }
    if (last != null) {
      last.helper.close();
    }
    return left;
  }

  Optional<Long> process() {
    return Optional.ofNullable(life).map(alive -> alive.helper.pid());
  }
}
