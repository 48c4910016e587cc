package contentgremlin.engine.machine;

import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.MachineProvider.Change;
import contentgremlin.machine.Run;
import contentgremlin.machine.Wish;
import contentgremlin.machine.Wish.Target;
import contentgremlin.store.Database;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Has machines changed: the only place from where anybody is asked to. Just before, it is looked
/// up whether the machine is still adopted and still wanted so, and noted that it is tried.
/// Thread-safe.
final class Actions {
  private static final System.Logger LOG = System.getLogger(Actions.class.getName());

  /// A little longer than a provider may take.
  private static final long TOUCHED_MAX_MS = 70_000;

  private final Database database;
  private final InstantSource time;
  private final Set<MachineId> touched = new HashSet<>();

  Actions(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  record Due(Machine machine, Wish wish, MachineProvider provider, Change change) {}

  /// All at once, since each may take a minute; returns when all are through.
  void doAll(List<Due> due, Duration patience) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (var one : due) {
      threads.add(
          Thread.ofVirtual()
              .name("machine-" + one.machine().id())
              .start(() -> doOne(one, patience)));
    }
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      throw e;
    }
  }

  private void doOne(Due due, Duration patience) {
    var id = due.machine().id();
    touch(id);
    try {
      var tried = intend(due);
      if (tried.isPresent()) {
        ask(due, tried.get(), patience);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "cannot have the machine " + id + " changed; trying again", e);
    } finally {
      untouch(id);
    }
  }

  /// @return what is wanted, with this try; empty if nothing is to be done any more
  private Optional<Wish> intend(Due due) {
    var id = due.machine().id();
    return database.write(tables -> {
      var now = time.instant();
      var machine = tables.machines().find(id);
      var care = tables.machines().care(id);
      if (machine.isEmpty() || !mayChange(tables, machine.get(), care, due)) {
        return Optional.<Wish>empty();
      }
      var tried = due.wish().tried(now);
      tables.machines().keep(id, care.with(tried));
      if (tried.isForWork()
          && tried.target() == Target.RUNNING
          && tables.machines().run(id).isEmpty()) {
        tables.machines().put(Run.beginning(id, now));
      }
      return Optional.ofNullable(tables.machines().care(id).wish());
    });
  }

  private static boolean mayChange(Database.Tables tables, Machine machine, Care care, Due due) {
    boolean isToSpare = due.wish().isForWork() && due.wish().target() == Target.OFF;
    return machine.adopted()
        && machine.kind() == Machine.Kind.VIRTUAL
        && machine.state() == due.machine().state()
        && due.wish().equals(care.wish())
        && !(isToSpare && Roster.of(tables).busy().contains(machine.id()));
  }

  private void ask(Due due, Wish tried, Duration patience) throws InterruptedException {
    LOG.log(Level.INFO, "machine {0}: {1}", due.machine().id(), due.change());
    try {
      due.provider().change(due.machine().key(), due.change());
      note(due, tried, tried.accepted(due.change(), time.instant(), patience), "");
    } catch (IOException | IllegalStateException e) {
      var problem = "%s: %s".formatted(words(due.change()), e.getMessage());
      LOG.log(Level.WARNING, "machine {0}: {1}", due.machine().id(), problem);
      note(due, tried, tried, problem);
    }
  }

  private static String words(Change change) {
    return switch (change) {
      case START -> "it could not be started";
      case STOP -> "it could not be asked to shut down";
      case END -> "its power could not be taken";
      case SUSPEND -> "it could not be suspended";
      case RESUME -> "it could not be resumed";
    };
  }

  /// Unless somebody wants something else by now. Why it rests stays to be seen.
  private void note(Due due, Wish tried, Wish next, String problem) {
    var id = due.machine().id();
    database.write(tables -> {
      var care = tables.machines().care(id);
      if (tried.equals(care.wish())) {
        var shown = problem.isEmpty() && care.rests(time.instant()) ? care.problem() : problem;
        tables.machines().keep(id, new Care(next, shown, care.restsUntil()));
      }
      return care;
    });
  }

  private synchronized void touch(MachineId id) {
    touched.add(id);
  }

  private synchronized void untouch(MachineId id) {
    touched.remove(id);
    notifyAll();
  }

  /// Returns when nothing is asked for at this machine that was begun before.
  synchronized void awaitUntouched(MachineId id) {
    long end = System.nanoTime() + TOUCHED_MAX_MS * 1_000_000;
    while (touched.contains(id) && System.nanoTime() < end) {
      try {
        wait(1_000);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
