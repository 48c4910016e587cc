package contentgremlin.sql;

import contentgremlin.store.Database;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// With as few rows as here, PostgreSQL rightly reads whole tables; so it is told to do that, and
/// to sort, only where there is no other way.
class PostgresQueryPlanTest extends QueryPlanContract {
  private static final Pattern QUESTION_MARK = Pattern.compile("\\?");

  private final String url = TestPostgres.create();

  @Override
  protected Database open() {
    return PostgresDatabase.open(url, "test", InstantSource.system());
  }

  @Override
  protected List<String> plans(Database.Work<?> work) {
    // The simple protocol lets a statement with open parameters be explained.
    var simple = url + "&preferQueryMode=simple&currentSchema=gremlin_1";
    try (var session = new Session(DriverManager.getConnection(simple), Dialect.POSTGRESQL)) {
      session.connection().setAutoCommit(false);
      for (var way : List.of("seqscan", "bitmapscan", "sort", "incremental_sort", "hashjoin")) {
        session.execute("SET LOCAL enable_" + way + " = off");
      }
      work.in(new SqlTables(session));
      var steps = new ArrayList<String>();
      for (var sql : session.statements()) {
        steps.addAll(explain(session, sql));
      }
      session.connection().rollback();
      return steps;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As for a statement that is prepared and used with any arguments.
  private static List<String> explain(Session session, String sql) throws SQLException {
    int[] number = {0};
    var numbered = QUESTION_MARK.matcher(sql).replaceAll(_ -> "\\$" + ++number[0]);
    try (var statement = session.connection().createStatement();
        var rows = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered)) {
      var steps = new ArrayList<String>();
      while (rows.next()) {
        steps.add(rows.getString(1));
      }
      return steps;
    }
  }

  @Override
  protected boolean isScan(String step) {
    return step.contains("Seq Scan");
  }

  @Override
  protected boolean isSort(String step) {
    return step.contains("Sort  (");
  }
}
