package contentgremlin.machine;

import contentgremlin.machine.Wish.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which adopted machines are started because work waits, and which of those that were are
/// stopped again. A function of values: whoever carries it out may die at any point, and the next
/// one decides from the rows.
public record Keeper(KeeperRules rules) {
  /// A machine has started and its worker has asked for work within that time, or something is
  /// wrong with it.
  public static final Duration SILENCE_MAX = Duration.ofMinutes(10);

  /// What did not work, and what a person has stopped, is not started for work so long.
  public static final Duration REST = Duration.ofHours(4);

  /// A worker at work is noted so often.
  public static final Duration NOTE_EVERY = Duration.ofSeconds(30);

  /// One machine of a provider that can be asked.
  ///
  /// @param run the one that goes on; null: none
  /// @param isBusy whether a worker on it is at work
  /// @param heard when a worker on it was last heard of; null: never
  public record Kept(
      Machine machine, Care care, @Nullable Run run, boolean isBusy, @Nullable Instant heard) {}

  /// @param waiting since when each job waits that a worker might do, as far as they were looked at
  /// @param runs of all machines that were going on today
  public record Situation(Instant now, List<Kept> machines, List<Instant> waiting, List<Run> runs) {
    public Situation {
      machines = List.copyOf(machines);
      waiting = List.copyOf(waiting);
      runs = List.copyOf(runs);
    }
  }

  public sealed interface Decision {
    MachineId machine();

    /// Work waits for it.
    record Start(MachineId machine) implements Decision {}

    /// As soon as its worker is not at work; until then that one gets no more.
    ///
    /// @param problem why it is not to be started again for some time; the empty string if it may
    record Stop(MachineId machine, String problem) implements Decision {}

    /// It is not ours to stop any more.
    ///
    /// @param problem as above
    record LetGo(MachineId machine, String problem) implements Decision {}

    /// A worker on it has asked for work for the first time.
    record Heard(MachineId machine, Instant at) implements Decision {}

    /// A worker on it is at work.
    record Active(MachineId machine) implements Decision {}
  }

  public List<Decision> decide(Situation it) {
    var decisions = new ArrayList<Decision>();
    boolean mayRun = mayRun(it);
    for (var kept : it.machines()) {
      var run = kept.run();
      if (run != null) {
        ofRun(kept, run, it, mayRun, decisions);
      }
    }
    if (mayRun) {
      start(it, decisions);
    }
    return decisions;
  }

  private boolean mayRun(Situation it) {
    return !rules.isQuiet(it.now())
        && (rules.quota().isZero() || used(it).compareTo(rules.quota()) < 0);
  }

  /// By all machines, today.
  private Duration used(Situation it) {
    var from = rules.today(it.now());
    return it.runs().stream()
        .map(run -> run.within(from, it.now()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void ofRun(Kept kept, Run run, Situation it, boolean mayRun, List<Decision> decisions) {
    var id = kept.machine().id();
    if (!kept.machine().adopted()) {
      decisions.add(new Decision.LetGo(id, ""));
      return;
    }
    if (kept.care().wish() != null) {
      note(kept, run, it.now(), decisions);
      return; // it starts, or stops
    }
    switch (kept.machine().state()) {
      case RUNNING -> {
        note(kept, run, it.now(), decisions);
        var why = stop(kept, run, it, mayRun);
        if (why != null) {
          decisions.add(new Decision.Stop(id, why));
        }
      }
      case SUSPENDED -> decisions.add(new Decision.LetGo(id, "")); // by somebody else
      case OFF ->
          decisions.add(new Decision.LetGo(id, "it went off by itself, or somebody stopped it"));
      case GONE -> decisions.add(new Decision.LetGo(id, "it is gone"));
      case UNREACHABLE -> {
        // nothing is known of it
      }
    }
  }

  private static void note(Kept kept, Run run, Instant now, List<Decision> decisions) {
    var id = kept.machine().id();
    var heard = kept.heard();
    if (kept.isBusy()) {
      if (run.active().equals(run.began()) || run.active().plus(NOTE_EVERY).isBefore(now)) {
        decisions.add(new Decision.Active(id));
      }
    } else if (run.heard() == null && heard != null && isAfter(heard, run.began())) {
      decisions.add(new Decision.Heard(id, heard));
    }
  }

  /// @return null if it is not to be stopped; else the problem that is the reason, or the empty
  ///   string
  private @Nullable String stop(Kept kept, Run run, Situation it, boolean mayRun) {
    if (!mayRun) {
      return "";
    }
    if (kept.isBusy()) {
      return null;
    }
    var now = it.now();
    var heard = kept.heard();
    boolean isHeard = run.heard() != null || isAfter(heard, run.began());
    if (!isHeard) {
      return run.began().plus(SILENCE_MAX).isAfter(now)
          ? null
          : "it was started, and no worker on it has asked for work within %d minutes"
              .formatted(SILENCE_MAX.toMinutes());
    }
    var since = latest(run.active(), run.heard());
    if (since.plus(rules.stopAfter()).isAfter(now)) {
      return null;
    }
    return waiting(it) == 0 ? "" : "the worker on it takes no jobs, though some wait";
  }

  private static boolean isAfter(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other);
  }

  private static Instant latest(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }

  private long waiting(Situation it) {
    return it.waiting().stream()
        .filter(since -> !since.plus(rules.startAfter()).isAfter(it.now()))
        .count();
  }

  private void start(Situation it, List<Decision> decisions) {
    long open = it.machines().stream().filter(kept -> isOurs(kept, decisions)).count();
    long coming =
        it.machines().stream()
            .filter(
                kept -> isOurs(kept, decisions) && !kept.isBusy() && !isStopping(kept, decisions))
            .count();
    long count = Math.min(waiting(it) - coming, rules.limit() - open);
    it.machines().stream()
        .filter(kept -> canStart(kept, it.now()))
        .sorted(
            Comparator.comparing((Kept kept) -> kept.heard() == null)
                .thenComparing(kept -> kept.machine().id().value()))
        .limit(Math.max(0, count))
        .forEach(kept -> decisions.add(new Decision.Start(kept.machine().id())));
  }

  private static boolean isOurs(Kept kept, List<Decision> decisions) {
    return (kept.run() != null || isStarting(kept))
        && decisions.stream()
            .noneMatch(
                one -> one instanceof Decision.LetGo(var id, _) && id.equals(kept.machine().id()));
  }

  private static boolean isStarting(Kept kept) {
    var wish = kept.care().wish();
    return wish != null && wish.isForWork() && wish.target() == Target.RUNNING;
  }

  private static boolean isStopping(Kept kept, List<Decision> decisions) {
    var wish = kept.care().wish();
    return (wish != null && wish.target() != Target.RUNNING)
        || decisions.stream()
            .anyMatch(
                one -> one instanceof Decision.Stop(var id, _) && id.equals(kept.machine().id()));
  }

  private static boolean canStart(Kept kept, Instant now) {
    var machine = kept.machine();
    return machine.adopted()
        && machine.kind() == Machine.Kind.VIRTUAL
        && machine.state() == Machine.State.OFF
        && kept.run() == null
        && kept.care().wish() == null
        && !kept.care().rests(now);
  }
}
