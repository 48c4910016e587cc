package contentgremlin.extend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.extension.Tables.Sql;
import contentgremlin.store.OpenDatabase;
import contentgremlin.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

public abstract class ExtensionStoreContract extends OpenDatabase {
  private static final Declaration ONE = new Declaration("one", "One", "1.0", 1, "one.One");

  private static final String SCHEMA =
      """
      -- What was counted.
      CREATE TABLE x_one_count (
        id    {identity},
        item  {key} NOT NULL UNIQUE,
        n     BIGINT NOT NULL
      );
      CREATE TABLE x_one_child (name {key} PRIMARY KEY, count BIGINT NOT NULL REFERENCES x_one_count (id));
      CREATE INDEX x_one_n ON x_one_count (n);
      """;

  private void make() {
    change(tables -> tables.extensions().apply("one", SCHEMA));
  }

  private Optional<ExtensionRow> kept() {
    return read(tables -> tables.extensions().find("one"));
  }

  private List<ExtensionRow> all() {
    return read(tables -> tables.extensions().all());
  }

  private List<String> tables(String id) {
    return read(tables -> tables.extensions().tables(id));
  }

  @Test
  void what_is_kept_of_an_extension_is_put_changed_and_removed() {
    var row = ExtensionRow.of(ONE);
    change(tables -> tables.extensions().put(row));
    var changed = row.wanted(false).schema(3).heard(77).broken("it hung", "abc");
    change(tables -> tables.extensions().put(changed));

    assertThat(kept()).contains(changed);
    assertThat(all()).containsExactly(changed);
    change(tables -> tables.extensions().remove("one"));
    assertThat(kept()).isEmpty();
  }

  @Test
  void own_tables_are_made_filled_read_and_dropped() {
    make();
    change(tables -> {
      tables
          .extensions()
          .change("one", Sql.of("INSERT INTO x_one_count (item, n) VALUES (?, ?)", "é'", 4L));
      tables
          .extensions()
          .change("one", Sql.of("INSERT INTO x_one_count (item, n) VALUES (?, ?)", "b", 5));
      tables
          .extensions()
          .change("one", Sql.of("INSERT INTO x_one_child (name, count) VALUES ('c', 1)"));
    });
    int changed =
        this.<Integer>write(tables ->
            tables
                .extensions()
                .change("one", Sql.of("UPDATE x_one_count SET n = n + 1 WHERE n > ?", 1L)));
    var rows =
        read(tables ->
            tables
                .extensions()
                .read("one", Sql.of("SELECT id, item AS Thing, n FROM x_one_count ORDER BY item")));

    assertThat(changed).isEqualTo(2);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).text("thing")).isEqualTo("b");
    assertThat(rows.get(0).number("n")).isEqualTo(6);
    assertThat(rows.get(1).text("Thing")).isEqualTo("é'");
    assertThat(rows.get(1).number("nothing")).isZero();
    assertThat(tables("one")).containsExactly("x_one_child", "x_one_count");

    change(tables -> tables.extensions().drop("one"));
    assertThat(tables("one")).isEmpty();
    make();
  }

  @Test
  void tables_with_names_in_capitals_are_its_own_too() {
    change(tables -> tables.extensions().apply("one", "CREATE TABLE X_ONE_Big (ID {identity});"));

    assertThat(tables("one")).singleElement().asString().isEqualToIgnoringCase("x_one_big");

    change(tables -> tables.extensions().drop("one"));
    assertThat(tables("one")).isEmpty();
  }

  @Test
  void a_schema_file_that_fails_leaves_nothing_of_itself() {
    var broken = SCHEMA + "\nINSERT INTO x_one_count (item, n) VALUES ('a', NULL);\n";

    assertThatThrownBy(() -> change(tables -> tables.extensions().apply("one", broken)))
        .isInstanceOf(StoreException.class);

    assertThat(tables("one")).isEmpty();
  }

  @Test
  void nobody_else_s_tables_are_touched() {
    make();
    change(tables -> tables.extensions().apply("ones", "CREATE TABLE x_ones_a (id {identity});"));

    assertThat(tables("one")).doesNotContain("x_ones_a");
    assertThatThrownBy(() -> change(tables -> tables.extensions().apply("one", "DROP TABLE item;")))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(
            () -> read(tables -> tables.extensions().read("one", Sql.of("SELECT * FROM account"))))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() ->
            change(tables -> tables.extensions().change("one", Sql.of("DELETE FROM x_ones_a"))))
        .isInstanceOf(Refusal.class);
    change(tables -> tables.extensions().drop("one"));
    assertThat(tables("ones")).containsExactly("x_ones_a");
  }

  @Test
  void a_statement_that_fails_says_why_and_spoils_nothing() {
    make();
    assertThatThrownBy(() ->
            change(tables -> {
              tables
                  .extensions()
                  .change("one", Sql.of("INSERT INTO x_one_count (item, n) VALUES ('a', 1)"));
              tables
                  .extensions()
                  .change("one", Sql.of("INSERT INTO x_one_count (item, n) VALUES ('a', 2)"));
            }))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() ->
            read(tables ->
                tables.extensions().read("one", Sql.of("SELECT nothing FROM x_one_count"))))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() ->
            change(tables ->
                tables
                    .extensions()
                    .change("one", Sql.of("INSERT INTO x_one_count (item, n) VALUES (?, 1)", 1.5))))
        .isInstanceOf(Refusal.class);

    var left =
        read(tables -> tables.extensions().read("one", Sql.of("SELECT id FROM x_one_count")));
    assertThat(left).isEmpty();
  }

  private static final String ENDLESS =
      "(SELECT count(*) FROM x_one_count a, x_one_count b, x_one_count c, x_one_count d,"
          + " x_one_count e WHERE a.n + b.n + c.n + d.n + e.n >= 0)";

  /// More rows than anybody can join five times.
  private void fill() {
    make();
    change(tables -> {
      for (int i = 0; i < 2_000; i++) {
        tables
            .extensions()
            .change("one", Sql.of("INSERT INTO x_one_count (item, n) VALUES (?, 1)", "i" + i));
      }
    });
  }

  private void isEndedSoon(ThrowingCallable work) {
    long begun = System.nanoTime();

    assertThatThrownBy(work)
        .isInstanceOf(StoreException.Unfit.class)
        .hasMessageContaining("longer than 5 seconds");

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
  }

  @Test
  void a_query_that_would_never_end_is_ended_and_others_go_on() {
    fill();
    var endless = Sql.of("SELECT item FROM x_one_count WHERE n = " + ENDLESS);

    isEndedSoon(() -> read(tables -> tables.extensions().read("one", endless)));

    assertThat(tables("one")).hasSize(2);
    change(tables -> tables.extensions().put(ExtensionRow.of(ONE)));
    assertThat(all()).hasSize(1);
  }

  @Test
  void changes_have_their_time_together_and_leave_nothing_when_it_is_over() {
    fill();
    var changes = new ArrayList<Sql>();
    changes.add(Sql.of("DELETE FROM x_one_count WHERE item = 'i7'"));
    changes.add(Sql.of("UPDATE x_one_count SET n = " + ENDLESS));

    isEndedSoon(() -> change(tables -> tables.extensions().change("one", changes)));

    change(tables -> tables.extensions().put(ExtensionRow.of(ONE)));
    assertThat(all()).hasSize(1);
    var left =
        read(tables ->
            tables.extensions().read("one", Sql.of("SELECT count(*) AS n FROM x_one_count")));
    assertThat(left.getFirst().number("n")).isEqualTo(2_000);
  }

  @Test
  void what_is_wrong_with_a_statement_is_told_from_what_is_wrong_with_the_database() {
    make();

    assertThatThrownBy(() ->
            read(tables -> tables.extensions().read("one", Sql.of("SELECT no FROM x_one_count"))))
        .isInstanceOf(StoreException.Unfit.class);
    assertThatThrownBy(() ->
            change(tables ->
                tables
                    .extensions()
                    .change("one", Sql.of("INSERT INTO x_one_child VALUES ('a', 77)"))))
        .isInstanceOf(StoreException.Unfit.class);
    assertThatThrownBy(() ->
            change(tables ->
                tables.extensions().apply("one", "CREATE TABLE x_one_count (id {identity});")))
        .isInstanceOf(StoreException.Unfit.class);
  }
}
