package contentgremlin.sql;

import contentgremlin.arrival.Foreign;
import contentgremlin.arrival.Origin;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database of a GNU MediaGoblin server of the series 0.12 or 0.13, on SQLite or PostgreSQL.
///
/// Its tables grew over the years by migrations that not every server has seen in the same order,
/// so whole rows are read, and of them what is there. Of a PostgreSQL server one read-only
/// transaction sees all; of SQLite, a copy.
public final class MediaGoblinDatabase implements Origin {
  private static final List<String> NEEDED =
      List.of("core__users", "core__local_users", "core__media_entries", "core__mediafiles");

  private static final String ENTRIES = "core__media_entries";
  private static final String COMMENTS = "core__media_comments";
  private static final String REFERENCES = "core__generic_model_reference";
  private static final long MEGABYTE = 1_000_000;

  private final Session session;
  private final Closing closing;
  private final Set<String> tables;

  /// What is to be done besides closing the connection.
  private interface Closing {
    void close() throws IOException;
  }

  private MediaGoblinDatabase(Session session, Closing closing) throws SQLException {
    this.session = session;
    this.closing = closing;
    this.tables = tables(session);
    for (var table : NEEDED) {
      if (!tables.contains(table)) {
        throw new StoreException(
            "This is no database of MediaGoblin 0.12 or 0.13: there is no table "
                + table
                + ". Of an older one, let its own server bring it up to date first: gmg dbupdate.");
      }
    }
  }

  /// @param database a file, an address postgresql://…, or either as SQLAlchemy writes it
  /// @param scratch a folder that is ours, for a copy of a SQLite file
  public static Origin open(String database, Path scratch) throws IOException {
    var address = ForeignAddress.of(database);
    return switch (address) {
      case ForeignAddress.File(var file) -> openFile(file, scratch);
      case ForeignAddress.Server(var url) -> openServer(url);
    };
  }

  private static Origin openFile(Path file, Path scratch) throws IOException {
    var copy = ForeignCopy.of(file, scratch);
    try {
      return opened(SqliteLine.openReader(copy.file()), copy::remove);
    } catch (SQLException e) {
      copy.remove();
      throw new StoreException(file + " is no database of SQLite: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      copy.remove();
      throw e;
    }
  }

  private static Origin openServer(String url) {
    var session = PostgresAddress.of(url).session();
    try {
      session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      return opened(session, () -> {});
    } catch (SQLException e) {
      throw new StoreException("The database could not be read: " + e.getMessage(), e);
    }
  }

  private static Origin opened(Session session, Closing closing) throws SQLException {
    try {
      return new MediaGoblinDatabase(session, closing);
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static Set<String> tables(Session session) throws SQLException {
    var connection = session.connection();
    var found = new HashSet<String>();
    try (var rows =
        connection.getMetaData().getTables(null, connection.getSchema(), "core__%", null)) {
      while (rows.next()) {
        found.add(rows.getString("TABLE_NAME"));
      }
    }
    return found;
  }

  @Override
  public String name() {
    return "mediagoblin";
  }

  @Override
  public long count() {
    long count = 0;
    for (var table :
        List.of(
            "core__users",
            ENTRIES,
            "core__attachment_files",
            "core__subtitle_files",
            "core__collections",
            "core__collection_items",
            COMMENTS)) {
      count += has(table) ? session.number("SELECT count(*) FROM " + table) : 0;
    }
    return count;
  }

  private boolean has(String table) {
    return tables.contains(table);
  }

  private <T> List<T> page(String query, long after, int limit, Session.Reader<T> reader) {
    return session.list(query + " LIMIT ?", reader, after, limit);
  }

  @Override
  public List<Foreign.Person> people(long after, int limit) {
    var rows =
        session.list(
            """
            SELECT people.*, here.username, here.email, here.pw_hash, here.upload_limit,
              here.id AS here_id
            FROM core__users people LEFT JOIN core__local_users here ON here.id = people.id
            WHERE people.id > ? ORDER BY people.id LIMIT ?
            """,
            ForeignRow::of,
            after,
            limit);
    return rows.stream().map(this::person).toList();
  }

  private Foreign.Person person(ForeignRow row) {
    long id = row.number("id", 0);
    Long megabytes = row.number("upload_limit");
    return new Foreign.Person(
        id,
        row.number("here_id") != null,
        row.text("username"),
        row.text("name"),
        row.text("url"),
        row.text("bio"),
        row.text("email"),
        row.text("pw_hash"),
        privileges(id),
        ban(id),
        megabytes == null || megabytes < 0 || megabytes > Long.MAX_VALUE / MEGABYTE
            ? null
            : megabytes * MEGABYTE,
        row.time("created"));
  }

  private Set<String> privileges(long person) {
    if (!has("core__privileges") || !has("core__privileges_users")) {
      return Set.of();
    }
    return new LinkedHashSet<>(
        session.list(
            """
            SELECT known.privilege_name FROM core__privileges_users given
            JOIN core__privileges known ON known.id = given.privilege
            WHERE given."user" = ? ORDER BY known.privilege_name
            """,
            row -> Columns.text(row, "privilege_name"),
            person));
  }

  /// One that has run out stays until the person comes back.
  private Foreign.@Nullable Ban ban(long person) {
    if (!has("core__user_bans")) {
      return null;
    }
    return session
        .first("SELECT * FROM core__user_bans WHERE user_id = ?", ForeignRow::of, person)
        .map(row -> {
          var end = row.time("expiration_date");
          return new Foreign.Ban(end == null ? null : LocalDate.ofInstant(end, ZoneOffset.UTC));
        })
        .orElse(null);
  }

  @Override
  public List<Foreign.Entry> entries(long after, int limit) {
    var rows =
        session.list(
            "SELECT * FROM core__media_entries WHERE id > ? ORDER BY id LIMIT ?",
            ForeignRow::of,
            after,
            limit);
    return rows.stream().map(this::entry).toList();
  }

  private Foreign.Entry entry(ForeignRow row) {
    long id = row.number("id", 0);
    return new Foreign.Entry(
        id,
        !row.flag("remote"),
        row.number("actor", row.number("uploader", 0)),
        row.text("title"),
        row.text("slug"),
        row.text("description"),
        row.text("media_type"),
        row.text("state"),
        row.text("license"),
        files(id),
        row.text("queued_media_file"),
        tags(id),
        row.text("media_metadata"),
        row.time("created"));
  }

  private Map<String, String> files(long entry) {
    var names = has("core__file_keynames") ? "core__file_keynames" : "core__media_file_keynames";
    if (!has(names)) {
      return Map.of();
    }
    var files = new LinkedHashMap<String, String>();
    session
        .list(
            "SELECT names.name, files.file_path FROM core__mediafiles files JOIN "
                + names
                + " names ON names.id = files.name_id WHERE files.media_entry = ?"
                + " ORDER BY names.name",
            ForeignRow::of,
            entry)
        .forEach(row -> files.put(row.text("name"), row.text("file_path")));
    return files;
  }

  private List<String> tags(long entry) {
    if (!has("core__media_tags") || !has("core__tags")) {
      return List.of();
    }
    return session
        .list(
            """
            SELECT given.name, known.slug FROM core__media_tags given
            LEFT JOIN core__tags known ON known.id = given.tag
            WHERE given.media_entry = ? ORDER BY given.id
            """,
            ForeignRow::of,
            entry)
        .stream()
        .map(row -> row.text("name").isBlank() ? row.text("slug") : row.text("name"))
        .toList();
  }

  @Override
  public List<Foreign.Beside> attachments(long after, int limit) {
    return beside("core__attachment_files", after, limit);
  }

  @Override
  public List<Foreign.Beside> subtitles(long after, int limit) {
    return beside("core__subtitle_files", after, limit);
  }

  private List<Foreign.Beside> beside(String table, long after, int limit) {
    return has(table)
        ? page(
            "SELECT * FROM " + table + " WHERE id > ? ORDER BY id",
            after,
            limit,
            found -> {
              var row = ForeignRow.of(found);
              return new Foreign.Beside(
                  row.number("id", 0),
                  row.number("media_entry", 0),
                  row.text("name"),
                  row.text("filepath"));
            })
        : List.of();
  }

  @Override
  public List<Foreign.Gathering> collections(long after, int limit) {
    return has("core__collections")
        ? page(
            "SELECT * FROM core__collections WHERE id > ? ORDER BY id",
            after,
            limit,
            found -> {
              var row = ForeignRow.of(found);
              return new Foreign.Gathering(
                  row.number("id", 0),
                  row.number("actor", row.number("creator", 0)),
                  row.text("title"),
                  row.text("slug"),
                  row.text("description"),
                  row.text("type"),
                  row.time("created"));
            })
        : List.of();
  }

  @Override
  public List<Foreign.Pick> picks(long collection, int limit) {
    if (!has("core__collection_items") || !has(REFERENCES)) {
      return List.of();
    }
    return page(
        """
        SELECT picked.*, meant.model_type, meant.obj_pk FROM core__collection_items picked
        LEFT JOIN core__generic_model_reference meant ON meant.id = picked.object_id
        WHERE picked.collection = ?
        ORDER BY CASE WHEN picked.position IS NULL THEN 1 ELSE 0 END, picked.position, picked.id\
        """,
        collection,
        limit,
        found -> {
          var row = ForeignRow.of(found);
          return new Foreign.Pick(
              row.number("id", 0),
              row.text("model_type").equals(ENTRIES) ? row.number("obj_pk") : null,
              row.text("note"),
              row.time("added"));
        });
  }

  @Override
  public List<Foreign.Remark> remarks(long after, int limit) {
    if (!has(COMMENTS)) {
      return List.of();
    }
    var rows =
        session.list(
            "SELECT * FROM core__media_comments WHERE id > ? ORDER BY id LIMIT ?",
            ForeignRow::of,
            after,
            limit);
    return rows.stream().map(this::remark).toList();
  }

  private Foreign.Remark remark(ForeignRow row) {
    long id = row.number("id", 0);
    var entry = row.number("media_entry");
    Long comment = null;
    for (var target : targets(id)) {
      if (target.text("model_type").equals(ENTRIES)) {
        entry = target.number("obj_pk");
      } else if (target.text("model_type").equals(COMMENTS)) {
        comment = target.number("obj_pk");
      }
    }
    return new Foreign.Remark(
        id,
        row.number("actor", row.number("author", 0)),
        entry,
        comment,
        row.text("content"),
        row.time("created"));
  }

  private List<ForeignRow> targets(long comment) {
    if (!has("core__comment_links") || !has(REFERENCES)) {
      return List.of();
    }
    return new ArrayList<>(
        session.list(
            """
            SELECT meant.model_type, meant.obj_pk FROM core__generic_model_reference this
            JOIN core__comment_links link ON link.comment_id = this.id
            JOIN core__generic_model_reference meant ON meant.id = link.target_id
            WHERE this.model_type = 'core__media_comments' AND this.obj_pk = ?
            ORDER BY link.id LIMIT 10
            """,
            ForeignRow::of,
            comment));
  }

  @Override
  public void close() {
    try (session) {
      closing.close();
    } catch (SQLException | IOException e) {
      throw new StoreException("The other server's database could not be closed: " + e, e);
    }
  }
}
