package contentgremlin.sql;

import contentgremlin.job.ProcessIdentity;
import contentgremlin.store.Instance;
import contentgremlin.store.InstanceStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

record SqlInstanceStore(Session session) implements InstanceStore {
  private static final String FIND =
      """
      SELECT boot_id, pid, start_ticks, mode, version, schema_used, address, started
      FROM instance WHERE id = 1
      """;

  private static final String PUT =
      """
      INSERT INTO instance
        (id, boot_id, pid, start_ticks, mode, version, schema_used, address, started)
      VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        boot_id = excluded.boot_id, pid = excluded.pid, start_ticks = excluded.start_ticks,
        mode = excluded.mode, version = excluded.version, schema_used = excluded.schema_used,
        address = excluded.address, started = excluded.started
      """;

  @Override
  public Optional<Instance> current() {
    return session.first(FIND, SqlInstanceStore::read);
  }

  @Override
  public void put(Instance instance) {
    var process = instance.process();
    session.update(
        PUT,
        process.bootId(),
        process.pid(),
        process.startTicks(),
        instance.mode().name().toLowerCase(Locale.ROOT),
        instance.version(),
        instance.schema(),
        instance.address(),
        instance.started());
  }

  @Override
  public void clear() {
    session.update("DELETE FROM instance");
  }

  @Override
  public int schemaVersion() {
    return Schema.version(session);
  }

  private static Instance read(ResultSet row) throws SQLException {
    return new Instance(
        new ProcessIdentity(
            Columns.text(row, "boot_id"), row.getLong("pid"), row.getLong("start_ticks")),
        Instance.Mode.valueOf(Columns.text(row, "mode").toUpperCase(Locale.ROOT)),
        Columns.text(row, "version"),
        row.getInt("schema_used"),
        Columns.text(row, "address"),
        Columns.instant(row, "started"));
  }
}
