package contentgremlin.engine.worker;

import contentgremlin.engine.PlanNote;
import contentgremlin.engine.StopSignal;
import contentgremlin.engine.Trouble;
import contentgremlin.engine.Watch;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import contentgremlin.job.Supervisor;
import contentgremlin.vault.Digest;
import contentgremlin.worker.Employer;
import contentgremlin.worker.Employer.Dismissed;
import contentgremlin.worker.Employer.Lost;
import contentgremlin.worker.Lease;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One leased job, from its order to its end. Runs on one thread; a second one renews the lease
/// meanwhile, and cuts the first one off when the lease is over.
///
/// The server may go away and come back: as long as it still knows the lease, the work goes on.
final class Errand {
  private static final int LOG_TAIL_BYTES = 8_192;

  /// A transfer that damages what it brings is not tried for ever.
  private static final int FETCHES_MAX = 3;

  private static final Duration PAUSE_MIN = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  /// Whoever does not reach the server for so long has lost its lease long ago.
  private static final Duration AWAY_MAX = Duration.ofHours(6);

  private final Employer employer;
  private final Supervisor supervisor;
  private final InstantSource time;
  private final StopSignal stop;
  private final WorkOrder order;
  private final WorkFolder.Desk desk;
  private final Diary diary;
  private final Thread self = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();

  /// Whether this thread does nothing but talk to the server. Guarded by the lock.
  private boolean isTalking;

  private volatile @Nullable Exception cutOff;
  private volatile Progress progress = Progress.UNKNOWN;

  Errand(
      Employer employer,
      Supervisor supervisor,
      InstantSource time,
      StopSignal stop,
      WorkOrder order,
      WorkFolder.Desk desk,
      Diary diary) {
    this.employer = employer;
    this.supervisor = supervisor;
    this.time = time;
    this.stop = stop;
    this.order = order;
    this.desk = desk;
    this.diary = diary;
  }

  /// Does the job, whatever becomes of it. Called on the thread that made this.
  ///
  /// @return whether this worker was able to do such work, even if the tools did not succeed
  boolean run() throws Dismissed {
    var renewal =
        Thread.ofVirtual().name("lease-" + order.lease().job().value()).start(this::renewing);
    boolean isAble = true;
    try {
      diary.say("begins job " + name());
      work();
    } catch (Lost e) {
      diary.say("drops job " + name() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      giveBack(employer, order, diary, "the worker stops", false);
    } catch (IOException e) {
      isAble = false;
      var words = Trouble.isFullDisk(e) ? "its disk is full" : Trouble.inWords(e);
      giveBack(employer, order, diary, words, true);
    } catch (RuntimeException e) {
      isAble = false;
      giveBack(employer, order, diary, "a fault of the program: " + e, true);
    } finally {
      renewal.interrupt();
      clear();
    }
    return isAble;
  }

  private String name() {
    return name(order);
  }

  private static String name(WorkOrder order) {
    return order.lease().job().value() + " (" + order.kind() + ")";
  }

  /// The folder goes whatever happened: nobody asks for it any more.
  private void clear() {
    try {
      desk.remove();
    } catch (IOException e) {
      diary.say("cannot remove " + desk.folder() + ": " + e.getMessage());
    }
  }

  private void work() throws IOException, InterruptedException, Dismissed, Lost {
    var input = desk.input().resolve(order.input().name());
    fetch(input);
    for (var folder : order.folders()) {
      Files.createDirectories(desk.attempt().resolve(folder));
    }
    var result = runTools();
    if (result instanceof WorkResult.Done) {
      deliver();
    } else {
      patiently(() -> employer.end(order.lease(), result));
      diary.say("job " + name() + " did not go well: " + words(result));
    }
  }

  private static String words(WorkResult result) {
    return switch (result) {
      case WorkResult.Done() -> "done";
      case WorkResult.Failed(int tool, int code, _) ->
          "tool %d ended with %d".formatted(tool, code);
      case WorkResult.Stalled(var silence, _) -> "nothing moved for " + silence.toSeconds() + " s";
      case WorkResult.Overdue() -> "it took too long";
      case WorkResult.Excessive(long bytes) -> "it wrote " + bytes + " bytes";
      case WorkResult.Killed _ -> "its tools were killed";
    };
  }

  private void fetch(Path input) throws IOException, InterruptedException, Dismissed, Lost {
    for (int tries = 0; tries < FETCHES_MAX; tries++) {
      patiently(() -> employer.fetch(order, input));
      if (Outputs.digest(input).equals(wanted())) {
        return;
      }
      Files.delete(input);
    }
    throw new IOException("the input does not arrive as the server has it");
  }

  private Digest wanted() throws IOException, InterruptedException, Dismissed, Lost {
    var known = new AtomicReference<>(order.input().digest());
    if (known.get() == null) {
      patiently(() -> known.set(employer.digest(order.lease())));
    }
    return Objects.requireNonNull(known.get());
  }

  /// Under the same supervisor and watchdog as on the server.
  private WorkResult runTools() throws IOException, InterruptedException, Dismissed, Lost {
    var note = new PlanNote(order.shares(), order.limits(), order.media(), order.kept());
    var leader = supervisor.start(desk.attempt(), order.tools(), order.limits());
    var watch = new Watch(supervisor, time, stop, new Watched(), desk.attempt(), leader);
    boolean ended = false;
    try {
      var outcome = watch.untilDecided(note, time.instant());
      ended = outcome instanceof Watch.Outcome.Ended;
      return result(outcome);
    } finally {
      if (ended) {
        watch.endOrphans();
      } else {
        watch.end();
      }
    }
  }

  private WorkResult result(Watch.Outcome outcome)
      throws IOException, InterruptedException, Dismissed, Lost {
    return switch (outcome) {
      case Watch.Outcome.Ended(_, int code) when code == 0 -> new WorkResult.Done();
      case Watch.Outcome.Ended(_, _) when stop.isOn() -> throw stopped();
      case Watch.Outcome.Ended(int tool, int code) -> failed(tool, code);
      case Watch.Outcome.Gone(_) when stop.isOn() -> throw stopped();
      case Watch.Outcome.Gone _ -> {
        complainOfRoom("");
        yield new WorkResult.Killed(log());
      }
      case Watch.Outcome.Stalled(var silence) -> new WorkResult.Stalled(silence, log());
      case Watch.Outcome.Overdue() -> new WorkResult.Overdue();
      case Watch.Outcome.Excessive(long bytes) -> new WorkResult.Excessive(bytes);
      case Watch.Outcome.Cancelled() -> {
        rethrow();
        throw stopped();
      }
      case Watch.Outcome.Left() -> throw stopped();
    };
  }

  private static InterruptedException stopped() {
    return new InterruptedException("the worker stops");
  }

  private WorkResult failed(int tool, int code) throws IOException {
    var log = log();
    complainOfRoom(log);
    return new WorkResult.Failed(tool, code, log);
  }

  /// What fails for want of room here is not the file's fault.
  private void complainOfRoom(String log) throws IOException {
    if (Trouble.isFullDisk(log)
        || Files.getFileStore(desk.attempt()).getUsableSpace() < WorkFolder.ROOM_BYTES_MIN) {
      throw new IOException("No space left on device");
    }
  }

  private String log() throws IOException {
    return supervisor.logTail(desk.attempt(), LOG_TAIL_BYTES);
  }

  /// Announces, sends and ends, again from the first step whatever fails: each one repeats
  /// harmlessly.
  private void deliver() throws IOException, InterruptedException, Dismissed, Lost {
    var outputs = Outputs.list(desk.attempt(), order.yields());
    diary.say(
        "sends what came of job %s: %,d files, %,d bytes"
            .formatted(name(), outputs.files().size(), outputs.bytes()));
    patiently(() -> {
      employer.announce(order.lease(), outputs);
      employer.send(order.lease(), outputs, desk.attempt());
      employer.end(order.lease(), new WorkResult.Done());
    });
    diary.say("job " + name() + " is done");
  }

  private interface Talk {
    void run() throws IOException, InterruptedException, Dismissed, Lost;
  }

  /// Until it goes well, the lease is over, or the worker stops. What fails on this machine fails
  /// at once.
  private void patiently(Talk talk) throws IOException, InterruptedException, Dismissed, Lost {
    long start = System.nanoTime();
    var pause = PAUSE_MIN;
    while (true) {
      try {
        converse(talk);
        return;
      } catch (IOException e) {
        boolean isOurs = e instanceof FileSystemException || Trouble.isFullDisk(e);
        if (isOurs || System.nanoTime() - start > AWAY_MAX.toNanos()) {
          throw e;
        }
        diary.trouble(e);
      }
      if (stop.await(pause)) {
        throw stopped();
      }
      rethrow();
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  private void converse(Talk talk) throws IOException, InterruptedException, Dismissed, Lost {
    if (stop.isOn()) {
      throw stopped();
    }
    setTalking(true);
    try {
      rethrow();
      talk.run();
    } catch (InterruptedException e) {
      rethrow();
      throw e;
    } finally {
      setTalking(false);
    }
  }

  private void setTalking(boolean talking) {
    lock.lock();
    try {
      isTalking = talking;
    } finally {
      lock.unlock();
    }
    if (!talking && (cutOff != null || stop.isOn())) {
      boolean _ = Thread.interrupted(); // it was meant for the talk, which is over
    }
  }

  /// Ends a conversation that may last, since nobody wants its end any more.
  void interrupt() {
    lock.lock();
    try {
      if (isTalking) {
        self.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void rethrow() throws Dismissed, Lost {
    switch (cutOff) {
      case Lost e -> throw e;
      case Dismissed e -> throw e;
      case null, default -> {}
    }
  }

  private void renewing() {
    try {
      while (cutOff == null) {
        Thread.sleep(Lease.RENEWAL);
        try {
          employer.renew(order.lease(), progress);
        } catch (IOException | RuntimeException e) {
          diary.trouble(e);
        }
      }
    } catch (Lost | Dismissed e) {
      cutOff = e;
      interrupt();
    } catch (InterruptedException _) {
      // the job has ended
    }
  }

  /// The server may be away; then the lease runs out by itself.
  ///
  /// @param isUnable whether it would fail here again
  static void giveBack(
      Employer employer, WorkOrder order, Diary diary, String why, boolean isUnable)
      throws Dismissed {
    diary.say("gives job " + name(order) + " back: " + why);
    boolean _ = Thread.interrupted(); // a stop is no reason not to say so
    try {
      employer.giveBack(order.lease(), why, isUnable);
    } catch (IOException e) {
      diary.trouble(e);
    } catch (Lost e) {
      diary.say("the lease of job " + name(order) + " was over already");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Watched implements Watch.Watched {
    @Override
    public String name() {
      return "job " + Errand.this.name();
    }

    @Override
    public boolean isCancelled() {
      return cutOff != null;
    }

    @Override
    public void moved(ProcessIdentity tool, Progress reached, boolean isNews) {
      progress = reached;
    }

    @Override
    public boolean checkpoint() {
      return false;
    }
  }
}
