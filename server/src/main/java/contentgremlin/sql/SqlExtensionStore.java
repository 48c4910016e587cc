package contentgremlin.sql;

import contentgremlin.extend.Declaration;
import contentgremlin.extend.ExtensionRow;
import contentgremlin.extend.ExtensionStore;
import contentgremlin.extend.OwnSql;
import contentgremlin.extend.Refusal;
import contentgremlin.extension.Tables.Row;
import contentgremlin.extension.Tables.Sql;
import contentgremlin.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Statements of extensions are not kept prepared: nobody knows how many there are.
record SqlExtensionStore(Session session) implements ExtensionStore {
  private static final int ROWS_MAX = 10_000;

  /// The longest that statements of an extension may hold up others in one transaction.
  private static final Duration TIME_MAX = Duration.ofSeconds(5);

  /// The same for one schema file, which may have much to move.
  private static final Duration SCHEMA_TIME_MAX = Duration.ofMinutes(1);

  private static final String SELECT =
      "SELECT id, title, version, wanted, reason, jar, schema_number, event FROM extension ";

  private static final String PUT =
      """
      INSERT INTO extension (id, title, version, wanted, reason, jar, schema_number, event)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, version = excluded.version,
        wanted = excluded.wanted, reason = excluded.reason, jar = excluded.jar,
        schema_number = excluded.schema_number, event = excluded.event
      """;

  @Override
  public Optional<ExtensionRow> find(String id) {
    return session.first(SELECT + "WHERE id = ?", SqlExtensionStore::row, id);
  }

  @Override
  public List<ExtensionRow> all() {
    return session.list(SELECT + "ORDER BY id", SqlExtensionStore::row);
  }

  private static ExtensionRow row(ResultSet row) throws SQLException {
    return new ExtensionRow(
        Columns.text(row, "id"),
        Columns.text(row, "title"),
        Columns.text(row, "version"),
        row.getInt("wanted") == 1,
        Columns.text(row, "reason"),
        Columns.text(row, "jar"),
        row.getInt("schema_number"),
        row.getLong("event"));
  }

  @Override
  public void put(ExtensionRow row) {
    session.update(
        PUT,
        row.id(),
        row.title(),
        row.version(),
        row.isWanted(),
        row.reason(),
        row.jar(),
        row.schema(),
        row.event());
  }

  @Override
  public void remove(String id) {
    session.update("DELETE FROM extension WHERE id = ?", id);
  }

  @Override
  public void apply(String id, String file) {
    var statements = Schema.statements(session.dialect().fill(file));
    statements.forEach(statement -> OwnSql.requireStep(id, session.dialect().unfilled(statement)));
    session.wrote();
    in(
        SCHEMA_TIME_MAX,
        "A step of a schema file",
        time -> {
          for (var text : statements) {
            time.next();
            try (var statement = session.connection().createStatement()) {
              statement.execute(text);
            }
          }
          return statements;
        });
  }

  @FunctionalInterface
  private interface Statements<T> {
    T run(OwnTime time) throws SQLException;
  }

  private <T> T in(Duration most, String what, Statements<T> statements) {
    try (var time = OwnTime.begin(session, most)) {
      try {
        return statements.run(time);
      } catch (SQLException e) {
        throw time.failed(what, e);
      }
    } catch (SQLException e) {
      throw new StoreException(what + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public List<String> tables(String id) {
    var names = new ArrayList<String>();
    var connection = session.connection();
    var pattern = Declaration.prefix(id).replace("_", "\\_") + "%";
    try (var tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), pattern, new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    } catch (SQLException e) {
      throw new StoreException("The tables of extensions could not be listed.", e);
    }
    // SQLite keeps the letters as they were written.
    names.removeIf(name -> !name.toLowerCase(Locale.ROOT).startsWith(Declaration.prefix(id)));
    names.sort(null);
    return names;
  }

  @Override
  public void drop(String id) {
    session.wrote();
    var left = tables(id);
    switch (session.dialect()) {
      case SQLITE -> dropInTurn(left);
      case POSTGRESQL -> left.forEach(table -> session.execute("DROP TABLE " + table + " CASCADE"));
    }
  }

  /// References are checked at the end of the transaction: until then any order will do.
  private void dropInTurn(List<String> tables) {
    session.execute("PRAGMA defer_foreign_keys = ON");
    tables.forEach(table -> session.execute("DROP TABLE " + table));
  }

  @Override
  public List<Row> read(String id, Sql select) {
    OwnSql.requireQuery(id, select.text());
    return in(
        TIME_MAX,
        "A query of an extension",
        time -> {
          time.next();
          try (var statement = prepare(select)) {
            statement.setMaxRows(ROWS_MAX);
            try (var rows = statement.executeQuery()) {
              return rows(rows);
            }
          }
        });
  }

  private static List<Row> rows(ResultSet rows) throws SQLException {
    var all = new ArrayList<Row>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      var texts = new HashMap<String, String>();
      for (int i = 1; i <= columns; i++) {
        var text = rows.getString(i);
        if (text != null) {
          texts.put(rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), text);
        }
      }
      all.add(new TextRow(texts));
    }
    return all;
  }

  private record TextRow(Map<String, String> texts) implements Row {
    @Override
    public String text(String column) {
      return texts.getOrDefault(column.toLowerCase(Locale.ROOT), "");
    }

    @Override
    public long number(String column) {
      var text = text(column);
      return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
  }

  @Override
  public List<Integer> change(String id, List<Sql> changes) {
    changes.forEach(change -> OwnSql.requireChange(id, change.text()));
    session.wrote();
    return in(
        TIME_MAX,
        "A change of an extension",
        time -> {
          var changed = new ArrayList<Integer>();
          for (var change : changes) {
            time.next();
            try (var statement = prepare(change)) {
              changed.add(statement.executeUpdate());
            }
          }
          return changed;
        });
  }

  private PreparedStatement prepare(Sql sql) throws SQLException {
    var statement = session.connection().prepareStatement(sql.text());
    try {
      for (int i = 0; i < sql.arguments().size(); i++) {
        bind(statement, i + 1, sql.arguments().get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case String text -> statement.setString(index, Texts.storable(text));
      default -> throw new Refusal("an argument can't be a " + value.getClass().getName());
    }
  }
}
