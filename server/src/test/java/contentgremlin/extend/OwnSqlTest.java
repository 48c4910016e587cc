package contentgremlin.extend;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnSqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM x_one_a",
        "select a.n, b.n from x_one_a a, x_one_b AS b where a.id = b.id and a.item = ? order by 1",
        "SELECT count(*) FROM x_one_a JOIN x_one_b ON x_one_a.id = x_one_b.id GROUP BY 1",
        "WITH many AS (SELECT item, count(*) AS n FROM x_one_a GROUP BY item) SELECT item FROM many"
            + " WHERE n > 3",
        "SELECT 'FROM item; it''s' AS text FROM x_one_a WHERE id IN (SELECT id FROM x_one_b)",
        "SELECT * FROM x_one_a JOIN x_one_b ON x_one_a.id = max(x_one_b.id, 1), x_one_c, x_one_d",
        "SELECT id, n FROM x_one_a JOIN x_one_b USING (id, n), x_one_c ORDER BY id, n",
        "SELECT * FROM x_one_a NATURAL LEFT JOIN x_one_b CROSS JOIN x_one_c WHERE n IN (1, 2)",
        "SELECT max(n) FROM (SELECT n FROM x_one_a UNION SELECT n FROM x_one_b) AS both_of_them"
      })
  void queries_of_own_tables_are_let_through(String sql) {
    assertThatCode(() -> OwnSql.requireQuery("one", sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT * FROM item",
        "SELECT * FROM x_other_a",
        "SELECT * FROM x_one_",
        "SELECT * FROM x_one_a, account",
        "SELECT * FROM x_one_a, (SELECT * FROM secret) s",
        "SELECT (SELECT value FROM setting) FROM x_one_a",
        "SELECT * FROM x_one_a JOIN item ON 1 = 1",
        "SELECT * FROM x_one_a JOIN x_one_b ON 1 = 1, item",
        "SELECT * FROM x_one_a JOIN x_one_b ON 1 = 1 JOIN item ON 1 = 1",
        "SELECT * FROM x_one_a JOIN x_one_b USING (id), item",
        "SELECT * FROM x_one_a JOIN x_one_b USING (id) NATURAL JOIN item",
        "SELECT * FROM x_one_a JOIN (x_one_b JOIN item USING (id)) ON 1 = 1",
        "SELECT * FROM x_one_a AS a JOIN (SELECT id FROM item) AS b ON a.id = b.id",
        "SELECT * FROM x_one_a JOIN x_one_b ON x_one_a.n = (SELECT count(*) FROM item)",
        "SELECT * FROM item WINDOW w AS (ORDER BY 1), item AS (ORDER BY 2)",
        "SELECT * FROM \"item\"",
        "SELECT * FROM main.item",
        "SELECT * FROM x_one_a; DROP TABLE item",
        "SELECT * FROM x_one_a -- FROM x_one_a",
        "SELECT * /* */ FROM x_one_a",
        "SELECT pg_sleep(100)",
        "SELECT load_extension('x')",
        "SELECT $$x$$",
        "WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t",
        "WITH x AS (DELETE FROM x_one_a) SELECT 1",
        "SELECT * INTO x_one_b FROM x_one_a",
        "PRAGMA writable_schema = 1",
        "DELETE FROM x_one_a"
      })
  void all_other_queries_are_refused(String sql) {
    assertThatThrownBy(() -> OwnSql.requireQuery("one", sql)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO x_one_a (item, n) VALUES (?, ?)",
        "INSERT INTO x_one_a (item, n) VALUES (?, 1) ON CONFLICT (item) DO UPDATE SET n = x_one_a.n"
            + " + 1",
        "INSERT INTO x_one_a (item, n) SELECT item, 0 FROM x_one_b",
        "UPDATE x_one_a SET n = n + 1 WHERE item = ?",
        "DELETE FROM x_one_a WHERE n < ?"
      })
  void changes_of_own_tables_are_let_through(String sql) {
    assertThatCode(() -> OwnSql.requireChange("one", sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO item (id) VALUES (1)",
        "INSERT INTO x_one_a (v) SELECT value FROM setting",
        "UPDATE setting SET value = ''",
        "DELETE FROM job",
        "DELETE FROM x_one_a USING item WHERE n = 1",
        "DELETE FROM x_one_a USING x_one_b, item WHERE n = 1",
        "UPDATE x_one_a SET n = 1 FROM x_one_b, item",
        "DELETE FROM x_one_a RETURNING n",
        "DROP TABLE x_one_a",
        "SELECT 1",
        "TRUNCATE x_one_a"
      })
  void all_other_changes_are_refused(String sql) {
    assertThatThrownBy(() -> OwnSql.requireChange("one", sql)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE x_one_a (id {identity}, item {key} NOT NULL, n BIGINT NOT NULL DEFAULT 0)",
        "CREATE TABLE IF NOT EXISTS x_one_b (a {key}, b {key}, PRIMARY KEY (a, b))",
        "CREATE TABLE x_one_c (id {key} PRIMARY KEY, a BIGINT NOT NULL REFERENCES x_one_a (id) ON"
            + " DELETE CASCADE)",
        "CREATE UNIQUE INDEX x_one_i ON x_one_a (item) WHERE n > 0",
        "ALTER TABLE x_one_a ADD COLUMN more TEXT NOT NULL DEFAULT ''",
        "DROP TABLE x_one_a",
        "UPDATE x_one_a SET more = item"
      })
  void steps_on_own_tables_are_let_through(String sql) {
    assertThatCode(() -> OwnSql.requireStep("one", sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE other (id {identity})",
        "CREATE TABLE x_two_a (id {identity})",
        "CREATE TABLE x_one_a (id BIGINT)",
        "CREATE TABLE x_one_a (id {identity}, item {key} REFERENCES item (id))",
        "CREATE TABLE x_one_a AS SELECT * FROM account",
        "CREATE INDEX item_mine ON x_one_a (n)",
        "CREATE INDEX x_one_i ON item (title)",
        "CREATE TRIGGER x_one_t AFTER INSERT ON item BEGIN DELETE FROM x_one_a",
        "CREATE VIEW x_one_v AS SELECT 1",
        "CREATE TEMP TABLE x_one_a (id {identity})",
        "ALTER TABLE x_one_a RENAME TO item",
        "ALTER TABLE item ADD COLUMN mine TEXT",
        "DROP TABLE item",
        "DROP INDEX item_owner",
        "VACUUM",
        "ATTACH 'x' AS y"
      })
  void all_other_steps_are_refused(String sql) {
    assertThatThrownBy(() -> OwnSql.requireStep("one", sql)).isInstanceOf(Refusal.class);
  }
}
