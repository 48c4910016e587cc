package contentgremlin.extend;

import contentgremlin.extension.Tables.Row;
import contentgremlin.extension.Tables.Sql;
import java.util.List;
import java.util.Optional;

/// What is kept of extensions, and their own tables. Used inside a transaction of
/// [contentgremlin.store.Database]; not thread-safe by itself.
public interface ExtensionStore {
  Optional<ExtensionRow> find(String id);

  /// In the order of their ids.
  List<ExtensionRow> all();

  void put(ExtensionRow row);

  void remove(String id);

  /// Carries out one of the extension's schema files, within a minute.
  ///
  /// @throws Refusal if it speaks of anything but its own tables
  /// @throws contentgremlin.store.StoreException.Unfit if it can't be done, or takes too long
  void apply(String id, String text);

  /// The names of the tables that there are.
  List<String> tables(String id);

  /// Removes its tables with all that is in them.
  void drop(String id);

  /// @throws Refusal if it is no query of its own tables
  /// @throws contentgremlin.store.StoreException.Unfit if it can't be answered, or takes too long
  List<Row> read(String id, Sql select);

  /// Changes that have their time together: a few seconds.
  ///
  /// @return how many rows each of them changed
  /// @throws Refusal if one changes anything but its own tables
  /// @throws contentgremlin.store.StoreException.Unfit if one can't be done, or they take too long
  List<Integer> change(String id, List<Sql> changes);

  default int change(String id, Sql change) {
    return change(id, List.of(change)).getFirst();
  }
}
