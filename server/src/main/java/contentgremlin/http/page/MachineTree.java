package contentgremlin.http.page;

import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts machines in the order in which they are shown: each one right after the machine that it
/// runs on.
final class MachineTree {
  private static final Comparator<Machine> ORDER =
      Comparator.comparing(Machine::kind)
          .thenComparing(machine -> machine.state() == Machine.State.GONE)
          .thenComparing(Machine::name)
          .thenComparing(machine -> machine.id().value());

  private final Map<MachineId, List<Machine>> guests = new HashMap<>();
  private final Set<MachineId> placed = new HashSet<>();
  private final List<Place> places = new ArrayList<>();

  /// @param depth how many machines it stands on
  record Place(Machine machine, int depth) {}

  private MachineTree() {}

  static List<Place> of(List<Machine> machines) {
    var tree = new MachineTree();
    var known = new HashSet<MachineId>();
    machines.forEach(machine -> known.add(machine.id()));
    var roots = new ArrayList<Machine>();
    for (var machine : machines) {
      var host = machine.host();
      if (host == null || !known.contains(host) || host.equals(machine.id())) {
        roots.add(machine);
      } else {
        tree.guests.computeIfAbsent(host, _ -> new ArrayList<>()).add(machine);
      }
    }
    roots.stream().sorted(ORDER).forEach(root -> tree.place(root, 0));
    // What stands in a circle has no root.
    machines.stream().sorted(ORDER).forEach(machine -> tree.place(machine, 0));
    return tree.places;
  }

  private void place(Machine machine, int depth) {
    if (placed.add(machine.id())) {
      places.add(new Place(machine, depth));
      guests.getOrDefault(machine.id(), List.of()).stream()
          .sorted(ORDER)
          .forEach(guest -> place(guest, depth + 1));
    }
  }
}
