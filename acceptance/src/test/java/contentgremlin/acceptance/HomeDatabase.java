package contentgremlin.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Looks into a home's database, and changes nothing unless asked to.
final class HomeDatabase implements AutoCloseable {
  private static final int BUSY_MS = 20_000;

  private final Connection connection;

  private HomeDatabase(Connection connection) {
    this.connection = connection;
  }

  static HomeDatabase open(Path home) {
    try {
      var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("db.sqlite"));
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = " + BUSY_MS);
      }
      return new HomeDatabase(connection);
    } catch (SQLException e) {
      throw new AssertionError("can't open the database of " + home, e);
    }
  }

  /// Each row as its values in text; null is the word null.
  List<List<String>> rows(String query) {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(query)) {
      int columns = found.getMetaData().getColumnCount();
      var rows = new ArrayList<List<String>>();
      while (found.next()) {
        var row = new ArrayList<String>();
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(found.getString(column)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  /// The first column.
  List<String> column(String query) {
    return rows(query).stream().map(List::getFirst).toList();
  }

  long number(String query) {
    return Long.parseLong(rows(query).getFirst().getFirst());
  }

  int change(String command) {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(command);
    } catch (SQLException e) {
      throw new AssertionError(command, e);
    }
  }

  /// What SQLite itself finds wrong; empty if nothing.
  List<String> complaints() {
    var complaints = new ArrayList<String>();
    column("PRAGMA integrity_check").stream()
        .filter(line -> !line.equals("ok"))
        .forEach(complaints::add);
    rows("PRAGMA foreign_key_check").forEach(row -> complaints.add("foreign key: " + row));
    return complaints;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
