package contentgremlin.sql;

import static contentgremlin.store.DatabaseTesting.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.store.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteQueryPlanTest extends QueryPlanContract {
  @TempDir Path folder;

  @Override
  protected Database open() {
    return SqliteDatabase.open(file(), "test", InstantSource.system());
  }

  private Path file() {
    return folder.resolve("db.sqlite");
  }

  @Test
  void counts_and_the_most_used_tags_read_an_index_and_no_table() {
    for (var plans :
        List.of(
            plans(tables -> tables.items().countByState()),
            plans(tables -> tables.jobs().countByState()),
            plans(tables -> tables.items().tags(9)),
            plans(tables -> tables.files().totalSize()),
            plans(tables -> tables.files().coverage(NOON)),
            plans(tables -> tables.files().list(null, 9)))) {
      assertThat(plans)
          .isNotEmpty()
          .allSatisfy(step -> assertThat(step).containsPattern("COVERING INDEX|SEARCH"))
          .noneMatch(step -> step.contains("B-TREE"));
    }
  }

  @Override
  protected List<String> plans(Database.Work<?> work) {
    try {
      var line = SqliteLine.open(file());
      try (var session = line.begin()) {
        work.in(new SqlTables(session));
        var steps = new ArrayList<String>();
        for (var sql : session.statements()) {
          steps.addAll(session.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail")));
        }
        line.rollback();
        return steps;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// "turns" is not a table, but two rows that the statement makes itself.
  @Override
  protected boolean isScan(String step) {
    return (step.startsWith("SCAN")
            && !step.matches("SCAN (CONSTANT ROW|turns|[0-9]+-ROW VALUES CLAUSE)"))
        || step.contains("AUTOMATIC");
  }

  @Override
  protected boolean isSort(String step) {
    return step.contains("B-TREE");
  }
}
