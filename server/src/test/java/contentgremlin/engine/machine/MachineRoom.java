package contentgremlin.engine.machine;

import contentgremlin.engine.machine.Machines.Answer;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.Run;
import contentgremlin.machine.Wish;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A database, a hypervisor and whoever looks after its machines, at a time that the test moves.
final class MachineRoom implements InstantSource, AutoCloseable {
  static final MachineId HOST = MachineId.local("");

  final Database database;
  final Hypervisor hypervisor = new Hypervisor();

  /// Since when jobs wait.
  final List<Instant> waiting = new ArrayList<>();

  Machines machines;
  private Instant now = Instant.parse("2026-03-02T12:00:00Z");

  MachineRoom(Path folder) {
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", InstantSource.system());
    put(machine("local", Machine.Kind.LOCAL, "local", null));
    machines = make();
  }

  private Machines make() {
    return new Machines(
        database, HOST, () -> List.of(hypervisor), _ -> List.copyOf(waiting), this, ZoneOffset.UTC);
  }

  /// What was kept is all that the next one knows.
  void crash() {
    machines.close();
    machines = make();
  }

  private Machine machine(String id, Machine.Kind kind, String name, @Nullable MachineId host) {
    return new Machine(
        new MachineId(id),
        kind,
        kind == Machine.Kind.LOCAL ? Machine.LOCAL : "worker",
        name,
        Machine.State.RUNNING,
        host,
        true,
        Capacity.UNKNOWN,
        List.of(),
        "",
        now);
  }

  private void put(Machine machine) {
    database.write(tables -> {
      tables.machines().put(machine);
      return machine;
    });
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  synchronized void pass(Duration by) {
    now = now.plus(by);
  }

  /// Time passes, in steps, and each time it is looked after the machines.
  void live(Duration whole, Duration step) throws InterruptedException {
    for (var left = whole; left.isPositive(); left = left.minus(step)) {
      pass(step);
      machines.turnOnce();
    }
  }

  void turns(int count) throws InterruptedException {
    live(Duration.ofSeconds(2L * count), Duration.ofSeconds(2));
  }

  void set(Setting setting, String value) {
    database.write(tables -> {
      tables.settings().put(setting.word(), value);
      return value;
    });
  }

  static MachineId id(String key) {
    return MachineId.of("hyper", key);
  }

  Machine machine(String key) {
    Optional<Machine> found = database.read(tables -> tables.machines().find(id(key)));
    return found.orElseThrow();
  }

  Care care(String key) {
    return database.read(tables -> tables.machines().care(id(key)));
  }

  @Nullable Wish wish(String key) {
    return care(key).wish();
  }

  Optional<Run> run(String key) {
    return database.read(tables -> tables.machines().run(id(key)));
  }

  void adopt(String key) throws InterruptedException {
    machines.bringIn();
    if (!(machines.adopt(id(key).value()) instanceof Answer.Done)) {
      throw new AssertionError("it can't be adopted");
    }
  }

  /// A worker on this machine asks for work.
  void workerAsks(String key) {
    put(machine("worker:" + key, Machine.Kind.WORKER, key, id(key)));
  }

  /// It gets some.
  Job lend(String key) {
    return database.write(tables -> {
      var job =
          tables
              .jobs()
              .add(
                  new NewJob(
                      "test",
                      null,
                      null,
                      Lane.PROCESSOR,
                      0,
                      false,
                      Priority.of(Priority.IMPROVING),
                      Map.of()),
                  now);
      var lent = job.claim("lease", now.plusSeconds(60)).placed("worker:" + key, "");
      if (!tables.jobs().replace(job, lent, now)) {
        throw new AssertionError("it is not taken");
      }
      return lent;
    });
  }

  void done(JobId id) {
    database.write(tables -> {
      var job = tables.jobs().find(id).orElseThrow();
      return tables.jobs().replace(job, job.cancel(now), now);
    });
  }

  @Override
  public void close() {
    machines.close();
    database.close();
  }
}
