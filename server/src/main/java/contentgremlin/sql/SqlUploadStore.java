package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.UploadStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record SqlUploadStore(Session session) implements UploadStore {
  private static final String SELECT =
      """
      SELECT id, owner, kind, length, received, metadata, parts, item, created, expires FROM upload
      """;

  private static final String ADD =
      """
      INSERT INTO upload
        (id, owner, kind, created, length, received, metadata, parts, item, expires)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      UPDATE upload SET length = ?, received = ?, metadata = ?, parts = ?, item = ?, expires = ?
      WHERE id = ?
      """;

  // One whose length is not told yet counts with what it has. Complete parts count until they are
  // joined, then as the item; the final upload itself would count them twice.
  private static final String PROMISED =
      """
      SELECT sum(CASE WHEN length < 0 THEN received ELSE length END) FROM upload
      WHERE item IS NULL AND kind <> 'final' AND owner
      """;

  @Override
  public void add(Upload upload) {
    session.update(
        ADD,
        upload.id().value(),
        Columns.value(upload.owner()),
        upload.kind().name().toLowerCase(Locale.ROOT),
        upload.created(),
        upload.length(),
        upload.offset(),
        Texts.join(upload.metadata()),
        joinParts(upload),
        Columns.value(upload.item()),
        upload.expires());
  }

  @Override
  public void update(Upload upload) {
    session.update(
        UPDATE,
        upload.length(),
        upload.offset(),
        Texts.join(upload.metadata()),
        joinParts(upload),
        Columns.value(upload.item()),
        upload.expires(),
        upload.id().value());
  }

  private static String joinParts(Upload upload) {
    return upload.parts().stream().map(UploadId::value).collect(Collectors.joining(" "));
  }

  @Override
  public Optional<Upload> find(UploadId id) {
    return session.first(SELECT + "WHERE id = ?", SqlUploadStore::read, id.value());
  }

  @Override
  public void remove(UploadId id) {
    session.update("DELETE FROM upload WHERE id = ?", id.value());
  }

  @Override
  public void removeOf(ItemId item) {
    session.update("DELETE FROM upload WHERE item = ?", item.value());
  }

  @Override
  public List<Upload> expired(Instant now, int limit) {
    return session.list(
        SELECT + "WHERE expires <= ? ORDER BY expires, id LIMIT ?",
        SqlUploadStore::read,
        now,
        limit);
  }

  /// There are few of these at any time.
  @Override
  public boolean isPart(UploadId id) {
    return session.exists(
        "SELECT 1 FROM upload WHERE kind = 'final' AND item IS NULL AND parts LIKE ? LIMIT 1",
        "%" + id.value() + "%");
  }

  @Override
  public List<Upload> unfinished(@Nullable AccountId owner, int limit) {
    var select = SELECT + "WHERE length <> received AND owner ";
    // By owner, too, as PostgreSQL does not see that all have the same one when it is null.
    var order = " ORDER BY owner DESC, created DESC, id DESC LIMIT ?";
    return owner == null
        ? session.list(select + "IS NULL" + order, SqlUploadStore::read, limit)
        : session.list(select + "= ?" + order, SqlUploadStore::read, owner.value(), limit);
  }

  @Override
  public long promised(@Nullable AccountId owner) {
    return owner == null
        ? session.number(PROMISED + "IS NULL")
        : session.number(PROMISED + "= ?", owner.value());
  }

  private static Upload read(ResultSet row) throws SQLException {
    var parts = Columns.text(row, "parts");
    return new Upload(
        new UploadId(Columns.text(row, "id")),
        Columns.findAccount(row, "owner"),
        Upload.Kind.valueOf(Columns.text(row, "kind").toUpperCase(Locale.ROOT)),
        row.getLong("length"),
        row.getLong("received"),
        Texts.split(Columns.text(row, "metadata")),
        parts.isEmpty() ? List.of() : Arrays.stream(parts.split(" ")).map(UploadId::new).toList(),
        Columns.findItem(row, "item"),
        Columns.instant(row, "created"),
        Columns.instant(row, "expires"));
  }
}
