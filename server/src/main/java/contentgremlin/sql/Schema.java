package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The numbered schema files, each of which changes a database of the one before.
///
/// A statement that fills new columns or tables from the rows that are there says of which rows it
/// speaks, as `{changed item}`: then an upgrade runs it once for all rows of that table, while the
/// server goes on, and at the end once more for those that changed meanwhile. Run twice for the
/// same row, it MUST come to the same.
///
/// @param texts the first is of schema 1
record Schema(List<String> texts) {
  /// What this program works with.
  static final Schema OURS = new Schema(ownTexts());

  static final int NEWEST = OURS.newest();

  private static final Pattern CREATED = Pattern.compile("CREATE TABLE ([a-z_]+)");
  private static final Pattern CHANGED = Pattern.compile("\\{changed ([a-z_]+)}");

  private static final String APPLIED =
      "INSERT INTO schema_version (version, applied_at, build) VALUES (?, ?, ?)";
  private static final String VERSION = "SELECT max(version) FROM schema_version";

  Schema {
    texts = List.copyOf(texts);
  }

  int newest() {
    return texts.size();
  }

  /// Makes databases as an older program left them.
  Schema upTo(int version) {
    return new Schema(texts.subList(0, version));
  }

  /// The tables that they make.
  Set<String> tables() {
    return texts.stream()
        .flatMap(text -> CREATED.matcher(text).results())
        .map(found -> found.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Call it inside a transaction: then a crash leaves all of the new schema, or nothing of it.
  ///
  /// @throws StoreException if the database is of a newer program
  void apply(Session session, String build, Instant now) {
    int version = version(session);
    refuseNewer(version);
    for (int next = version + 1; next <= newest(); next++) {
      for (var statement : statements(session.dialect(), next)) {
        session.execute(CHANGED.matcher(statement).replaceAll("1 = 1"));
      }
      session.update(APPLIED, next, now, build);
    }
  }

  /// @throws StoreException if the database is of a newer program
  void refuseNewer(int version) {
    if (version > newest()) {
      throw new StoreException(
          "This database has schema %d, and this program knows those up to %d: a newer version of the program has used it. Start that one instead, or go back with: gremlin revert"
              .formatted(version, newest()));
    }
  }

  /// A statement that fills in what depends on rows of one table.
  record Filling(String table, String sql) {}

  /// Those of the schemas after this one, in order.
  ///
  /// @param rows gives the condition for a table's name
  List<Filling> fillings(Dialect dialect, int version, UnaryOperator<String> rows) {
    var fillings = new ArrayList<Filling>();
    for (int next = version + 1; next <= newest(); next++) {
      for (var statement : statements(dialect, next)) {
        var found = CHANGED.matcher(statement);
        if (found.find()) {
          var table = found.group(1);
          fillings.add(
              new Filling(table, found.replaceAll(Matcher.quoteReplacement(rows.apply(table)))));
        }
      }
    }
    return fillings;
  }

  private List<String> statements(Dialect dialect, int version) {
    return statements(dialect.fill(texts.get(version - 1)));
  }

  /// 0 for an empty database.
  static int version(Session session) {
    return isEmpty(session) ? 0 : (int) session.number(VERSION);
  }

  private static boolean isEmpty(Session session) {
    var connection = session.connection();
    try (var tables =
        connection.getMetaData().getTables(null, connection.getSchema(), "schema_version", null)) {
      return !tables.next();
    } catch (SQLException e) {
      throw new StoreException("The database could not be read: " + e.getMessage(), e);
    }
  }

  private static List<String> ownTexts() {
    return Stream.iterate(1, version -> version + 1)
        .map(Schema::ownText)
        .takeWhile(text -> !text.isEmpty())
        .toList();
  }

  /// Its text, or the empty string if there is none.
  private static String ownText(int version) {
    try (var file = Schema.class.getResourceAsStream("/schema/" + version + ".sql")) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Statements end with a semicolon at the end of a line.
  static List<String> statements(String text) {
    var statements = new ArrayList<String>();
    var current = new StringBuilder();
    for (var line : text.lines().toList()) {
      var code = withoutComment(line);
      current.append(code).append('\n');
      if (code.endsWith(";")) {
        current.setLength(current.lastIndexOf(";"));
        statements.add(current.toString().strip());
        current.setLength(0);
      }
    }
    return statements;
  }

  private static String withoutComment(String line) {
    int start = line.indexOf("--");
    return (start < 0 ? line : line.substring(0, start)).stripTrailing();
  }
}
