package contentgremlin.sql;

import contentgremlin.vault.Digest;
import contentgremlin.vault.FileStore;
import contentgremlin.vault.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlFileStore(Session session) implements FileStore {
  private static final String SELECT =
      "SELECT path, size, digest, media_type, verified FROM stored_file ";

  // Which rendition it belongs to stays as it is.
  private static final String PUT =
      """
      INSERT INTO stored_file (path, size, digest, media_type, verified, rendition, position)
      VALUES (?, ?, ?, ?, ?, NULL, 0)
      ON CONFLICT (path) DO UPDATE SET size = excluded.size, digest = excluded.digest,
        media_type = excluded.media_type, verified = excluded.verified
      """;

  private static final String PUT_OF =
      """
      INSERT INTO stored_file (path, size, digest, media_type, verified, rendition, position)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET size = excluded.size, digest = excluded.digest,
        media_type = excluded.media_type, verified = excluded.verified,
        rendition = excluded.rendition, position = excluded.position
      """;

  @Override
  public void put(StoredFile file) {
    session.update(
        PUT, file.path(), file.size(), file.digest().hex(), file.mediaType(), file.verified());
  }

  /// Adds the files of a rendition, in their order.
  void putAll(List<StoredFile> files, long rendition) {
    int position = 0;
    for (var file : files) {
      session.update(
          PUT_OF,
          file.path(),
          file.size(),
          file.digest().hex(),
          file.mediaType(),
          file.verified(),
          rendition,
          position++);
    }
  }

  List<StoredFile> of(long rendition) {
    return session.list(
        SELECT + "WHERE rendition = ? ORDER BY position", SqlFileStore::read, rendition);
  }

  @Override
  public Optional<StoredFile> find(String path) {
    return session.first(SELECT + "WHERE path = ?", SqlFileStore::read, path);
  }

  @Override
  public Optional<StoredFile> findOriginal(Digest digest) {
    // All paths that go on with a dot, as a range of the primary key: "/" comes right after ".".
    var start = digest.originalFolder() + "/" + digest.hex();
    return session.first(
        SELECT + "WHERE path >= ? AND path < ? ORDER BY path LIMIT 1",
        SqlFileStore::read,
        start + ".",
        start + "/");
  }

  @Override
  public void remove(String path) {
    session.update("DELETE FROM stored_file WHERE path = ?", path);
  }

  @Override
  public List<StoredFile> list(@Nullable String after, int limit) {
    return session.list(
        SELECT + "WHERE path > ? ORDER BY path LIMIT ?",
        SqlFileStore::read,
        after == null ? "" : after,
        limit);
  }

  @Override
  public long totalSize() {
    return session.number("SELECT sum(size) FROM stored_file");
  }

  private static StoredFile read(ResultSet row) throws SQLException {
    return new StoredFile(
        Columns.text(row, "path"),
        row.getLong("size"),
        new Digest(Columns.text(row, "digest")),
        Columns.text(row, "media_type"),
        Columns.instant(row, "verified"));
  }
}
