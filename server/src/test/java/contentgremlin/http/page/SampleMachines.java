package contentgremlin.http.page;

import contentgremlin.machine.Ability;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import contentgremlin.machine.Machine.State;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineStore;
import contentgremlin.machine.Run;
import contentgremlin.machine.Wish;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Machines in every state that a page has to show.
record SampleMachines(Database database, Instant now) {
  private static final MachineId LOCAL = MachineId.local("");

  void fill() {
    database.write(tables -> {
      var machines = tables.machines();
      local(machines);
      guest(machines, "web", State.RUNNING, true);
      guest(machines, "a machine with a very long name that nobody would give it", State.OFF, true);
      guest(machines, "mail", State.SUSPENDED, true);
      guest(machines, "build", State.RUNNING, true);
      guest(machines, "windows", State.OFF, false);
      guest(machines, "old", State.GONE, false);
      machines.put(machine("worker:web", Machine.Kind.WORKER, "web", State.RUNNING, id("web")));
      machines.put(machine("worker:attic", Machine.Kind.WORKER, "attic", State.UNREACHABLE, null));
      machines.put(Run.beginning(id("web"), now.minus(Duration.ofMinutes(40))));
      machines.keep(
          id("a machine with a very long name that nobody would give it"),
          new Care(
              null,
              "it does not start: it was tried 4 times; it could not be started: cannot access"
                  + " storage file '/var/lib/libvirt/images/long.qcow2': no such file or directory",
              now.plus(Duration.ofHours(3))));
      machines.keep(
          id("build"), Care.NONE.with(Wish.forWork(Wish.Target.OFF, now.minusSeconds(60))));
      return LOCAL;
    });
  }

  private static MachineId id(String name) {
    return MachineId.of("libvirt", "key-of-" + name.replace(' ', '-'));
  }

  private void local(MachineStore machines) {
    machines.put(
        machine("local", Machine.Kind.LOCAL, "attic-server", State.RUNNING, null)
            .with(
                List.of(
                    new Ability(Ability.Kind.HYPERVISOR, "libvirt", true, "its socket is there"),
                    new Ability(Ability.Kind.ENCODER, "libx264", true, "encoded 4467 bytes"),
                    new Ability(
                        Ability.Kind.ENCODER, "h264_nvenc", false, "Cannot load libcuda.so.1"))));
  }

  private void guest(MachineStore machines, String name, State state, boolean isAdopted) {
    machines.put(machine(id(name).value(), Machine.Kind.VIRTUAL, name, state, LOCAL));
    machines.adopt(id(name), isAdopted);
  }

  private Machine machine(
      String id, Machine.Kind kind, String name, State state, @Nullable MachineId host) {
    return new Machine(
        new MachineId(id),
        kind,
        kind == Machine.Kind.VIRTUAL ? "libvirt" : kind.word(),
        name,
        state,
        host,
        true,
        new Capacity(4, 8_000_000_000L, kind == Machine.Kind.LOCAL ? 500_000_000_000L : 0),
        List.of(),
        "",
        now.minus(Duration.ofMinutes(3)));
  }
}
