package contentgremlin.sql;

import contentgremlin.store.SettingStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

record SqlSettingStore(Session session) implements SettingStore {
  private static final String PUT =
      """
      INSERT INTO setting (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """;

  @Override
  public Optional<String> find(String name) {
    return session.first(
        "SELECT value FROM setting WHERE name = ?", row -> Columns.text(row, "value"), name);
  }

  @Override
  public void put(String name, String value) {
    session.update(PUT, name, value);
  }

  @Override
  public void remove(String name) {
    session.update("DELETE FROM setting WHERE name = ?", name);
  }

  @Override
  public Map<String, String> all() {
    var all = new TreeMap<String, String>();
    session
        .list(
            "SELECT name, value FROM setting",
            row -> Map.entry(Columns.text(row, "name"), Columns.text(row, "value")))
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }
}
