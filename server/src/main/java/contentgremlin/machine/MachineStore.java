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

  /// Those of this name, in the order of their ids.
  List<Machine> named(String name, int limit);

  /// Keeps a machine as it is now, with all its abilities. Whether one is adopted that is known
  /// already only [#adopt] changes: so nobody who read it before takes that back.
  void put(Machine machine);

  /// How it stands with our doing at a machine; nothing, if there is no such machine.
  Care care(MachineId id);

  /// @return whether there is such a machine
  boolean keep(MachineId id, Care care);

  /// Those that go on, and those that ended after a moment.
  List<Run> runs(Instant after);

  /// The run of this machine that goes on.
  Optional<Run> run(MachineId id);

  /// A run is told by its machine and beginning.
  void put(Run run);

  /// Forgets runs that ended before that.
  int forgetRuns(Instant before);

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
