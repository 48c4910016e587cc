package contentgremlin.engine.machine;

import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.MachineProvider.Found;
import contentgremlin.machine.MachineProvider.Listing;
import contentgremlin.machine.MachineStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings what a provider tells of its machines into our rows, by the provider's own keys: a
/// machine with another name is the same one, another machine with the same name is not.
///
/// @param host on which the provider has them
public record MachineImport(MachineProvider provider, MachineId host) {
  /// More than one host runs.
  private static final int MACHINES_MAX = 10_000;

  private static final int PAGE = 200;

  /// Whether there is anything to be written.
  public boolean differs(MachineStore store, Listing listing) {
    return !changes(store, listing, Instant.EPOCH).isEmpty();
  }

  /// @return how many were written down anew
  public int into(MachineStore store, Listing listing, Instant now) {
    var changes = changes(store, listing, now);
    changes.forEach(store::put);
    return changes.size();
  }

  private List<Machine> changes(MachineStore store, Listing listing, Instant now) {
    var known = known(store);
    var changes = new ArrayList<Machine>();
    for (var found : listing.found()) {
      var id = MachineId.of(provider.id(), found.key());
      var before = Optional.ofNullable(known.remove(id));
      if (before.filter(machine -> isAs(machine, found)).isEmpty()) {
        changes.add(machine(id, found, before.orElse(null), now));
      }
    }
    if (listing.complete()) {
      known.values().stream()
          .filter(machine -> machine.state() != Machine.State.GONE)
          .forEach(machine -> changes.add(machine.in(Machine.State.GONE, now)));
    }
    return changes;
  }

  /// Those of this provider on this host.
  private Map<MachineId, Machine> known(MachineStore store) {
    var known = new HashMap<MachineId, Machine>();
    MachineId after = null;
    for (int seen = 0; seen < MACHINES_MAX; seen += PAGE) {
      var page = store.list(after, PAGE);
      page.stream()
          .filter(it -> it.provider().equals(provider.id()) && host.equals(it.host()))
          .forEach(machine -> known.put(machine.id(), machine));
      if (page.size() < PAGE) {
        break;
      }
      after = page.getLast().id();
    }
    return known;
  }

  private static boolean isAs(Machine machine, Found found) {
    return machine.name().equals(found.name())
        && machine.state() == found.state()
        && machine.capacity().equals(found.capacity());
  }

  private Machine machine(MachineId id, Found found, @Nullable Machine before, Instant now) {
    return new Machine(
        id,
        Machine.Kind.VIRTUAL,
        provider.id(),
        found.name(),
        found.state(),
        host,
        before != null && before.adopted(),
        found.capacity(),
        before == null ? List.of() : before.abilities(),
        before == null ? "" : before.mark(),
        now);
  }
}
