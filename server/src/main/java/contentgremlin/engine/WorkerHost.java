package contentgremlin.engine;

import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.store.Database;
import contentgremlin.worker.WorkerInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the machine that a worker runs on among those that are known: the one that somebody named,
/// else the one whose provider knows it by the UUID of its hardware, else the only one that is
/// called as it calls itself.
final class WorkerHost {
  /// More machines than that are not looked through.
  private static final int MACHINES_MAX = 10_000;

  private static final int PAGE = 200;
  private static final int SAME_NAME_MAX = 20;

  private WorkerHost() {}

  /// @return null if there is none
  static @Nullable MachineId of(Database.Tables tables, WorkerInfo.Place place) {
    if (!place.machine().isBlank()) {
      return tables
          .machines()
          .find(new MachineId(place.machine()))
          .filter(WorkerHost::canBe)
          .map(Machine::id)
          .orElse(null);
    }
    var byHardware = place.hardware().isBlank() ? null : byKey(tables, place.hardware());
    return byHardware != null ? byHardware : byName(tables, place.host());
  }

  private static boolean canBe(Machine machine) {
    return machine.kind() != Machine.Kind.WORKER && machine.state() != Machine.State.GONE;
  }

  private static @Nullable MachineId byKey(Database.Tables tables, String key) {
    MachineId after = null;
    for (int seen = 0; seen < MACHINES_MAX; seen += PAGE) {
      var page = tables.machines().list(after, PAGE);
      var found = page.stream().filter(it -> canBe(it) && it.key().equals(key)).findFirst();
      if (found.isPresent()) {
        return found.get().id();
      }
      if (page.size() < PAGE) {
        break;
      }
      after = page.getLast().id();
    }
    return null;
  }

  private static @Nullable MachineId byName(Database.Tables tables, String name) {
    if (name.isBlank()) {
      return null;
    }
    List<Machine> named =
        tables.machines().named(name, SAME_NAME_MAX).stream().filter(WorkerHost::canBe).toList();
    return named.size() == 1 ? named.getFirst().id() : null;
  }
}
