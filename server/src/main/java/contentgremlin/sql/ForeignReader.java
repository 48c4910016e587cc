package contentgremlin.sql;

import contentgremlin.arrival.OpenDatabase;
import contentgremlin.extension.Tables;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The database of another server, on SQLite or PostgreSQL, for reading alone. Of a PostgreSQL
/// server one read-only transaction sees all; of SQLite, a copy. Thread-safe.
public final class ForeignReader implements OpenDatabase {
  private static final int ROWS_MAX = 10_000;

  /// In one page; with it ends a page that has a row.
  private static final long TEXT_LENGTH_MAX = 16L << 20;

  /// So many rows come from a PostgreSQL server in one go.
  private static final int ROWS_TOGETHER = 50;

  private static final int TABLES_MAX = 10_000;

  /// One statement, which selects. Keeps mistakes away: an importer is not kept from malice.
  private static final Pattern SELECT =
      Pattern.compile("\\s*(select|with)\\b[^;]*", Pattern.CASE_INSENSITIVE);

  private final Session session;
  private final Closing closing;

  /// What is to be done besides closing the connection.
  private interface Closing {
    void close() throws IOException;
  }

  private ForeignReader(Session session, Closing closing) {
    this.session = session;
    this.closing = closing;
  }

  /// @param database a file, an address postgresql://…, or either as SQLAlchemy writes it
  /// @param scratch a folder that is ours, for a copy of a SQLite file
  public static OpenDatabase open(String database, Path scratch) throws IOException {
    try {
      var address = ForeignAddress.of(database);
      return switch (address) {
        case ForeignAddress.File(var file) -> openFile(file, scratch);
        case ForeignAddress.Server(var url) -> openServer(url);
      };
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static OpenDatabase openFile(Path file, Path scratch) throws IOException {
    var copy = ForeignCopy.of(file, scratch);
    try {
      var reader = new ForeignReader(SqliteLine.openReader(copy.file()), copy::remove);
      try {
        var _ = reader.tables();
        return reader;
      } catch (IOException e) {
        reader.close();
        throw new IOException(file + " is no database of SQLite: " + e.getMessage(), e);
      }
    } catch (SQLException e) {
      copy.remove();
      throw new IOException(file + " is no database of SQLite: " + e.getMessage(), e);
    }
  }

  private static OpenDatabase openServer(String url) throws IOException {
    var reader = new ForeignReader(PostgresAddress.of(url).session(), () -> {});
    try {
      reader.session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      return reader;
    } catch (StoreException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public synchronized Set<String> tables() throws IOException {
    var connection = session.connection();
    var found = new HashSet<String>();
    try (var rows = connection.getMetaData().getTables(null, connection.getSchema(), "%", null)) {
      while (rows.next() && found.size() < TABLES_MAX) {
        found.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
    return Set.copyOf(found);
  }

  @Override
  public synchronized Page read(Tables.Sql select) throws IOException {
    if (!SELECT.matcher(select.text()).matches()) {
      throw new IOException("this is not one SELECT: " + shown(select.text()));
    }
    try (var statement = session.connection().prepareStatement(select.text())) {
      statement.setFetchSize(ROWS_TOGETHER);
      bind(statement, select);
      try (var rows = statement.executeQuery()) {
        return page(rows);
      }
    } catch (SQLException e) {
      throw new IOException(
          "The database could not do this: " + shown(select.text()) + " (" + e.getMessage() + ")",
          e);
    }
  }

  private static void bind(PreparedStatement statement, Tables.Sql select)
      throws SQLException, IOException {
    int index = 1;
    for (var argument : select.arguments()) {
      switch (argument) {
        case String text -> statement.setString(index++, text);
        case Long number -> statement.setLong(index++, number);
        case Integer number -> statement.setInt(index++, number);
        case Boolean flag -> statement.setBoolean(index++, flag);
        default -> throw new IOException("nothing can be compared with a " + argument.getClass());
      }
    }
  }

  private static Page page(ResultSet rows) throws SQLException {
    var page = new ArrayList<Row>();
    long length = 0;
    while (rows.next()) {
      if (page.size() == ROWS_MAX || length > TEXT_LENGTH_MAX) {
        return new Page(page, false);
      }
      var row = ForeignRow.of(rows);
      length += row.length();
      page.add(row);
    }
    return new Page(page, true);
  }

  private static String shown(String sql) {
    var line = sql.strip().replaceAll("\\s+", " ");
    return line.length() > 500 ? line.substring(0, 500) + "…" : line;
  }

  private static IOException failed(SQLException e) {
    return new IOException("The database could not be read: " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() throws IOException {
    try (session) {
      closing.close();
    } catch (SQLException e) {
      throw new IOException("The other server's database could not be closed: " + e, e);
    }
  }
}
