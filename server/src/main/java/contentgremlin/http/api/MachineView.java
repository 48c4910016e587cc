package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A machine as clients see it.
///
/// @param kind local, virtual or worker
/// @param wanted running, off or suspended, until it is so
/// @param forWork whether it runs because work waited: then it is stopped when it is idle
/// @param problem what went wrong last; the empty string if nothing
/// @param restsUntil before then it is not started for work
/// @param processors 0 where it is not known; so also for memory and disk, which are bytes
@JsonInclude(JsonInclude.Include.NON_NULL)
record MachineView(
    String id,
    String kind,
    String provider,
    String name,
    String state,
    @Nullable String host,
    boolean adopted,
    @Nullable String wanted,
    boolean forWork,
    String problem,
    @Nullable String restsUntil,
    int processors,
    long memory,
    long disk,
    List<AbilityView> hypervisors,
    List<AbilityView> encoders,
    String lookedAt) {
  /// @param works an encoder has really encoded something
  /// @param detail what was seen, or why it does not work
  record AbilityView(String name, boolean works, String detail) {}

  static MachineView of(Machine machine, Care care, boolean isForWork) {
    var host = machine.host();
    var capacity = machine.capacity();
    var wish = care.wish();
    var rests = care.restsUntil();
    return new MachineView(
        machine.id().value(),
        machine.kind().word(),
        machine.provider(),
        machine.name(),
        machine.state().word(),
        host == null ? null : host.value(),
        machine.adopted(),
        wish == null ? null : wish.target().word(),
        isForWork,
        care.problem(),
        rests == null ? null : rests.toString(),
        capacity.processors(),
        capacity.memoryBytes(),
        capacity.diskBytes(),
        abilities(machine, Ability.Kind.HYPERVISOR),
        abilities(machine, Ability.Kind.ENCODER),
        machine.lookedAt().toString());
  }

  private static List<AbilityView> abilities(Machine machine, Ability.Kind kind) {
    return machine.abilities(kind).stream()
        .map(ability -> new AbilityView(ability.name(), ability.works(), ability.detail()))
        .toList();
  }
}
