package contentgremlin.engine.extend;

import contentgremlin.extend.Refusal;
import contentgremlin.extension.Tables;
import contentgremlin.store.Database;
import java.util.List;

/// The tables of one extension. Its code never runs inside a transaction: it hands over statements,
/// so that nobody waits for it there. Thread-safe.
record OwnTables(String id, Database database, Guard guard) implements Tables {
  private static final int CHANGES_MAX = 1_000;

  @Override
  public List<Row> read(Sql select) {
    return guard.read(database, tables -> tables.extensions().read(id, select));
  }

  @Override
  public List<Integer> write(List<Sql> changes) {
    var all = List.copyOf(changes);
    if (all.size() > CHANGES_MAX) {
      throw new Refusal("more than %d changes at once".formatted(CHANGES_MAX));
    }
    return guard.write(database, tables -> tables.extensions().change(id, all));
  }
}
