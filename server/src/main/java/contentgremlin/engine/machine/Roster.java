package contentgremlin.engine.machine;

import contentgremlin.job.Job;
import contentgremlin.machine.Keeper.Kept;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the rows say of machines and of the workers on them, in one transaction.
///
/// @param all in the order of their ids
/// @param busy those on which a worker holds a job
/// @param heard when a worker on a machine was last heard of
record Roster(List<Machine> all, Set<MachineId> busy, Map<MachineId, Instant> heard) {
  /// What is more than that is not looked after.
  private static final int MACHINES_MAX = 10_000;

  private static final int PAGE = 200;

  static Roster of(Database.Tables tables) {
    var all = all(tables);
    var hosts = new HashMap<String, MachineId>();
    var heard = new HashMap<MachineId, Instant>();
    for (var machine : all) {
      var host = machine.host();
      if (machine.kind() == Machine.Kind.WORKER && host != null) {
        hosts.put(machine.id().value(), host);
        heard.merge(host, machine.lookedAt(), (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return new Roster(all, busy(tables, hosts), heard);
  }

  private static List<Machine> all(Database.Tables tables) {
    var all = new ArrayList<Machine>();
    MachineId after = null;
    while (all.size() < MACHINES_MAX) {
      var page = tables.machines().list(after, PAGE);
      all.addAll(page);
      if (page.size() < PAGE) {
        break;
      }
      after = page.getLast().id();
    }
    return all;
  }

  private static Set<MachineId> busy(Database.Tables tables, Map<String, MachineId> hosts) {
    var busy = new HashSet<MachineId>();
    if (!hosts.isEmpty()) {
      for (Job job : tables.jobs().started()) {
        var host = hosts.get(job.machine());
        if (host != null) {
          busy.add(host);
        }
      }
    }
    return busy;
  }

  /// Those that somebody at work knows: of these providers, on this host.
  List<Kept> kept(Database.Tables tables, MachineId host, Set<String> providers) {
    return all.stream()
        .filter(machine -> machine.kind() == Machine.Kind.VIRTUAL)
        .filter(machine -> host.equals(machine.host()) && providers.contains(machine.provider()))
        .map(machine -> kept(tables, machine))
        .filter(kept -> kept.machine().adopted() || kept.run() != null)
        .toList();
  }

  private Kept kept(Database.Tables tables, Machine machine) {
    var id = machine.id();
    return new Kept(
        machine,
        tables.machines().care(id),
        tables.machines().run(id).orElse(null),
        busy.contains(id),
        heard.get(id));
  }
}
