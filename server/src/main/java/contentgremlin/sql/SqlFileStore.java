package contentgremlin.sql;

import contentgremlin.vault.Coverage;
import contentgremlin.vault.Damage;
import contentgremlin.vault.Digest;
import contentgremlin.vault.FileStore;
import contentgremlin.vault.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
        media_type = excluded.media_type, verified = excluded.verified,
        damaged = NULL, damage = '', found = '', checked = NULL
      """;

  private static final String PUT_OF =
      """
      INSERT INTO stored_file (path, size, digest, media_type, verified, rendition, position)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET size = excluded.size, digest = excluded.digest,
        media_type = excluded.media_type, verified = excluded.verified,
        damaged = NULL, damage = '', found = '', checked = NULL,
        rendition = excluded.rendition, position = excluded.position
      """;

  private static final String SELECT_DAMAGED =
      """
      SELECT path, size, digest, media_type, verified, damaged, damage, found, checked
      FROM stored_file WHERE damaged IS NOT NULL
      """;

  // The bytes that were read must still be those that the row asks for.
  private static final String MARK_VERIFIED =
      """
      UPDATE stored_file
      SET verified = ?, damaged = NULL, damage = '', found = '', checked = NULL
      WHERE path = ? AND size = ? AND digest = ?
      """;

  private static final String MARK_DAMAGED =
      """
      UPDATE stored_file
      SET damaged = coalesce(damaged, ?), damage = ?, found = ?, checked = ?
      WHERE path = ? AND size = ? AND digest = ?
      """;

  private static final String LOOK_AGAIN =
      """
      UPDATE stored_file SET checked = 0
      WHERE damaged IS NOT NULL AND path >= ? AND path < ?
      """;

  private static final String SOUND_SINCE =
      "FROM stored_file WHERE damaged IS NULL AND verified >= ?";

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

  @Override
  public List<StoredFile> verifiedBefore(Instant before, int limit) {
    // Named in the order, too, so that PostgreSQL sees that the index has it.
    return session.list(
        SELECT + "WHERE damaged IS NULL AND verified < ? ORDER BY damaged, verified, path LIMIT ?",
        SqlFileStore::read,
        before,
        limit);
  }

  @Override
  public boolean markVerified(StoredFile file, Instant at) {
    return session.update(MARK_VERIFIED, at, file.path(), file.size(), file.digest().hex()) > 0;
  }

  @Override
  public boolean markDamaged(StoredFile file, Damage.Kind kind, String found, Instant at) {
    return session.update(
            MARK_DAMAGED, at, kind.word(), found, at, file.path(), file.size(), file.digest().hex())
        > 0;
  }

  @Override
  public List<Damage> damagedBefore(Instant before, int limit) {
    return session.list(
        SELECT_DAMAGED + "AND checked < ? ORDER BY checked, path LIMIT ?",
        SqlFileStore::readDamage,
        before,
        limit);
  }

  @Override
  public Optional<Damage> findDamage(String path) {
    return session.first(SELECT_DAMAGED + "AND path = ?", SqlFileStore::readDamage, path);
  }

  @Override
  public List<Damage> damagedBelow(String folder, int limit) {
    // "0" comes right after "/".
    return session.list(
        SELECT_DAMAGED + "AND path > ? AND path < ? ORDER BY path LIMIT ?",
        SqlFileStore::readDamage,
        folder + "/",
        folder + "0",
        limit);
  }

  @Override
  public Coverage coverage(Instant since) {
    return new Coverage(
        since,
        session.number("SELECT count(*) FROM stored_file"),
        totalSize(),
        session.number("SELECT count(*) " + SOUND_SINCE, since),
        session.number("SELECT sum(size) " + SOUND_SINCE, since),
        session.number("SELECT count(*) FROM stored_file WHERE damaged IS NOT NULL"),
        session
            .first(
                "SELECT verified FROM stored_file WHERE damaged IS NULL ORDER BY damaged, verified"
                    + " LIMIT 1",
                row -> Columns.instant(row, "verified"))
            .orElse(null));
  }

  @Override
  public void lookAgain(String folder) {
    // "0" comes right after "/".
    session.update(LOOK_AGAIN, folder + "/", folder + "0");
  }

  private static Damage readDamage(ResultSet row) throws SQLException {
    return new Damage(
        read(row),
        Columns.instant(row, "damaged"),
        Columns.instant(row, "checked"),
        Damage.Kind.of(Columns.text(row, "damage")),
        Columns.text(row, "found"));
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
