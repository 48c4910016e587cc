package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Limits;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Tool;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import contentgremlin.worker.WorkResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One attempt at one job, from its claim to its settlement, or from its adoption on. Runs on a
/// thread of its own; whatever goes wrong in it is this job's trouble and nobody else's.
final class Attempt implements Runnable {
  private static final System.Logger LOG = System.getLogger(Attempt.class.getName());
  private static final int LOG_TAIL_BYTES = 4_096;

  /// Statuses of tools that someone ended from outside: 128 and the signal's number.
  private static final int KILLED = 128 + 9;

  private static final int TERMINATED = 128 + 15;
  private static final int REASON_LENGTH_MAX = 1_000;

  /// In the attempt's folder from before the tools are started that check what came.
  private static final String CHECKING = "checking";

  private static final String OVERDUE = "it took longer than this kind of work ever should";
  private static final String KILLED_WORDS =
      "its process was killed; maybe there was too little memory";

  /// Between two tries to write down how it ended, while the database takes nothing.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// Below this a tool that failed may well have failed for want of room.
  private static final long ROOM_BYTES_MIN = 8 << 20;

  private final Workshop shop;
  private final Settlement settlement;
  private final StopSignal stop;
  private final LiveAttempt live;
  private final Job job;
  private final Leftovers leftovers;

  /// Over its tools, once there are any.
  private @Nullable Watch watch;

  Attempt(Workshop shop, Settlement settlement, StopSignal stop, LiveAttempt live) {
    this.shop = shop;
    this.settlement = settlement;
    this.stop = stop;
    this.live = live;
    this.job = live.job();
    this.leftovers = new Leftovers(shop.vault(), job);
  }

  @Override
  public void run() {
    try {
      work();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the row stays; the next start goes on from there
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING, "cannot keep how " + name() + " is doing; it will be looked at again", e);
    } catch (RuntimeException | Error e) {
      fault(e);
    }
  }

  private void fault(Throwable fault) {
    LOG.log(Level.ERROR, "a fault of this program while doing " + name(), fault);
    try {
      if (watch != null) {
        watch.end(); // the next attempt must not meet the tools of this one
      }
      var reason = "a fault of this program: " + fault;
      settle(new Ending.Failed(reason), null);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String name() {
    return "job %d (%s, attempt %d)".formatted(job.id().value(), job.kind(), job.attempt());
  }

  private void work() throws InterruptedException {
    var handler = shop.handlers().get(job.kind());
    var item = item();
    if (handler == null) {
      missingHandler();
    } else if (item.isEmpty()) {
      settle(new Ending.Hopeless("its item is gone"), null);
    } else if (job.state() instanceof Job.State.Running(_, _, var process, var started)) {
      var task = new JobHandler.Task(job, item.get(), leftovers.folder());
      if (process == null && Delivery.isIn(task.folder())) {
        accept(handler, task);
      } else {
        goOn(handler, task, process, started);
      }
    } else {
      begin(handler, item.get());
    }
  }

  /// Only a job that was not started can be parked; one that was goes back to the queue first.
  private void missingHandler() throws InterruptedException {
    if (job.state() instanceof Job.State.Running) {
      cutOff(new Ending.Interrupted("nothing here can do “" + job.kind() + "”"));
    } else {
      settle(new Ending.NoHandler(), null);
    }
  }

  private Optional<Item> item() {
    var id = job.item();
    return id == null ? Optional.empty() : shop.database().read(tables -> tables.items().find(id));
  }

  private void begin(JobHandler handler, Item item) throws InterruptedException {
    try {
      var task = new JobHandler.Task(job, item, folder(handler));
      switch (handler.plan(task)) {
        case JobHandler.Plan.Refuse(var ending) -> settle(ending, null);
        case JobHandler.Plan.Nothing() -> {
          if (settlement.start(job, null)) {
            conclude(handler, task);
          }
        }
        case JobHandler.Plan.Run run -> launch(handler, task, run);
      }
    } catch (UncheckedIOException e) {
      failed(Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
    } catch (IOException e) {
      failed(e);
    }
  }

  private Path folder(JobHandler handler) throws IOException {
    return handler.leavesFiles()
        ? shop.vault().createAttempt(job.id(), job.attempt())
        : shop.vault().attempt(job.id(), job.attempt());
  }

  private void launch(JobHandler handler, JobHandler.Task task, JobHandler.Plan.Run run)
      throws IOException, InterruptedException {
    var note = PlanNote.of(run, stallLimit());
    note.write(task.folder());
    var leader = shop.supervisor().start(task.folder(), run.tools(), note.limits());
    var started = watchOver(handler, task, leader);
    if (settlement.start(job, leader)) {
      leftovers.forgetEarlier();
      decide(handler, task, started, started.untilDecided(note, shop.time().instant()));
    } else {
      started.end();
      leftovers.clear();
    }
  }

  /// What an administrator has set goes before what a plan thinks; the default does not.
  private @Nullable Duration stallLimit() {
    return shop.database()
        .read(tables -> tables.settings().find(Setting.STALL_LIMIT.word()))
        .map(Duration::parse)
        .orElse(null);
  }

  /// After a restart of the server: the tools went on without us, or ended.
  private void goOn(
      JobHandler handler, JobHandler.Task task, @Nullable ProcessIdentity leader, Instant started)
      throws InterruptedException {
    if (leader == null) {
      cutOff(new Ending.Interrupted("the server stopped while it worked on this"));
      return;
    }
    try {
      var adopted = watchOver(handler, task, leader);
      decide(handler, task, adopted, adopted.untilDecided(PlanNote.read(task.folder()), started));
    } catch (IOException e) {
      failed(e);
    }
  }

  private Watch watchOver(JobHandler handler, JobHandler.Task task, ProcessIdentity leader) {
    var watched = new WatchedAttempt(shop, live, handler, task);
    var over = new Watch(shop.supervisor(), shop.time(), stop, watched, task.folder(), leader);
    watch = over;
    return over;
  }

  /// A worker has sent how its tools ended, and what came of them.
  private void accept(JobHandler handler, JobHandler.Task task) throws InterruptedException {
    live.leavePlace();
    try {
      switch (Delivery.read(task.folder())) {
        case WorkResult.Done() -> check(handler, task);
        case WorkResult.Failed(int tool, int code, _) -> explain(handler, task, null, tool, code);
        case WorkResult.Stalled(var silence, _) -> cutOff(new Ending.Stalled(silence));
        case WorkResult.Overdue() -> cutOff(new Ending.Failed(OVERDUE));
        case WorkResult.Excessive(long bytes) -> settle(new Ending.Failed(excessive(bytes)), null);
        case WorkResult.Killed _ -> cutOff(new Ending.Failed(KILLED_WORDS));
      }
    } catch (UncheckedIOException e) {
      failed(Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
    } catch (IOException e) {
      failed(e);
    }
  }

  /// The tools that were not lent look at what came back.
  private void check(JobHandler handler, JobHandler.Task task)
      throws IOException, InterruptedException {
    var tools = LentPlan.read(task.folder()).rest();
    if (tools.isEmpty()) {
      conclude(handler, task);
      return;
    }
    var note = PlanNote.read(task.folder()).afterAll();
    note.write(task.folder());
    var begun = begin(task.folder(), tools, note.limits());
    if (begun.isEmpty()) {
      cutOff(new Ending.Interrupted("the server stopped just before this was checked"));
      return;
    }
    var leader = begun.get();
    var started = watchOver(handler, task, leader);
    if (settlement.proceed(job, leader)) {
      leftovers.forgetEarlier();
      decide(handler, task, started, started.untilDecided(note, shop.time().instant()));
    } else {
      started.end();
      leftovers.clear();
    }
  }

  /// Starts the tools that check, unless an earlier server did and was gone before its row said so.
  ///
  /// @return empty if it was about to
  private Optional<ProcessIdentity> begin(Path folder, List<Tool> tools, Limits limits)
      throws IOException {
    try {
      Files.createFile(folder.resolve(CHECKING));
    } catch (FileAlreadyExistsException _) {
      return shop.supervisor().started(folder);
    }
    return Optional.of(shop.supervisor().start(folder, tools, limits));
  }

  private void decide(JobHandler handler, JobHandler.Task task, Watch watch, Watch.Outcome outcome)
      throws InterruptedException, IOException {
    switch (outcome) {
      case Watch.Outcome.Ended(_, int code) when code == 0 -> {
        watch.endOrphans();
        live.leavePlace();
        conclude(handler, task);
      }
      // Whoever stops the server may well have sent the same signal to its tools.
      case Watch.Outcome.Ended(_, _) when stop.isOn() ->
          cutOff(watch, new Ending.Interrupted("its tools ended while the server was stopped"));
      case Watch.Outcome.Ended(int tool, int code) ->
          explain(handler, task, watch, tool + LentPlan.lentIn(task.folder()), code);
      case Watch.Outcome.Gone(boolean wasAlive) -> {
        watch.endOrphans();
        gone(watch, wasAlive && !stop.isOn());
      }
      case Watch.Outcome.Stalled(var silence) -> {
        watch.end();
        cutOff(watch, new Ending.Stalled(silence));
      }
      case Watch.Outcome.Overdue() -> {
        watch.end();
        cutOff(watch, new Ending.Failed(OVERDUE));
      }
      case Watch.Outcome.Excessive(long bytes) -> {
        watch.end();
        settle(new Ending.Failed(excessive(bytes)), null);
      }
      case Watch.Outcome.Cancelled() -> {
        watch.end();
        leftovers.clear();
      }
      case Watch.Outcome.Left() -> {
        if (stop.endsTools()) {
          watch.end();
          cutOff(watch, new Ending.Interrupted("the server was stopped"));
        }
      }
    }
  }

  /// What went down with the machine is nobody's fault; what was killed under our eyes may be what
  /// takes all the memory, again and again. Where there was no room left, not even a status could
  /// be written.
  private void gone(Watch watch, boolean underOurEyes) throws InterruptedException {
    if (isRoomScarce()) {
      postpone();
    } else if (underOurEyes) {
      cutOff(watch, new Ending.Failed(KILLED_WORDS));
    } else {
      cutOff(watch, new Ending.Interrupted("its process is gone"));
    }
  }

  private void conclude(JobHandler handler, JobHandler.Task task) throws InterruptedException {
    try {
      var result = handler.conclude(task);
      if (!(result.ending() instanceof Ending.Done) && isRoomScarce()) {
        postpone();
      } else if (settle(result.ending(), result.effect()) == Stored.DONE) {
        handler.release(task);
      }
    } catch (UncheckedIOException e) {
      failed(Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
    } catch (IOException e) {
      failed(e);
    }
  }

  private static String excessive(long bytes) {
    return "it wrote %,d MB, more than this kind of work ever should".formatted(bytes / 1_000_000);
  }

  /// @param over null if the tools ran elsewhere
  private void explain(
      JobHandler handler, JobHandler.Task task, @Nullable Watch over, int tool, int code)
      throws IOException, InterruptedException {
    var log = shop.supervisor().logTail(task.folder(), LOG_TAIL_BYTES);
    var ending = handler.explain(task, tool, code, log);
    // Not even a judgement that nothing helps is worth anything if there was no room. The log tells
    // of a disk that was full of files rather than of bytes, or is not any more.
    if (isRoomScarce() || Trouble.isFullDisk(log)) {
      postpone();
      return;
    }
    boolean fromOutside = code == KILLED || code == TERMINATED;
    if (over != null && fromOutside && ending instanceof Ending.Failed) {
      cutOff(over, ending);
    } else {
      settle(ending, null);
    }
  }

  /// A full disk is nobody's fault: the job goes back and waits. Anything else may be its own.
  private void failed(IOException failure) throws InterruptedException {
    if (stop.isOn() && Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("the server stopped meanwhile");
    }
    LOG.log(Level.WARNING, "cannot go on with " + name(), failure);
    if (Trouble.isFullDisk(failure) || isRoomScarce()) {
      postpone();
    } else {
      settle(new Ending.Failed(Trouble.inWords(failure)), null);
    }
  }

  private void postpone() throws InterruptedException {
    var why = "the disk is full; free some room and this goes on by itself";
    if (store(() -> settlement.postpone(job, why)) != Stored.LEFT) {
      leftovers.prune();
    }
  }

  private boolean isRoomScarce() {
    try {
      return shop.vault().freeBytes() < ROOM_BYTES_MIN;
    } catch (IOException _) {
      return false;
    }
  }

  private enum Stored {
    /// The row says that the job is done, with all that this means.
    DONE,
    /// The row says that it is tried again.
    AGAIN,
    /// The row says something else: it was given up, or was not ours any more.
    OTHERWISE,
    /// The row is as it was: the next start judges the attempt by what lies in its folder.
    LEFT
  }

  /// Its tools were ended from outside: what they had finished stays for the next attempt.
  private void cutOff(Watch watch, Ending ending) throws InterruptedException {
    watch.keepFinished();
    cutOff(ending);
  }

  private void cutOff(Ending ending) throws InterruptedException {
    var stored = store(() -> settlement.settle(job, bounded(ending), (_, _) -> {}));
    switch (stored) {
      case AGAIN -> leftovers.pruneUnlessUsable();
      case OTHERWISE, DONE -> {
        leftovers.prune();
        leftovers.forgetEarlier();
      }
      case LEFT -> {}
    }
  }

  /// @param effect null: nothing changes besides the job
  private Stored settle(Ending ending, JobHandler.@Nullable Effect effect)
      throws InterruptedException {
    var bounded = bounded(ending);
    if (!(bounded instanceof Ending.Done)) {
      leftovers.distrust();
    }
    var stored =
        store(() -> settlement.settle(job, bounded, effect == null ? (_, _) -> {} : effect));
    if (stored == Stored.LEFT) {
      return stored;
    }
    if (bounded instanceof Ending.Done) {
      leftovers.clear();
    } else {
      leftovers.prune();
      if (!(bounded instanceof Ending.NoHandler)) {
        leftovers.forgetEarlier();
      }
    }
    return stored;
  }

  /// While the database takes nothing, the ending is kept here and offered again.
  private Stored store(Supplier<Optional<Job>> step) throws InterruptedException {
    while (true) {
      try {
        var now = step.get();
        boolean done = now.filter(it -> it.state() instanceof Job.State.Succeeded).isPresent();
        return done
            ? Stored.DONE
            : now.filter(Job::isOpen).isPresent() ? Stored.AGAIN : Stored.OTHERWISE;
      } catch (StoreException.Full e) {
        LOG.log(Level.WARNING, "no room to keep how " + name() + " ended; trying again", e);
        if (stop.await(PAUSE)) {
          return Stored.LEFT;
        }
      }
    }
  }

  private static Ending bounded(Ending ending) {
    return switch (ending) {
      case Ending.Failed(var reason) -> new Ending.Failed(bounded(reason));
      case Ending.Hopeless(var reason) -> new Ending.Hopeless(bounded(reason));
      case Ending.Unanswered(var reason) -> new Ending.Unanswered(bounded(reason));
      case Ending.Done _, Ending.Interrupted _, Ending.NoHandler _, Ending.Stalled _ -> ending;
    };
  }

  private static String bounded(String reason) {
    return reason.length() <= REASON_LENGTH_MAX
        ? reason
        : reason.substring(0, REASON_LENGTH_MAX) + "…";
  }
}
