package contentgremlin.sql;

import contentgremlin.install.Hook;
import contentgremlin.install.InstallStore;
import contentgremlin.install.Need;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.install.Suggestion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlInstallStore(Session session) implements InstallStore {
  private static final String LINES =
      """
      SELECT step, hook, moment, title, outcome, detail, took FROM install_line
      WHERE node = ? ORDER BY position
      """;

  private static final String PUT_REPORT =
      """
      INSERT INTO install_report (node, cause, build, started, ended) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (node) DO UPDATE SET cause = excluded.cause, build = excluded.build,
        started = excluded.started, ended = excluded.ended
      """;

  private static final String ADD_LINE =
      """
      INSERT INTO install_line (node, position, step, hook, moment, title, outcome, detail, took)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TAKE_TURN =
      """
      INSERT INTO install_turn (id, node, holder, until) VALUES (1, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET node = excluded.node, holder = excluded.holder,
        until = excluded.until
      WHERE install_turn.holder = excluded.holder OR install_turn.until <= ?
      """;

  private static final String SUGGEST =
      """
      INSERT INTO library_suggestion (node, path, name) VALUES (?, ?, ?)
      ON CONFLICT (node, path) DO UPDATE SET name = excluded.name
      """;

  @Override
  public Optional<Report> report(String node) {
    var lines = session.list(LINES, SqlInstallStore::line, node);
    return session.first(
        "SELECT cause, build, started, ended FROM install_report WHERE node = ?",
        row ->
            new Report(
                Report.Cause.of(Columns.text(row, "cause")),
                Columns.text(row, "build"),
                Columns.instant(row, "started"),
                Columns.instant(row, "ended"),
                lines),
        node);
  }

  private static Report.Line line(ResultSet row) throws SQLException {
    @Nullable String moment = row.getString("moment");
    return new Report.Line(
        Columns.text(row, "step"),
        row.getString("hook"),
        moment == null ? null : Hook.When.of(moment),
        Columns.text(row, "title"),
        Outcome.of(Columns.text(row, "outcome"), Columns.text(row, "detail")),
        Duration.ofMillis(row.getLong("took")));
  }

  @Override
  public void putReport(String node, Report report) {
    session.update(
        PUT_REPORT, node, report.cause().word(), report.build(), report.started(), report.ended());
    session.update("DELETE FROM install_line WHERE node = ?", node);
    int position = 0;
    for (var line : report.lines()) {
      var when = line.when();
      session.update(
          ADD_LINE,
          node,
          position++,
          line.step(),
          line.hook(),
          when == null ? null : when.word(),
          line.title(),
          line.outcome().word(),
          line.outcome().detail(),
          line.took().toMillis());
    }
  }

  @Override
  public boolean has(Need need) {
    return switch (need) {
      case Need.OfTable(var table) -> hasTable(table);
      case Need.OfRow(var table, var column, var value) ->
          hasTable(table) && hasColumn(table, column) && hasRow(table, column, value);
      case Need.OfStep(var step) ->
          throw new IllegalArgumentException("a database knows nothing of the step " + step);
    };
  }

  private boolean hasTable(String table) {
    return session.exists(
        switch (session.dialect()) {
          case SQLITE -> "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
          case POSTGRESQL ->
              """
              SELECT 1 FROM information_schema.tables
              WHERE table_schema = current_schema() AND table_name = ?
              """;
        },
        table);
  }

  private boolean hasColumn(String table, String column) {
    return session.exists(
        switch (session.dialect()) {
          case SQLITE -> "SELECT 1 FROM pragma_table_info(?) WHERE name = ?";
          case POSTGRESQL ->
              """
              SELECT 1 FROM information_schema.columns
              WHERE table_schema = current_schema() AND table_name = ? AND column_name = ?
              """;
        },
        table,
        column);
  }

  /// The names were checked when the need was made: they have no sign that could end them.
  private boolean hasRow(String table, String column, @Nullable String value) {
    return value == null
        ? session.exists("SELECT 1 FROM \"" + table + "\" LIMIT 1")
        : session.exists(
            "SELECT 1 FROM \"%s\" WHERE CAST(\"%s\" AS TEXT) = ? LIMIT 1".formatted(table, column),
            value);
  }

  @Override
  public Optional<Turn> turn() {
    return session.first(
        "SELECT node, holder, until FROM install_turn WHERE id = 1",
        row ->
            new Turn(
                Columns.text(row, "node"),
                Columns.text(row, "holder"),
                Columns.instant(row, "until")));
  }

  @Override
  public boolean takeTurn(Turn turn, Instant now) {
    return session.update(TAKE_TURN, turn.node(), turn.holder(), turn.until(), now) > 0;
  }

  @Override
  public void endTurn(String holder) {
    session.update("DELETE FROM install_turn WHERE id = 1 AND holder = ?", holder);
  }

  @Override
  public List<Suggestion> suggestions(String node) {
    return session.list(
        "SELECT path, name FROM library_suggestion WHERE node = ? ORDER BY path",
        row -> new Suggestion(Columns.text(row, "name"), Columns.text(row, "path")),
        node);
  }

  @Override
  public void putSuggestions(String node, List<Suggestion> suggestions) {
    session.update("DELETE FROM library_suggestion WHERE node = ?", node);
    for (var suggestion : suggestions) {
      session.update(SUGGEST, node, suggestion.path(), suggestion.name());
    }
  }
}
