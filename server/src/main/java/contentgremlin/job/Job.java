package contentgremlin.job;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Work that survives a crash. A job never changes: each transition is a function that returns the
/// next job, and only a [JobStore] makes it durable. It has no clock; the caller brings `now`.
///
/// ```
/// waiting ──▶ queued ──▶ claimed ──▶ running ──▶ succeeded
///               ▲ ▲         │           │
///               │ └─────────┴───────────┤ (again, later)
///               └── retry ── failed ◀───┘     parked, cancelled
/// ```
///
/// @param output where its result goes, relative to `content/`; the empty string before the first
///   attempt, and for work that leaves no files
/// @param machine whose runner makes or made the last attempt; the empty string before the first
/// @param attempt the number of the present or last attempt, from 1; names its folder
/// @param failures attempts that failed by themselves; interrupted ones don't count
public record Job(
    JobId id,
    String kind,
    @Nullable ItemId item,
    @Nullable AccountId owner,
    Lane lane,
    int stage,
    boolean blocking,
    Priority priority,
    Map<String, String> input,
    String output,
    String machine,
    int attempt,
    int failures,
    State state,
    Instant created) {

  /// The machine that the server itself runs on.
  public static final String MACHINE_LOCAL = "local";

  /// How often an attempt may be ended from outside before that counts against the job.
  private static final int UNCOUNTED_MAX = 50;

  public sealed interface State {
    /// For the earlier stages of its item.
    record Waiting() implements State {}

    /// For a place in its lane, and not to be started before `notBefore`.
    ///
    /// @param reason what the attempt before ended with, or the empty string
    record Queued(Instant notBefore, String reason) implements State {}

    /// Ours to start. Stored before anything is spawned, so that two runners never start one job.
    ///
    /// @param runner names the run of the server that claimed it
    record Claimed(String runner, Instant leaseUntil) implements State {}

    /// Done by a process that may outlive us; restarts and upgrades adopt it again.
    record Running(
        String runner, Instant leaseUntil, @Nullable ProcessIdentity process, Instant started)
        implements State {}

    record Succeeded(Instant at) implements State {}

    record Failed(String reason, Instant at) implements State {}

    /// Its handler is missing; goes on when it is back.
    record Parked(String reason) implements State {}

    record Cancelled(Instant at) implements State {}

    default boolean isOpen() {
      return switch (this) {
        case Waiting _, Queued _, Claimed _, Running _, Parked _ -> true;
        case Succeeded _, Failed _, Cancelled _ -> false;
      };
    }

    default String word() {
      return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
  }

  public Job {
    input = Map.copyOf(input);
  }

  public boolean isOpen() {
    return state.isOpen();
  }

  /// Takes the job for `runner`; counts a new attempt.
  public Job claim(String runner, Instant leaseUntil) {
    return becoming(attempt + 1, failures, new State.Claimed(runner, leaseUntil));
  }

  /// Says where the work is done and where its result goes: a part of the intent that a claim
  /// stores.
  public Job placed(String newMachine, String newOutput) {
    return new Job(
        id,
        kind,
        item,
        owner,
        lane,
        stage,
        blocking,
        priority,
        input,
        newOutput,
        newMachine,
        attempt,
        failures,
        state,
        created);
  }

  /// @param process null when the work is done inside the server
  public Job start(@Nullable ProcessIdentity process, Instant now) {
    if (!(state instanceof State.Claimed(var runner, var leaseUntil))) {
      throw new IllegalStateException("%s is not claimed, so it can't start".formatted(this));
    }
    return becoming(attempt, failures, new State.Running(runner, leaseUntil, process, now));
  }

  /// A later run of the server goes on with a process that outlived the one before.
  public Job adopt(String runner, Instant leaseUntil) {
    if (!(state instanceof State.Running(_, _, var process, var started))) {
      throw new IllegalStateException("%s is not running, so it can't be adopted".formatted(this));
    }
    return becoming(attempt, failures, new State.Running(runner, leaseUntil, process, started));
  }

  /// Another process goes on with it.
  public Job proceed(ProcessIdentity process) {
    if (!(state instanceof State.Running(var runner, var leaseUntil, _, var started))) {
      throw new IllegalStateException("%s is not running, so it can't go on".formatted(this));
    }
    return becoming(attempt, failures, new State.Running(runner, leaseUntil, process, started));
  }

  /// Decides what an attempt's ending means: done, once more later, or given up.
  public Job settle(Ending ending, RetryPolicy retry, Instant now) {
    return switch (ending) {
      case Ending.Done() -> becoming(attempt, failures, new State.Succeeded(now));
      case Ending.Failed(var reason) -> againOrFailed(reason, retry, now);
      case Ending.Stalled(var silence) ->
          againOrFailed("nothing moved for " + silence.toSeconds() + " s", retry, now);
      case Ending.Hopeless(var reason) ->
          becoming(attempt, failures + 1, new State.Failed(reason, now));
      case Ending.Unanswered(var reason) ->
          becoming(attempt, failures + 1, new State.Failed(reason, now));
      case Ending.Interrupted(var reason) ->
          isUncountedTooOften()
              ? againOrFailed(reason, retry, now)
              : becoming(attempt, failures, new State.Queued(now, reason));
      case Ending.NoHandler() ->
          becoming(attempt, failures, new State.Parked("nothing here can do “" + kind + "”"));
    };
  }

  /// Puts an attempt back that could not be made or concluded for want of something that is
  /// nobody's fault, like room on the disk. Not counted, but not for ever either: after many of
  /// them it ends like a failure.
  public Job postpone(String reason, RetryPolicy retry, Instant now) {
    if (isUncountedTooOften()) {
      return againOrFailed(reason, retry, now);
    }
    var pause = retry.delayAfter(attempt - failures);
    return becoming(attempt, failures, new State.Queued(now.plus(pause), reason));
  }

  /// What takes the server down with it each time must come to an end as well.
  private boolean isUncountedTooOften() {
    return attempt - failures > UNCOUNTED_MAX;
  }

  private Job againOrFailed(String reason, RetryPolicy retry, Instant now) {
    int failed = failures + 1;
    if (retry.allowsAnother(failed)) {
      Duration delay = retry.delayAfter(failed);
      return becoming(attempt, failed, new State.Queued(now.plus(delay), reason));
    }
    return becoming(attempt, failed, new State.Failed(reason, now));
  }

  /// A person wants it tried again; it gets all its attempts back.
  public Job retry(Instant now) {
    return becoming(attempt, 0, new State.Queued(now, ""));
  }

  public Job cancel(Instant now) {
    return becoming(attempt, failures, new State.Cancelled(now));
  }

  /// The stages before it are closed, or its handler is back.
  public Job release(Instant now) {
    return becoming(attempt, failures, new State.Queued(now, ""));
  }

  public Job demanded(long demand) {
    return new Job(
        id,
        kind,
        item,
        owner,
        lane,
        stage,
        blocking,
        new Priority(priority.urgency(), demand),
        input,
        output,
        machine,
        attempt,
        failures,
        state,
        created);
  }

  private Job becoming(int nextAttempt, int nextFailures, State next) {
    if (!new Step(state, next).isAllowed()) {
      throw new IllegalStateException("%s cannot become %s".formatted(this, next));
    }
    return new Job(
        id,
        kind,
        item,
        owner,
        lane,
        stage,
        blocking,
        priority,
        input,
        output,
        machine,
        nextAttempt,
        nextFailures,
        next,
        created);
  }

  /// The whole life of a job. What is not listed does not happen.
  private record Step(State from, State to) {
    boolean isAllowed() {
      return switch (this) {
        case Step(State.Waiting _, State.Queued _) -> true;
        case Step(State.Parked _, State.Queued _) -> true;
        case Step(State.Queued _, State.Claimed _) -> true;
        case Step(State.Claimed _, State.Running _) -> true;
        case Step(State.Running _, State.Running _) -> true;
        case Step(State.Claimed _, State.Queued _), Step(State.Running _, State.Queued _) -> true;
        case Step(State.Claimed _, State.Failed _), Step(State.Running _, State.Failed _) -> true;
        case Step(State.Claimed _, State.Parked _) -> true;
        case Step(State.Running _, State.Succeeded _) -> true;
        case Step(State.Failed _, State.Queued _), Step(State.Cancelled _, State.Queued _) -> true;
        case Step(State from, State.Cancelled _) -> from.isOpen();
        case Step _ -> false;
      };
    }
  }
}
