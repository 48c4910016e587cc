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
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Watches over the tools of one attempt until there is something to decide. Used by one thread.
public final class Watch {
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

  private final Supervisor supervisor;
  private final InstantSource time;
  private final StopSignal stop;
  private final Watched watched;
  private final Path folder;
  private final ProcessIdentity leader;
  private Progress shown = Progress.UNKNOWN;
  private boolean couldNotKeep;
  private boolean isBlind;

  public Watch(
      Supervisor supervisor,
      InstantSource time,
      StopSignal stop,
      Watched watched,
      Path folder,
      ProcessIdentity leader) {
    this.supervisor = supervisor;
    this.time = time;
    this.stop = stop;
    this.watched = watched;
    this.folder = folder;
    this.leader = leader;
  }

  /// Whose tools they are.
  public interface Watched {
    /// For the log.
    String name();

    /// Whether they are to be ended.
    boolean isCancelled();

    /// @param tool that is at work now
    /// @param isNews whether they came further
    void moved(ProcessIdentity tool, Progress progress, boolean isNews);

    /// As [JobHandler#checkpoint].
    boolean checkpoint() throws IOException;
  }

  public sealed interface Outcome {
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
  public Outcome untilDecided(PlanNote note, Instant started) throws InterruptedException {
    var watchdog = Watchdog.begin(note.limits(), started, time.instant());
    boolean wasAlive = false;
    for (int looks = 0; true; looks++) {
      supervisor.await(folder, leader, looks < FIRST_LOOKS ? POLL_FIRST : POLL);
      if (watched.isCancelled()) {
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
          watchdog = watchdog.look(alive, time.instant());
          show(alive, note.progress(alive));
          checkpoint();
        }
        case null -> watchdog = watchdog.look(null, time.instant());
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
      var seen = supervisor.observe(folder, leader);
      isBlind = false;
      return seen;
    } catch (IOException e) {
      // Once: there are four looks a second, and whatever keeps us from seeing may last.
      LOG.log(
          isBlind ? Level.DEBUG : Level.WARNING,
          "cannot see how " + watched.name() + " is doing",
          e);
      isBlind = true;
      return null;
    }
  }

  private void show(Observation.Alive alive, Progress progress) {
    var before = shown;
    // Passes differ in length: what was reached is never taken back.
    shown =
        progress.fraction() >= before.fraction()
            ? progress
            : new Progress(
                before.fraction(), progress.media(), progress.speed(), progress.remaining());
    watched.moved(alive.process(), shown, !shown.equals(before));
  }

  /// What was finished is kept for the next attempt, should there be one. That this fails is no
  /// reason to end the tools: then the next attempt just has more to do.
  private boolean checkpoint() {
    try {
      return watched.checkpoint();
    } catch (IOException e) {
      if (!couldNotKeep) {
        couldNotKeep = true; // said once: the next looks will hardly fare better
        LOG.log(Level.WARNING, "cannot keep what " + watched.name() + " has finished so far", e);
      }
      return false;
    }
  }

  /// After the tools were cut off: keeps the rest of what they finished. Not after a reboot, since
  /// what nobody forced to the disk before may be torn.
  void keepFinished() {
    if (!leader.bootId().equals(supervisor.self().bootId())) {
      return;
    }
    for (int round = 0; round < CHECKPOINTS_MAX && checkpoint(); round++) {
      // until nothing more is to be kept
    }
  }

  /// TERM, a grace, KILL: after this nothing of the group runs any more.
  public void end() throws InterruptedException {
    supervisor.signal(folder, leader, false);
    if (!hasEndedWithin(grace())) {
      kill();
    }
  }

  private Duration grace() {
    return stop.isHasty() ? GRACE_HASTY : GRACE;
  }

  /// Ends what outlived its wrapper, if anything did: nobody would ever tell how it ended, and
  /// nothing may write while the next attempt does. Cheap when there is nothing.
  public void endOrphans() throws InterruptedException {
    if (supervisor.isGroupAlive(folder, leader)) {
      kill();
    }
  }

  private void kill() throws InterruptedException {
    supervisor.signal(folder, leader, true);
    boolean ended = hasEndedWithin(GRACE);
    if (!ended) {
      LOG.log(Level.WARNING, "{0} does not end even by KILL; its disk may hang", leader);
    }
  }

  private boolean hasEndedWithin(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (supervisor.isGroupAlive(folder, leader)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      supervisor.await(folder, leader, Duration.ofNanos(left));
      Thread.sleep(Duration.ofNanos(Math.min(left, ORPHAN_POLL.toNanos())));
    }
    return true;
  }
}
