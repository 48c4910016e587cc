package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Origin;
import contentgremlin.extension.ForeignDatabase;
import contentgremlin.extension.ForeignDatabase.Row;
import contentgremlin.extension.Tables;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The database of a server.
///
/// Its tables grew over the years by migrations that not every server has seen in the same order,
/// so whole rows are read, and of them what is there.
record GoblinDatabase(ForeignDatabase database, Set<String> tables) {
  static final String ENTRIES = "core__media_entries";
  static final String COMMENTS = "core__media_comments";
  static final String COLLECTIONS = "core__collections";
  static final String COLLECTED = "core__collection_items";
  static final String REFERENCES = "core__generic_model_reference";

  private static final List<String> NEEDED =
      List.of("core__users", "core__local_users", ENTRIES, "core__mediafiles");

  private static final List<String> TOLD =
      List.of(
          "core__users",
          ENTRIES,
          "core__attachment_files",
          "core__subtitle_files",
          COLLECTIONS,
          COLLECTED,
          COMMENTS);

  /// So many records are asked for in one go.
  private static final int PAGE = 200;

  interface Each {
    void take(Row row) throws IOException;
  }

  /// @throws IOException if it is none that we know
  static GoblinDatabase of(ForeignDatabase database) throws IOException {
    var tables = database.tables();
    for (var table : NEEDED) {
      if (!tables.contains(table)) {
        throw new IOException(
            "This is no database of MediaGoblin 0.12 or 0.13: there is no table "
                + table
                + ". Of an older one, let its own server bring it up to date first: gmg dbupdate.");
      }
    }
    return new GoblinDatabase(database, tables);
  }

  boolean has(String table) {
    return tables.contains(table);
  }

  /// About how many records there are to tell of.
  long count() throws IOException {
    long count = 0;
    for (var table : TOLD) {
      if (has(table)) {
        var counted = list("SELECT count(*) AS records FROM " + table);
        count += counted.getFirst().number("records").orElse(0);
      }
    }
    return count;
  }

  /// All rows of a table, in the order of their numbers; none if there is no such table.
  void forEach(String table, Each each) throws IOException {
    if (has(table)) {
      forEachOf("SELECT * FROM " + table + " WHERE id > ? ORDER BY id LIMIT ?", each);
    }
  }

  /// @param select with places for the number after which it begins, and for how many rows
  void forEachOf(String select, Each each) throws IOException {
    long after = Long.MIN_VALUE;
    while (true) {
      var page = database.read(Tables.Sql.of(select, after, PAGE));
      for (var row : page.rows()) {
        long id = row.number("id").orElse(after);
        if (id <= after) {
          throw new IOException("The database has rows whose number is none: " + select);
        }
        each.take(row);
        after = id;
      }
      if (page.complete() && page.rows().size() < PAGE) {
        return;
      }
    }
  }

  /// All rows, in an order that does not change.
  ///
  /// @param select with places for its arguments, then for how many rows, and for how many to leave
  ///   out
  void forEachFrom(String select, long argument, Each each) throws IOException {
    long from = 0;
    while (true) {
      var page = database.read(Tables.Sql.of(select, argument, PAGE, from));
      for (var row : page.rows()) {
        each.take(row);
      }
      from += page.rows().size();
      if (page.complete() && page.rows().size() < PAGE) {
        return;
      }
    }
  }

  /// The rows of something that has few.
  List<Row> list(String select, Object... arguments) throws IOException {
    return database.read(Tables.Sql.of(select, arguments)).rows();
  }

  /// A record's number, and when it was made: also when the database was copied, or carried over to
  /// another sort of database, that names the record.
  static Origin origin(Row row, String time, String name) {
    long id = row.number("id").orElse(0);
    return new Origin(Long.toString(id), key(row, time), name);
  }

  static String key(Row row, String time) {
    var made = row.time(time).map(Instant::toString).orElse("");
    return row.number("id").orElse(0) + "@" + made;
  }
}
