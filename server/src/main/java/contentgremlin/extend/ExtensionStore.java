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

  /// Carries out one of the extension's schema files.
  ///
  /// @throws Refusal if it speaks of anything but its own tables
  void apply(String id, String text);

  /// The names of the tables that there are.
  List<String> tables(String id);

  /// Removes its tables with all that is in them.
  void drop(String id);

  /// @throws Refusal if it is no query of its own tables
  List<Row> read(String id, Sql select);

  /// @return how many rows were changed
  /// @throws Refusal if it changes anything but its own tables
  int change(String id, Sql change);
}
