package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.Wish;
import contentgremlin.store.Database;
import contentgremlin.worker.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps workers among the machines: what they say of themselves, and when they were last heard of.
/// Thread-safe.
final class WorkerBook {
  private static final String PROVIDER = "worker";

  /// Whoever asks every few seconds is not written down each time.
  private static final Duration NEWS = Duration.ofSeconds(60);

  /// A worker at work or waiting for some is heard of much more often.
  private static final Duration SILENCE_MAX = Duration.ofMinutes(3);

  /// More machines than that are not looked through for silent workers.
  private static final int MACHINES_MAX = 1_000;

  /// Whoever is away for longer is a new one when it comes back.
  private static final Duration KEPT = Duration.ofDays(30);

  private final Database database;
  private final InstantSource time;

  WorkerBook(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  static MachineId id(WorkerInfo worker) {
    return MachineId.of(PROVIDER, worker.name());
  }

  /// What people call the worker that has this job.
  static String name(Job job) {
    return job.machine().replaceFirst("^" + PROVIDER + ":", "");
  }

  void heard(WorkerInfo worker) {
    var now = time.instant();
    boolean isKnown = database.read(tables -> isKnown(tables, worker, now));
    if (!isKnown) {
      database.write(tables -> {
        var host = WorkerHost.of(tables, worker.place());
        tables.machines().put(machine(worker, host, now));
        return worker;
      });
    }
  }

  /// It goes on with this job, and so is there.
  void heard(Job job) {
    var now = time.instant();
    var id = new MachineId(job.machine());
    boolean isNews = database.read(tables -> isOld(tables, id, now));
    if (isNews) {
      database.write(tables -> {
        tables
            .machines()
            .find(id)
            .ifPresent(known -> tables.machines().put(known.in(Machine.State.RUNNING, now)));
        return id;
      });
    }
  }

  private static boolean isOld(Database.Tables tables, MachineId id, Instant now) {
    return tables
        .machines()
        .find(id)
        .filter(known ->
            known.state() != Machine.State.RUNNING || known.lookedAt().plus(NEWS).isBefore(now))
        .isPresent();
  }

  private static boolean isKnown(Database.Tables tables, WorkerInfo worker, Instant now) {
    return tables
        .machines()
        .find(id(worker))
        .filter(known -> known.lookedAt().plus(NEWS).isAfter(now))
        .filter(known -> known.equals(machine(worker, known.host(), known.lookedAt())))
        .isPresent();
  }

  /// It offers itself: so it may be given work.
  private static Machine machine(WorkerInfo worker, @Nullable MachineId host, Instant now) {
    return new Machine(
        id(worker),
        Machine.Kind.WORKER,
        PROVIDER,
        worker.name(),
        Machine.State.RUNNING,
        host,
        true,
        new Capacity(worker.processors(), worker.memoryBytes(), 0),
        worker.encoders().stream()
            .map(name -> new Ability(Ability.Kind.ENCODER, name, true, ""))
            .toList(),
        "",
        now);
  }

  /// Whether the machine that it runs on is to be stopped or suspended: then it gets no more work.
  boolean isToEnd(Database.Tables tables, WorkerInfo worker) {
    var known = tables.machines().find(id(worker));
    var host = known.isEmpty() ? null : known.get().host();
    var wish = host == null ? null : tables.machines().care(host).wish();
    return wish != null && wish.target() != Wish.Target.RUNNING;
  }

  /// Those who were not heard of for long are told from the others, and forgotten after a month.
  void lookForSilent() {
    var now = time.instant();
    var machines = database.read(tables -> tables.machines().list(null, MACHINES_MAX));
    var silent = machines.stream().filter(machine -> isSilent(machine, now)).toList();
    if (!silent.isEmpty()) {
      database.write(tables -> unreachable(tables, silent, now));
    }
    var lost = machines.stream().filter(machine -> isLost(machine, now)).toList();
    if (!lost.isEmpty()) {
      database.write(tables -> forgotten(tables, lost, now));
    }
  }

  private static boolean isLost(Machine machine, Instant now) {
    return machine.kind() == Machine.Kind.WORKER && machine.lookedAt().plus(KEPT).isBefore(now);
  }

  private static int forgotten(Database.Tables tables, List<Machine> lost, Instant now) {
    for (var machine : lost) {
      tables
          .machines()
          .find(machine.id())
          .filter(found -> isLost(found, now))
          .ifPresent(found -> tables.machines().remove(found.id()));
    }
    return lost.size();
  }

  private static boolean isSilent(Machine machine, Instant now) {
    return machine.kind() == Machine.Kind.WORKER
        && machine.state() == Machine.State.RUNNING
        && machine.lookedAt().plus(SILENCE_MAX).isBefore(now);
  }

  /// The time stays that at which it was heard of.
  private static int unreachable(Database.Tables tables, List<Machine> silent, Instant now) {
    for (var machine : silent) {
      tables
          .machines()
          .find(machine.id())
          .filter(found -> isSilent(found, now))
          .ifPresent(found ->
              tables.machines().put(found.in(Machine.State.UNREACHABLE, found.lookedAt())));
    }
    return silent.size();
  }
}
