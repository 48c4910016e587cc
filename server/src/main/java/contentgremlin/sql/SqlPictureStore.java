package contentgremlin.sql;

import contentgremlin.enrich.PictureStore;
import contentgremlin.enrich.Wanted;
import contentgremlin.item.ItemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlPictureStore(Session session) implements PictureStore {
  private static final String FILE =
      """
      picture.id, picture.address, picture.path, picture.digest, picture.size, picture.media_type,
        picture.width, picture.height, picture.until, picture.failures, picture.refused,
        picture.reason\
      """;

  private static final String OF_ITEM =
      "SELECT "
          + FILE
          + """
          , item_picture.kind, item_picture.grabber, item_picture.language, item_picture.priority
          FROM item_picture JOIN picture ON picture.id = item_picture.picture
          WHERE item_picture.item = ?
          """;

  private static final String ALONE =
      "SELECT " + FILE + ", 'cover' AS kind, '' AS grabber, '' AS language, 0 AS priority ";

  private static final String ADD =
      """
      INSERT INTO picture (address, size, media_type, width, height, failures, refused, reason)
      VALUES (?, 0, '', 0, 0, 0, 0, '')
      ON CONFLICT (address) DO NOTHING
      """;

  private static final String WANT =
      """
      INSERT INTO item_picture (item, kind, grabber, picture, language, priority)
      SELECT item.id, ?, ?, picture.id, ?, ? FROM item, picture
      WHERE item.id = ? AND picture.address = ?
      ON CONFLICT (item, kind, grabber, picture)
        DO UPDATE SET language = excluded.language, priority = excluded.priority
      """;

  private static final String UPDATE =
      """
      UPDATE picture SET path = ?, digest = ?, size = ?, media_type = ?, width = ?, height = ?,
        until = ?, failures = ?, refused = ?, reason = ?
      WHERE id = ?
      """;

  private static final String NOTE_USE =
      """
      UPDATE picture SET unused = CASE
        WHEN EXISTS (SELECT 1 FROM item_picture WHERE item_picture.picture = picture.id) THEN NULL
        ELSE coalesce(unused, ?) END
      WHERE id = ?
      """;

  // Ends where the page ends, or nowhere.
  private static final String LAST_OF_PAGE =
      """
      SELECT coalesce(max(id), 0) FROM (SELECT id FROM picture WHERE id > ? ORDER BY id LIMIT ?) AS page
      """;

  private static final String NOTE_UNUSED =
      """
      UPDATE picture SET unused = ?
      WHERE id > ? AND id <= ? AND unused IS NULL
        AND NOT EXISTS (SELECT 1 FROM item_picture WHERE item_picture.picture = picture.id)
      """;

  @Override
  public List<Use> uses(long id) {
    return session.list(
        "SELECT item, kind FROM item_picture WHERE picture = ? ORDER BY item, kind",
        row ->
            new Use(
                new ItemId(Columns.text(row, "item")), Wanted.Kind.of(Columns.text(row, "kind"))),
        id);
  }

  @Override
  public long noteUnused(long after, int limit, Instant now) {
    long last = session.number(LAST_OF_PAGE, after, limit);
    session.update(NOTE_UNUSED, now, after, last);
    return last;
  }

  @Override
  public void want(ItemId item, String grabber, List<Wanted> wanted, Instant now) {
    var before = ids(item, grabber);
    session.update(
        "DELETE FROM item_picture WHERE item = ? AND grabber = ?", item.value(), grabber);
    for (var one : wanted) {
      session.update(ADD, one.address());
      session.update(
          WANT,
          one.kind().word(),
          grabber,
          one.language(),
          one.priority(),
          item.value(),
          one.address());
    }
    var touched = new ArrayList<>(before);
    touched.addAll(ids(item, grabber));
    touched.stream().distinct().forEach(id -> session.update(NOTE_USE, now, id));
  }

  private List<Long> ids(ItemId item, String grabber) {
    return session.list(
        "SELECT picture FROM item_picture WHERE item = ? AND grabber = ?",
        row -> row.getLong("picture"),
        item.value(),
        grabber);
  }

  @Override
  public List<Picture> of(ItemId item) {
    return session.list(
        OF_ITEM
            + """
            ORDER BY item_picture.kind, item_picture.priority DESC, item_picture.grabber,
              item_picture.picture
            """,
        SqlPictureStore::read,
        item.value());
  }

  @Override
  public List<Picture> due(ItemId item, Instant now) {
    var settled = EnumSet.noneOf(Wanted.Kind.class);
    var due = new ArrayList<Picture>();
    for (var picture : of(item)) {
      var kind = picture.wanted().kind();
      if (settled.contains(kind) || picture.isRefused()) {
        continue;
      }
      boolean waits = picture.until() != null && now.isBefore(picture.until());
      if (picture.file() == null && waits) {
        continue; // the next best meanwhile
      }
      settled.add(kind);
      if (picture.file() == null) {
        due.add(picture);
      }
    }
    return due;
  }

  @Override
  public Optional<Picture> find(long id) {
    return session.first(ALONE + "FROM picture WHERE id = ?", SqlPictureStore::read, id);
  }

  @Override
  public void update(Picture picture) {
    var file = picture.file();
    session.update(
        UPDATE,
        file == null ? null : file.path(),
        file == null ? null : file.digest(),
        file == null ? 0L : file.size(),
        file == null ? "" : file.mediaType(),
        file == null ? 0 : file.width(),
        file == null ? 0 : file.height(),
        picture.until(),
        picture.failures(),
        picture.isRefused(),
        picture.reason(),
        picture.id());
  }

  @Override
  public List<Picture> unused(Instant limit, int count) {
    return session.list(
        ALONE + "FROM picture WHERE unused IS NOT NULL AND unused < ? ORDER BY unused, id LIMIT ?",
        SqlPictureStore::read,
        limit,
        count);
  }

  @Override
  public void remove(long id) {
    session.update("DELETE FROM item_picture WHERE picture = ?", id);
    session.update("DELETE FROM picture WHERE id = ?", id);
  }

  @Override
  public List<ItemId> lose(String digest) {
    var items =
        session.list(
            """
            SELECT item_picture.item FROM picture
            JOIN item_picture ON item_picture.picture = picture.id WHERE picture.digest = ?
            """,
            row -> new ItemId(Columns.text(row, "item")),
            digest);
    session.update(
        """
        UPDATE picture SET path = NULL, digest = NULL, size = 0, media_type = '', width = 0,
          height = 0, until = NULL, failures = 0
        WHERE digest = ?
        """,
        digest);
    return items;
  }

  @Override
  public boolean needs(String digest) {
    return session.exists("SELECT 1 FROM picture WHERE digest = ? LIMIT 1", digest);
  }

  private static Picture read(ResultSet row) throws SQLException {
    return new Picture(
        row.getLong("id"),
        Columns.text(row, "grabber"),
        new Wanted(
            Wanted.Kind.of(Columns.text(row, "kind")),
            Columns.text(row, "address"),
            Columns.text(row, "language"),
            row.getInt("priority")),
        file(row),
        Columns.findInstant(row, "until"),
        row.getInt("failures"),
        row.getInt("refused") == 1,
        Columns.text(row, "reason"));
  }

  private static @Nullable File file(ResultSet row) throws SQLException {
    var path = row.getString("path");
    return path == null
        ? null
        : new File(
            path,
            Columns.text(row, "digest"),
            row.getLong("size"),
            Columns.text(row, "media_type"),
            row.getInt("width"),
            row.getInt("height"));
  }
}
