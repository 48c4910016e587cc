package contentgremlin.sql;

import contentgremlin.extend.ExtensionRow;
import contentgremlin.extension.Tables.Sql;
import contentgremlin.store.Database;
import java.util.List;

/// Tables of an extension that no program here knows, with all that may make copying them hard.
final class ExtensionTables {
  static final ExtensionRow ROW = new ExtensionRow("gone", "Gone", "1.0", false, "", "", 1, 7);

  static final String SCHEMA =
      """
      CREATE TABLE x_gone_parent (
        id    {identity},
        name  {key} NOT NULL UNIQUE,
        n     BIGINT
      );
      CREATE TABLE x_gone_child (
        parent    BIGINT NOT NULL REFERENCES x_gone_parent (id) ON DELETE CASCADE,
        position  INTEGER NOT NULL CHECK (position >= 0),
        text      TEXT NOT NULL DEFAULT 'é ''quoted''',
        PRIMARY KEY (parent, position)
      );
      CREATE INDEX x_gone_text ON x_gone_child (text) WHERE position > 0;
      """;

  private static final String CONTENTS =
      """
      SELECT p.id, p.name, p.n, c.position, c.text FROM x_gone_parent p
      LEFT JOIN x_gone_child c ON c.parent = p.id ORDER BY p.id, c.position
      """;

  private ExtensionTables() {}

  static boolean fill(Database.Tables tables, int from, int to) {
    for (int i = from; i <= to; i++) {
      sql(tables, "INSERT INTO x_gone_parent (name, n) VALUES (?, ?)", "name " + i, (long) i);
      sql(
          tables,
          "INSERT INTO x_gone_child (parent, position) SELECT id, ? FROM x_gone_parent WHERE name ="
              + " ?",
          i % 7,
          "name " + i);
    }
    return true;
  }

  static boolean change(Database.Tables tables) {
    fill(tables, 201, 250);
    sql(tables, "DELETE FROM x_gone_parent WHERE n < ?", 20L);
    sql(tables, "UPDATE x_gone_parent SET n = n + 1000, name = 'changed ' || n WHERE n > ?", 190L);
    sql(tables, "UPDATE x_gone_child SET position = position + 10 WHERE position = ?", 3);
    return true;
  }

  private static void sql(Database.Tables tables, String text, Object... arguments) {
    tables.extensions().change("gone", Sql.of(text, arguments));
  }

  static List<String> contents(Database.Tables tables) {
    return tables.extensions().read("gone", Sql.of(CONTENTS)).stream()
        .map(row ->
            "%s %s %s %s %s"
                .formatted(
                    row.text("id"),
                    row.text("name"),
                    row.text("n"),
                    row.text("position"),
                    row.text("text")))
        .toList();
  }
}
