package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Runs statements on one connection, and keeps them prepared. Used by one thread at a time.
///
/// Statements are constants or put together from constants, so there is a bounded number of them.
final class Session implements AutoCloseable {
  /// Reads the row that the cursor is on; never moves the cursor.
  @FunctionalInterface
  interface Reader<T extends @Nullable Object> {
    T read(ResultSet row) throws SQLException;
  }

  /// How many rows one statement adds: few different numbers, since each is a statement to keep.
  private static final int[] ROWS_TOGETHER = {32, 8, 2, 1};

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, Map<Integer, String>> manyRows = new HashMap<>();
  private long writes;

  Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  Connection connection() {
    return connection;
  }

  /// How many statements changed, or tried to change, something so far.
  long writes() {
    return writes;
  }

  /// Tells of a statement that somebody else runs on the connection.
  void wrote() {
    writes++;
  }

  /// The statements that were run so far, for those who ask for their plans.
  List<String> statements() {
    return List.copyOf(prepared.keySet());
  }

  /// @return how many rows were changed
  int update(String sql, @Nullable Object... arguments) {
    writes++;
    try {
      return bind(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /// Adds rows, many with one statement.
  ///
  /// @param insert "INSERT INTO table (column, …) VALUES "
  /// @param row "(?, ?)", with a place for each of its arguments
  /// @param tail what follows the rows, or the empty string
  void insert(String insert, String row, String tail, List<@Nullable Object[]> rows) {
    int from = 0;
    for (int size : ROWS_TOGETHER) {
      for (; rows.size() - from >= size; from += size) {
        var arguments = new ArrayList<@Nullable Object>();
        rows.subList(from, from + size).forEach(one -> arguments.addAll(Arrays.asList(one)));
        update(manyRows(insert, row, tail, size), arguments.toArray());
      }
    }
  }

  private String manyRows(String insert, String row, String tail, int size) {
    return manyRows
        .computeIfAbsent(insert, _ -> new HashMap<>())
        .computeIfAbsent(
            size, _ -> insert + String.join(", ", Collections.nCopies(size, row)) + tail);
  }

  /// Numbers that no row of the table has or had, for rows that are added with them right after:
  /// whoever gives numbers himself need not ask for them row by row.
  ///
  /// @param column its identity
  List<Long> numbers(String table, String column, int count) {
    return switch (dialect) {
      case SQLITE -> {
        long last = number("SELECT seq FROM sqlite_sequence WHERE name = ?", table);
        yield LongStream.rangeClosed(last + 1, last + count).boxed().toList();
      }
      case POSTGRESQL ->
          list(
              "SELECT nextval(pg_get_serial_sequence(?, ?)) FROM generate_series(1, ?)",
              row -> row.getLong(1),
              table,
              column,
              count);
    };
  }

  /// Runs a statement that changes one row and returns a number of it.
  long updateReturning(String sql, @Nullable Object... arguments) {
    writes++;
    return number(sql, arguments);
  }

  /// The number that the query's only row has in its first column; 0 if that is null, or there is
  /// no row.
  long number(String sql, @Nullable Object... arguments) {
    return this.<Long>first(sql, row -> row.getLong(1), arguments).orElse(0L);
  }

  boolean exists(String sql, @Nullable Object... arguments) {
    return first(sql, _ -> true, arguments).isPresent();
  }

  <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... arguments) {
    try (var rows = bind(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... arguments) {
    try (var rows = bind(sql, arguments).executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /// Numbers by words: what `SELECT word, count(*) … GROUP BY word` gives.
  Map<String, Long> counts(String sql) {
    var counts = new HashMap<String, Long>();
    for (var count : list(sql, row -> Map.entry(row.getString(1), row.getLong(2)))) {
      counts.put(count.getKey(), count.getValue());
    }
    return counts;
  }

  /// Runs a statement once, without keeping it.
  void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      case String text -> statement.setString(index, Texts.storable(text));
      default -> throw new IllegalArgumentException("no column takes a " + value.getClass());
    }
  }

  /// The driver closes some statements that failed: none of them is used again.
  private StoreException failed(String sql, SQLException cause) {
    var statement = prepared.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
    return failure(sql, cause);
  }

  private static StoreException failure(String sql, SQLException cause) {
    return new StoreException(
        "The database could not do this: "
            + sql.strip().replaceAll("\\s+", " ")
            + " ("
            + cause.getMessage()
            + ")",
        cause);
  }

  /// Closes the connection, too.
  @Override
  public void close() throws SQLException {
    try (connection) {
      for (var statement : prepared.values()) {
        statement.close();
      }
      prepared.clear();
    }
  }
}
