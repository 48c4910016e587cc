package contentgremlin.sql;

import contentgremlin.machine.Ability;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Care;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineStore;
import contentgremlin.machine.Run;
import contentgremlin.machine.Wish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlMachineStore(Session session) implements MachineStore {
  private static final String SELECT =
      """
      SELECT id, kind, provider, name, state, host, adopted, processors, memory, disk, mark,
        looked_at
      FROM machine
      """;

  private static final String PUT =
      """
      INSERT INTO machine (id, kind, provider, name, state, host, adopted, processors, memory, disk,
        mark, looked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, provider = excluded.provider,
        name = excluded.name, state = excluded.state, host = excluded.host,
        processors = excluded.processors, memory = excluded.memory, disk = excluded.disk,
        mark = excluded.mark, looked_at = excluded.looked_at
      """;

  private static final String ABILITIES =
      """
      SELECT kind, name, works, detail FROM machine_ability
      WHERE machine = ? ORDER BY machine, kind DESC, position
      """;

  private static final String ADD_ABILITY =
      """
      INSERT INTO machine_ability (machine, kind, position, name, works, detail)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (machine, kind, position) DO UPDATE SET name = excluded.name,
        works = excluded.works, detail = excluded.detail
      """;

  private static final String FORGET_ABILITIES =
      "DELETE FROM machine_ability WHERE machine = ? AND kind = ? AND position >= ?";

  private static final String MARK = "UPDATE machine SET mark = ?, looked_at = ? WHERE id = ?";

  private static final String CARE =
      """
      SELECT wanted, forced, for_work, wanted_at, tries, not_before, asked_at, problem, rests
      FROM machine WHERE id = ?
      """;

  private static final String KEEP =
      """
      UPDATE machine SET wanted = ?, forced = ?, for_work = ?, wanted_at = ?, tries = ?,
        not_before = ?, asked_at = ?, problem = ?, rests = ?
      WHERE id = ?
      """;

  private static final String RUN = "SELECT machine, began, heard, active, ended FROM machine_run ";

  private static final String PUT_RUN =
      """
      INSERT INTO machine_run (machine, began, heard, active, ended) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (machine, began) DO UPDATE SET heard = excluded.heard, active = excluded.active,
        ended = excluded.ended
      """;

  @Override
  public List<Machine> list(@Nullable MachineId after, int limit) {
    var rows =
        session.list(
            SELECT + "WHERE id > ? ORDER BY id LIMIT ?",
            SqlMachineStore::read,
            after == null ? "" : after.value(),
            limit);
    return rows.stream().map(this::whole).toList();
  }

  @Override
  public Optional<Machine> find(MachineId id) {
    return session
        .first(SELECT + "WHERE id = ?", SqlMachineStore::read, id.value())
        .map(this::whole);
  }

  @Override
  public List<Machine> named(String name, int limit) {
    var rows =
        session.list(
            SELECT + "WHERE name = ? ORDER BY name, id LIMIT ?",
            SqlMachineStore::read,
            name,
            limit);
    return rows.stream().map(this::whole).toList();
  }

  private static Machine read(ResultSet row) throws SQLException {
    var host = row.getString("host");
    return new Machine(
        new MachineId(Columns.text(row, "id")),
        Machine.Kind.of(Columns.text(row, "kind")),
        Columns.text(row, "provider"),
        Columns.text(row, "name"),
        Machine.State.of(Columns.text(row, "state")),
        host == null ? null : new MachineId(host),
        row.getInt("adopted") == 1,
        new Capacity(row.getInt("processors"), row.getLong("memory"), row.getLong("disk")),
        List.of(),
        Columns.text(row, "mark"),
        Columns.instant(row, "looked_at"));
  }

  private Machine whole(Machine machine) {
    var abilities =
        session.list(
            ABILITIES,
            row ->
                new Ability(
                    Ability.Kind.of(Columns.text(row, "kind")),
                    Columns.text(row, "name"),
                    row.getInt("works") == 1,
                    Columns.text(row, "detail")),
            machine.id().value());
    return machine.with(abilities);
  }

  @Override
  public void put(Machine machine) {
    var capacity = machine.capacity();
    var host = machine.host();
    session.update(
        PUT,
        machine.id().value(),
        machine.kind().word(),
        machine.provider(),
        machine.name(),
        machine.state().word(),
        host == null ? null : host.value(),
        machine.adopted(),
        capacity.processors(),
        capacity.memoryBytes(),
        capacity.diskBytes(),
        machine.mark(),
        machine.lookedAt());
    for (var kind : Ability.Kind.values()) {
      replace(machine.id(), kind, machine.abilities(kind));
    }
  }

  /// Two who do this at once write the same rows in the same order, so neither waits for the other
  /// for ever.
  private void replace(MachineId id, Ability.Kind kind, List<Ability> abilities) {
    for (int position = 0; position < abilities.size(); position++) {
      var ability = abilities.get(position);
      session.update(
          ADD_ABILITY,
          id.value(),
          kind.word(),
          position,
          ability.name(),
          ability.works(),
          ability.detail());
    }
    session.update(FORGET_ABILITIES, id.value(), kind.word(), abilities.size());
  }

  @Override
  public boolean putAbilities(
      MachineId id, Ability.Kind kind, List<Ability> abilities, String mark, Instant now) {
    if (session.update(MARK, mark, now, id.value()) == 0) {
      return false;
    }
    replace(id, kind, abilities);
    return true;
  }

  @Override
  public boolean adopt(MachineId id, boolean adopted) {
    return session.update("UPDATE machine SET adopted = ? WHERE id = ?", adopted, id.value()) > 0;
  }

  @Override
  public Care care(MachineId id) {
    return session.first(CARE, SqlMachineStore::readCare, id.value()).orElse(Care.NONE);
  }

  private static Care readCare(ResultSet row) throws SQLException {
    var target = row.getString("wanted");
    var wish =
        target == null
            ? null
            : new Wish(
                Wish.Target.of(target),
                row.getInt("forced") == 1,
                row.getInt("for_work") == 1,
                Columns.instant(row, "wanted_at"),
                row.getInt("tries"),
                Columns.findInstant(row, "not_before"),
                Columns.findInstant(row, "asked_at"));
    return new Care(wish, Columns.text(row, "problem"), Columns.findInstant(row, "rests"));
  }

  @Override
  public boolean keep(MachineId id, Care care) {
    var wish = care.wish();
    return session.update(
            KEEP,
            wish == null ? null : wish.target().word(),
            wish != null && wish.isForced(),
            wish != null && wish.isForWork(),
            wish == null ? null : wish.since(),
            wish == null ? 0 : wish.tries(),
            wish == null ? null : wish.notBefore(),
            wish == null ? null : wish.askedAt(),
            care.problem(),
            care.restsUntil(),
            id.value())
        > 0;
  }

  @Override
  public List<Run> runs(Instant after) {
    var runs =
        new ArrayList<>(
            session.list(RUN + "WHERE ended IS NULL ORDER BY machine", SqlMachineStore::readRun));
    runs.addAll(
        session.list(
            RUN + "WHERE ended > ? ORDER BY ended, machine, began",
            SqlMachineStore::readRun,
            after));
    return runs;
  }

  @Override
  public Optional<Run> run(MachineId id) {
    return session.first(
        RUN + "WHERE machine = ? AND ended IS NULL", SqlMachineStore::readRun, id.value());
  }

  private static Run readRun(ResultSet row) throws SQLException {
    return new Run(
        new MachineId(Columns.text(row, "machine")),
        Columns.instant(row, "began"),
        Columns.findInstant(row, "heard"),
        Columns.instant(row, "active"),
        Columns.findInstant(row, "ended"));
  }

  @Override
  public void put(Run run) {
    session.update(
        PUT_RUN, run.machine().value(), run.began(), run.heard(), run.active(), run.ended());
  }

  @Override
  public int forgetRuns(Instant before) {
    return session.update("DELETE FROM machine_run WHERE ended < ?", before);
  }

  @Override
  public boolean remove(MachineId id) {
    return session.update("DELETE FROM machine WHERE id = ?", id.value()) > 0;
  }
}
