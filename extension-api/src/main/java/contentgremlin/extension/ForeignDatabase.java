package contentgremlin.extension;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The database of another server, SQLite or PostgreSQL. It can only be read, and stays as it was
/// when it was opened, whatever its own server does meanwhile.
public interface ForeignDatabase {
  /// The names of its tables, in small letters.
  Set<String> tables() throws IOException;

  /// The first rows of what is selected: at most 10,000, and fewer if they are large. Order them by
  /// something unique, and ask again for those that come after the last.
  ///
  /// @param select one SELECT, or WITH … SELECT, in what both kinds of databases understand
  /// @throws IOException if the database can't do it
  Page read(Tables.Sql select) throws IOException;

  /// @param complete whether these are all
  record Page(List<Row> rows, boolean complete) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /// What stands in columns, by their names in small letters, if there is such a column. Anything
  /// may stand anywhere: SQLite keeps any value in any column.
  interface Row {
    /// At most 1,048,576 characters of it; the empty string if there is nothing.
    String text(String column);

    /// Empty if there is nothing, or no whole number.
    OptionalLong number(String column);

    /// Whether it is said to be true: 1, t or true.
    boolean flag(String column);

    /// Without a zone it counts as UTC. Empty if there is nothing, or no time.
    Optional<Instant> time(String column);
  }
}
