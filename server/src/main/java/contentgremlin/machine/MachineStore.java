package contentgremlin.machine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The machines that are known.
public interface MachineStore {
  /// In the order of their ids.
  List<Machine> list(@Nullable MachineId after, int limit);

  Optional<Machine> find(MachineId id);

  /// Keeps a machine as it is now, with all its abilities.
  void put(Machine machine);

  /// What it can do of this kind, instead of what was known before.
  ///
  /// @param mark as in [Machine]
  /// @return whether there is such a machine
  boolean putAbilities(
      MachineId id, Ability.Kind kind, List<Ability> abilities, String mark, Instant now);

  /// @return whether there is such a machine
  boolean adopt(MachineId id, boolean adopted);

  /// Forgets it.
  ///
  /// @return whether there was such a machine
  boolean remove(MachineId id);
}
