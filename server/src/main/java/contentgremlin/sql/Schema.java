package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Brings a database up to the newest schema: the numbered files, in order, each once.
final class Schema {
  static final int NEWEST = 2;

  private static final String APPLIED =
      "INSERT INTO schema_version (version, applied_at, build) VALUES (?, ?, ?)";
  private static final String VERSION = "SELECT max(version) FROM schema_version";

  private Schema() {}

  /// Call it inside a transaction: then a crash leaves all of the new schema, or nothing of it.
  ///
  /// @throws StoreException if the database is of a newer program
  static void apply(Session session, String build, Instant now) {
    apply(session, build, now, NEWEST);
  }

  /// @param wanted an older schema makes a database as an older program left it
  static void apply(Session session, String build, Instant now, int wanted) {
    int version = version(session);
    if (version > NEWEST) {
      throw new StoreException(
          "This database has schema %d, and this program knows those up to %d: a newer version of the program has used it. Start that one instead."
              .formatted(version, NEWEST));
    }
    for (int next = version + 1; next <= wanted; next++) {
      for (var statement : statements(session.dialect().fill(text(next)))) {
        session.execute(statement);
      }
      session.update(APPLIED, next, now, build);
    }
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

  private static String text(int version) {
    var name = "/schema/" + version + ".sql";
    try (var file = Schema.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its own file " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Statements end with a semicolon at the end of a line.
  private static List<String> statements(String text) {
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
