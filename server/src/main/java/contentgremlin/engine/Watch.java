package contentgremlin.engine;

import contentgremlin.job.Observation;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import contentgremlin.job.Supervisor;
import contentgremlin.job.Watchdog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Watches over the tools of one attempt until there is something to decide. Used by one thread.
final class Watch {
  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  /// Between two looks; an end is noticed at once.
  private static final Duration POLL = Duration.ofMillis(250);

  /// The first looks come faster: people want to see at once that it moves, and which process does.
  private static final Duration POLL_FIRST = Duration.ofMillis(40);

  private static final int FIRST_LOOKS = 5;

  /// How long tools may tidy up after TERM, and how long KILL may take at most.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// A bound for what a server that was away for long has to catch up with.
  private static final int CHECKPOINTS_MAX = 10_000;

  /// The same for a server that is to stop now.
  private static final Duration GRACE_HASTY = Duration.ofMillis(700);

  /// Nothing tells when what outlived its leader has ended.
  private static final Duration ORPHAN_POLL = Duration.ofMillis(20);

  private final Workshop shop;
  private final LiveAttempt live;
  private final StopSignal stop;
  private final JobHandler handler;
  private final JobHandler.Task task;
  private final Path folder;
  private final ProcessIdentity leader;
  private boolean couldNotKeep;
  private boolean isBlind;

  Watch(
      Workshop shop,
      LiveAttempt live,
      StopSignal stop,
      JobHandler handler,
      JobHandler.Task task,
      ProcessIdentity leader) {
    this.shop = shop;
    this.live = live;
    this.stop = stop;
    this.handler = handler;
    this.task = task;
    this.folder = task.folder();
    this.leader = leader;
  }

  sealed interface Outcome {
    record Ended(int tool, int code) implements Outcome {}

    /// @param wasAlive whether we have seen it work before
    record Gone(boolean wasAlive) implements Outcome {}

    record Stalled(Duration silence) implements Outcome {}

    record Overdue() implements Outcome {}

    record Excessive(long bytes) implements Outcome {}

    record Cancelled() implements Outcome {}

    /// The server stops.
    record Left() implements Outcome {}
  }

  /// @param started when the tools began, maybe in an earlier run of the server
  Outcome untilDecided(PlanNote note, Instant started) throws InterruptedException {
    var watchdog = Watchdog.begin(note.limits(), started, shop.time().instant());
    boolean wasAlive = false;
    for (int looks = 0; true; looks++) {
      supervisor().await(folder, leader, looks < FIRST_LOOKS ? POLL_FIRST : POLL);
      if (live.isCancelled()) {
        return new Outcome.Cancelled();
      }
      switch (look()) {
        case Observation.Ended(int tool, int code) -> {
          return new Outcome.Ended(tool, code);
        }
        case Observation.Gone() -> {
          return new Outcome.Gone(wasAlive);
        }
        case Observation.Alive alive -> {
          wasAlive = true;
          watchdog = watchdog.look(alive, shop.time().instant());
          show(alive, note.progress(alive));
          checkpoint();
        }
        case null -> watchdog = watchdog.look(null, shop.time().instant());
      }
      switch (watchdog.judge()) {
        case Watchdog.Verdict.Fine() -> {}
        case Watchdog.Verdict.Stalled(var silence) -> {
          return new Outcome.Stalled(silence);
        }
        case Watchdog.Verdict.Overdue() -> {
          return new Outcome.Overdue();
        }
        case Watchdog.Verdict.Excessive(long bytes) -> {
          return new Outcome.Excessive(bytes);
        }
      }
      if (stop.isOn()) {
        return new Outcome.Left();
      }
    }
  }

  /// Null for what can't be seen at this moment; the watchdog decides for how long.
  private @Nullable Observation look() {
    try {
      var seen = supervisor().observe(folder, leader);
      isBlind = false;
      return seen;
    } catch (IOException e) {
      // Once: there are four looks a second, and whatever keeps us from seeing may last.
      LOG.log(isBlind ? Level.DEBUG : Level.WARNING, "cannot see how " + name() + " is doing", e);
      isBlind = true;
      return null;
    }
  }

  private String name() {
    return "job %d (%s)".formatted(live.job().id().value(), live.job().kind());
  }

  private void show(Observation.Alive alive, Progress progress) {
    var before = live.progress();
    // Passes differ in length: what was reached is never taken back.
    var shown =
        progress.fraction() >= before.fraction()
            ? progress
            : new Progress(
                before.fraction(), progress.media(), progress.speed(), progress.remaining());
    live.moved(alive.process(), shown);
    if (!shown.equals(before)) {
      var job = live.job();
      shop.listener().moved(new EventStream.Message.Moved(job.id(), job.item(), job.kind(), shown));
    }
  }

  /// What was finished is kept for the next attempt, should there be one. That this fails is no
  /// reason to end the tools: then the next attempt just has more to do.
  private boolean checkpoint() {
    try {
      return handler.checkpoint(task);
    } catch (IOException e) {
      if (!couldNotKeep) {
        couldNotKeep = true; // said once: the next looks will hardly fare better
        LOG.log(Level.WARNING, "cannot keep what " + name() + " has finished so far", e);
      }
      return false;
    }
  }

  /// After the tools were cut off: keeps the rest of what they finished. Not after a reboot, since
  /// what nobody forced to the disk before may be torn.
  void keepFinished() {
    if (!leader.bootId().equals(supervisor().self().bootId())) {
      return;
    }
    for (int round = 0; round < CHECKPOINTS_MAX && checkpoint(); round++) {
      // until nothing more is to be kept
    }
  }

  /// TERM, a grace, KILL: after this nothing of the group runs any more.
  void end() throws InterruptedException {
    supervisor().signal(folder, leader, false);
    if (!hasEndedWithin(grace())) {
      kill();
    }
  }

  private Duration grace() {
    return stop.isHasty() ? GRACE_HASTY : GRACE;
  }

  /// Ends what outlived its wrapper, if anything did: nobody would ever tell how it ended, and
  /// nothing may write while the next attempt does. Cheap when there is nothing.
  void endOrphans() throws InterruptedException {
    if (supervisor().isGroupAlive(folder, leader)) {
      kill();
    }
  }

  private void kill() throws InterruptedException {
    supervisor().signal(folder, leader, true);
    boolean ended = hasEndedWithin(GRACE);
    if (!ended) {
      LOG.log(Level.WARNING, "{0} does not end even by KILL; its disk may hang", leader);
    }
  }

  private boolean hasEndedWithin(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (supervisor().isGroupAlive(folder, leader)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      supervisor().await(folder, leader, Duration.ofNanos(left));
      Thread.sleep(Duration.ofNanos(Math.min(left, ORPHAN_POLL.toNanos())));
    }
    return true;
  }

  private Supervisor supervisor() {
    return shop.supervisor();
  }
}
