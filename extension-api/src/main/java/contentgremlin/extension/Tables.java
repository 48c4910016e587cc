package contentgremlin.extension;

import java.util.List;

/// The extension's own tables. Their names begin with "x_", its id and "_"; the jar's files
/// `schema/1.sql`, `schema/2.sql` and so on make and change them. The same text runs on SQLite and
/// PostgreSQL. Others wait while statements run: those of one transaction have 5 seconds together,
/// a schema file has a minute; what takes longer is ended and fails. Thread-safe.
public interface Tables {
  /// At most 10,000 rows.
  ///
  /// @param select one SELECT (or WITH … SELECT) on own tables
  List<Row> read(Sql select);

  /// All of it or nothing: one transaction, which survives a power cut when this returns.
  ///
  /// @param changes INSERT, UPDATE or DELETE on own tables; at most 1,000
  /// @return how many rows each has changed
  List<Integer> write(List<Sql> changes);

  /// @param text with a "?" for each argument
  /// @param arguments each a String, Long, Integer or Boolean
  record Sql(String text, List<Object> arguments) {
    public Sql {
      arguments = List.copyOf(arguments);
    }

    public static Sql of(String text, Object... arguments) {
      return new Sql(text, List.of(arguments));
    }
  }

  interface Row {
    /// The empty string if it is null.
    String text(String column);

    /// 0 if it is null.
    long number(String column);
  }
}
