package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.Refusal;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Machines that an extension knows. Thread-safe.
final class ForeignMachines implements MachineProvider {
  private static final Duration PRESENCE_MAX = Duration.ofSeconds(10);
  private static final Duration LISTING_MAX = Duration.ofSeconds(30);
  private static final Duration CHANGE_MAX = Duration.ofSeconds(60);
  private static final Duration WATCH_MAX = Duration.ofSeconds(10);

  /// More than one host runs.
  private static final int MACHINES_MAX = 10_000;

  private static final int KEY_MAX = 100;

  private final Guard guard;
  private final Offer.OfMachines offered;

  ForeignMachines(Guard guard, Offer.OfMachines offered) {
    this.guard = guard;
    this.offered = offered;
  }

  @Override
  public String id() {
    return offered.id();
  }

  @Override
  public String name() {
    return Guard.line(offered.title());
  }

  @Override
  public Presence presence() throws IOException, InterruptedException {
    var absence =
        asked("say whether there are machines", PRESENCE_MAX, _ -> offered.part().absence());
    return absence.isBlank() ? new Presence.Here() : new Presence.Absent(Guard.line(absence));
  }

  @Override
  public Listing machines() throws IOException, InterruptedException {
    return asked("list machines", LISTING_MAX, _ -> listing(offered.part().machines()));
  }

  /// On the extension's thread: what makes no sense is its fault.
  private static Listing listing(contentgremlin.extension.MachineProvider.Listing told) {
    if (told.found().size() > MACHINES_MAX) {
      throw new Refusal("it lists more than %d machines".formatted(MACHINES_MAX));
    }
    var keys = new HashSet<String>();
    return new Listing(
        told.found().stream().map(one -> found(one, keys)).toList(),
        told.complete(),
        Guard.line(told.problem()));
  }

  private static Found found(
      contentgremlin.extension.MachineProvider.Found told, Set<String> keys) {
    var key = told.key();
    if (key.isBlank() || key.length() > KEY_MAX || !Guard.line(key).equals(key) || !keys.add(key)) {
      throw new Refusal("“%s” is no key of one machine alone".formatted(Guard.line(key)));
    }
    var name = Guard.line(told.name());
    var state =
        switch (told.state()) {
          case RUNNING -> Machine.State.RUNNING;
          case SUSPENDED -> Machine.State.SUSPENDED;
          case OFF -> Machine.State.OFF;
        };
    return new Found(
        key,
        name.isEmpty() ? key : name,
        state,
        new Capacity(Math.max(0, told.processors()), Math.max(0, told.memoryBytes()), 0));
  }

  @Override
  public void change(String key, Change change) throws IOException, InterruptedException {
    var wanted =
        switch (change) {
          case START -> contentgremlin.extension.MachineProvider.Change.START;
          case STOP -> contentgremlin.extension.MachineProvider.Change.STOP;
          case END -> contentgremlin.extension.MachineProvider.Change.END;
          case SUSPEND -> contentgremlin.extension.MachineProvider.Change.SUSPEND;
          case RESUME -> contentgremlin.extension.MachineProvider.Change.RESUME;
        };
    asked(
        "change a machine",
        CHANGE_MAX,
        _ -> {
          offered.part().change(key, wanted);
          return true;
        });
  }

  @Override
  public void watch(Runnable changed) throws IOException, InterruptedException {
    asked(
        "watch machines",
        WATCH_MAX,
        _ -> {
          offered.part().watch(changed);
          return true;
        });
  }

  private <T> T asked(String what, Duration limit, Guard.Work<T> work)
      throws IOException, InterruptedException {
    try {
      return guard.call(what, limit, Blame.OTHERS, work);
    } catch (Fault e) {
      if (e.isPassing()) {
        throw new IOException(e.reason(), e);
      }
      throw new IllegalStateException(e.reason(), e);
    }
  }
}
