package contentgremlin.engine.machine;

import contentgremlin.machine.Care;
import contentgremlin.machine.Keeper;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.MachineProvider.Change;
import contentgremlin.machine.Wish;
import contentgremlin.store.Database;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What people may ask of machines; and the thread that looks after them. Thread-safe.
public final class Machines implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Machines.class.getName());

  /// Between a sign of a change and the look at it, so that many signs make one look.
  private static final Duration COALESCE = Duration.ofMillis(200);

  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(5);
  private static final int SAME_NAME_MAX = 20;

  private final Database database;
  private final InstantSource time;
  private final Lookout lookout;
  private final Upkeep upkeep;
  private final Semaphore wakes = new Semaphore(0);
  private @Nullable Thread thread;

  /// @param host the machine that this server runs on
  /// @param providers as they are at each look
  public Machines(
      Database database,
      MachineId host,
      Supplier<List<MachineProvider>> providers,
      Work work,
      InstantSource time,
      ZoneId zone) {
    this.database = database;
    this.time = time;
    this.lookout = new Lookout(database, host, providers, this::changed, time);
    this.upkeep = new Upkeep(database, host, lookout, work, time, zone);
  }

  /// What came of what a person wants.
  public sealed interface Answer {
    record Done(Machine machine, Care care) implements Answer {}

    record Unknown() implements Answer {}

    /// @param ids of all that have this name
    record Ambiguous(List<MachineId> ids) implements Answer {}

    /// @param why in words for the person
    record Refused(String why) implements Answer {}
  }

  /// Looks after machines until [#close]; after that it can be started again.
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofPlatform().name("machines").daemon().start(this::run);
    }
  }

  private void run() {
    try {
      while (true) {
        boolean isWoken = wakes.tryAcquire(turn().toMillis(), TimeUnit.MILLISECONDS);
        if (isWoken) {
          Thread.sleep(COALESCE);
          wakes.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      // closing
    }
  }

  private Duration turn() throws InterruptedException {
    try {
      return upkeep.turn();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "cannot look after machines; trying again", e);
      return PAUSE_AFTER_TROUBLE;
    }
  }

  /// Does once what there is to do now, for tests that move the time.
  ///
  /// @return how long nothing more is to be done, unless something changes
  Duration turnOnce() throws InterruptedException {
    return upkeep.turn();
  }

  /// A provider came, went, or told of a change. Cheap, on any thread.
  public void changed() {
    upkeep.lookSoon();
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  /// Asks all providers now.
  public List<Look> bringIn() throws InterruptedException {
    var looks = lookout.all();
    changed();
    return looks;
  }

  /// Lets it be started, stopped and given work.
  ///
  /// @param name its id, or its name if no other has it
  public Answer adopt(String name) {
    Answer answer = database.write(tables -> adopted(tables, name));
    changed();
    return answer;
  }

  private static Answer adopted(Database.Tables tables, String name) {
    var found = found(tables, name);
    if (!(found instanceof Answer.Done(var machine, _))) {
      return found;
    }
    var complaint = complaint(machine);
    if (!complaint.isEmpty()) {
      return new Answer.Refused(complaint);
    }
    if (!machine.adopted()) {
      tables.machines().adopt(machine.id(), true);
      tables.machines().keep(machine.id(), Care.NONE);
    }
    return done(tables, machine.id());
  }

  /// Leaves it alone, as it is now. What it was to become is forgotten.
  public Answer release(String name) {
    Answer answer =
        database.write(tables -> {
          var found = found(tables, name);
          if (!(found instanceof Answer.Done(var machine, _))) {
            return found;
          }
          if (machine.kind() != Machine.Kind.VIRTUAL) {
            return new Answer.Refused(complaint(machine));
          }
          tables.machines().adopt(machine.id(), false);
          tables.machines().keep(machine.id(), Care.NONE);
          tables
              .machines()
              .run(machine.id())
              .ifPresent(run -> tables.machines().put(run.ended(time.instant())));
          return done(tables, machine.id());
        });
    if (answer instanceof Answer.Done(var machine, _)) {
      upkeep.awaitUntouched(machine.id());
    }
    return answer;
  }

  /// Has an adopted machine changed: that is kept, and carried out soon.
  public Answer want(String name, Change change) {
    Answer answer = database.write(tables -> wanted(tables, name, change));
    changed();
    return answer;
  }

  private Answer wanted(Database.Tables tables, String name, Change change) {
    var found = found(tables, name);
    if (!(found instanceof Answer.Done(var machine, var care))) {
      return found;
    }
    var complaint = complaint(machine, change);
    if (!complaint.isEmpty()) {
      return new Answer.Refused(complaint);
    }
    var now = time.instant();
    var wish = Wish.of(change, now);
    boolean isToRest = wish.target() != Wish.Target.RUNNING;
    tables
        .machines()
        .keep(
            machine.id(),
            new Care(again(care.wish(), wish), "", isToRest ? now.plus(Keeper.REST) : null));
    // From now on it is this person's, not ours to stop.
    tables.machines().run(machine.id()).ifPresent(run -> tables.machines().put(run.ended(now)));
    return done(tables, machine.id());
  }

  /// Who says the same twice does not give a guest more time.
  private static Wish again(@Nullable Wish before, Wish wish) {
    return before != null
            && !before.isForWork()
            && before.target() == wish.target()
            && before.isForced() == wish.isForced()
        ? before
        : wish;
  }

  private String complaint(Machine machine, Change change) {
    var complaint = complaint(machine);
    if (!complaint.isEmpty()) {
      return complaint;
    }
    if (!machine.adopted()) {
      return "“%s” is not adopted, so nothing is done to it; adopt it first."
          .formatted(machine.name());
    }
    if (lookout.provider(machine.provider()).isEmpty()) {
      return "Nobody here knows “%s” just now: the extension “%s” is not at work."
          .formatted(machine.name(), machine.provider());
    }
    return switch (machine.state()) {
      case SUSPENDED ->
          switch (change) {
            case START -> "“%s” is suspended; resume it.".formatted(machine.name());
            case STOP ->
                "“%s” is suspended, so its guest would not hear; resume it, or stop it with force."
                    .formatted(machine.name());
            case END, SUSPEND, RESUME -> "";
          };
      case OFF ->
          switch (change) {
            case SUSPEND -> "“%s” is off.".formatted(machine.name());
            case RESUME -> "“%s” is off; start it.".formatted(machine.name());
            case START, STOP, END -> "";
          };
      case RUNNING, UNREACHABLE, GONE -> "";
    };
  }

  /// Whether it can be anybody's to adopt at all.
  private static String complaint(Machine machine) {
    return switch (machine.kind()) {
      case LOCAL -> "“%s” is the machine that the server runs on.".formatted(machine.name());
      case WORKER ->
          "“%s” is a worker: it takes work by itself, and is stopped where it runs."
              .formatted(machine.name());
      case VIRTUAL ->
          machine.state() == Machine.State.GONE ? "“%s” is gone.".formatted(machine.name()) : "";
    };
  }

  /// By its id, or by a name that no other has; those that are gone count only if there is no
  /// other.
  private static Answer found(Database.Tables tables, String name) {
    if (name.isBlank()) {
      return new Answer.Unknown();
    }
    var byId =
        name.length() > MachineId.LENGTH_MAX
            ? Optional.<Machine>empty()
            : tables.machines().find(new MachineId(name));
    if (byId.isPresent()) {
      return done(tables, byId.get().id());
    }
    var named = tables.machines().named(name, SAME_NAME_MAX);
    var there = named.stream().filter(one -> one.state() != Machine.State.GONE).toList();
    var some = there.isEmpty() ? named : there;
    return switch (some.size()) {
      case 0 -> new Answer.Unknown();
      case 1 -> done(tables, some.getFirst().id());
      default -> new Answer.Ambiguous(some.stream().map(Machine::id).toList());
    };
  }

  private static Answer done(Database.Tables tables, MachineId id) {
    return tables
        .machines()
        .find(id)
        .<Answer>map(machine -> new Answer.Done(machine, tables.machines().care(id)))
        .orElseGet(Answer.Unknown::new);
  }

  /// As it is now.
  public Answer find(String name) {
    return database.read(tables -> found(tables, name));
  }

  /// Nothing is asked for any more; what is wanted stays wanted.
  @Override
  public synchronized void close() {
    var running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }
}
