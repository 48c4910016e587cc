package contentgremlin.engine.install;

import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.store.Database;
import java.util.Collection;
import java.util.List;

/// The database answers, and has all of this program's tables. Opening it has brought it to the
/// schema; what is done here is to look whether that is so, table by table, once for each schema.
///
/// @param schema that this program needs
/// @param tables that it makes
record DatabaseStep(Database database, int schema, Collection<String> tables) implements Step {
  static final String NAME = "database";

  /// The setting that tells for which schema all tables were seen.
  private static final String SEEN = "installed-schema";

  DatabaseStep {
    tables = List.copyOf(tables);
  }

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "Database and schema";
  }

  @Override
  public Standing check() {
    return database.read(tables -> {
      int used = tables.instance().schemaVersion();
      if (used != schema) {
        return new Standing.Waiting(
            "the database has schema %d, and this program needs %d".formatted(used, schema));
      }
      var seen = tables.settings().find(SEEN);
      return seen.isPresent() && seen.get().equals(Integer.toString(schema))
          ? new Standing.Done("schema " + schema)
          : new Standing.Missing();
    });
  }

  @Override
  public String apply() {
    return database.write(stores -> {
      var lacking =
          tables.stream()
              .filter(table -> !stores.install().has(Need.table(table)))
              .sorted()
              .toList();
      if (!lacking.isEmpty()) {
        throw new IllegalArgumentException(
            "the database lacks tables: %s. Restore it from a backup, or go back with: gremlin revert"
                .formatted(String.join(", ", lacking)));
      }
      stores.settings().put(SEEN, Integer.toString(schema));
      return "schema %d, %d tables".formatted(schema, tables.size());
    });
  }
}
