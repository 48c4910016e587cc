package contentgremlin.sql;

import contentgremlin.library.Folder;
import contentgremlin.library.LibraryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Folders of libraries. All that is below one is a range of paths.
record SqlFolders(Session session) {
  private static final String SELECT =
      """
      SELECT id, library, parent, path, file_system, inode, born, fingerprint, gone, offline, reason
      FROM folder
      """;

  private static final String ADD =
      """
      INSERT INTO folder (library, parent, path, file_system, inode, born, fingerprint, gone,
        offline, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """;

  private static final String UPDATE =
      """
      UPDATE folder SET file_system = ?, inode = ?, born = ?, fingerprint = ?, gone = ?,
        offline = ?, reason = ?
      WHERE id = ?
      """;

  private static final String MOVE_BELOW =
      """
      UPDATE folder SET library = ?, path = ? || substr(path, ?)
      WHERE library = ? AND path >= ? AND path < ? AND gone IS NULL
      """;

  // One statement for both could use neither index.
  private static final String MOVE_GONE_BELOW =
      """
      UPDATE folder SET library = ?, path = ? || substr(path, ?)
      WHERE library = ? AND path >= ? AND path < ? AND gone IS NOT NULL
      """;

  private static final String MARK_OFFLINE =
      """
      UPDATE folder SET offline = ?, reason = ?
      WHERE library = ? AND path >= ? AND path < ? AND gone IS NULL AND offline IS NULL
      """;

  private static final String MARK_ONLINE =
      """
      UPDATE folder SET offline = NULL, reason = ''
      WHERE library = ? AND path >= ? AND path < ? AND gone IS NULL AND offline IS NOT NULL
      """;

  private static final String OFFLINE =
      SELECT
          + """
          WHERE library = ? AND offline IS NOT NULL AND gone IS NULL
            AND NOT EXISTS (SELECT 1 FROM folder AS above
              WHERE above.id = folder.parent AND above.offline IS NOT NULL)
          ORDER BY path LIMIT ?
          """;

  private static final String EMPTY_GONE =
      SELECT
          + """
          WHERE gone < ?
            AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.folder = folder.id)
            AND NOT EXISTS (SELECT 1 FROM folder AS below WHERE below.parent = folder.id)
          ORDER BY gone LIMIT ?
          """;

  // From the end: what is below a folder comes after it.
  private static final String REMOVE_SOME =
      """
      DELETE FROM folder WHERE id IN (
        SELECT id FROM folder WHERE library = ? AND gone IS NULL ORDER BY path DESC LIMIT ?)
      """;

  private static final String REMOVE_SOME_GONE =
      """
      DELETE FROM folder WHERE id IN (
        SELECT id FROM folder WHERE library = ? AND gone IS NOT NULL
        ORDER BY path DESC, id DESC LIMIT ?)
      """;

  int removeSome(LibraryId library, int limit) {
    int gone = session.update(REMOVE_SOME_GONE, library.value(), limit);
    return gone > 0 ? gone : session.update(REMOVE_SOME, library.value(), limit);
  }

  // A join would let the database begin with all items of all libraries.
  private static final String IS_LISTED =
      """
      SELECT 1 FROM folder
      WHERE library = ? AND path >= ? AND path < ? AND gone IS NULL
        AND EXISTS (SELECT 1 FROM item WHERE item.folder = folder.id AND item.listed = 1)
      LIMIT 1
      """;

  boolean isListed(LibraryId library, String path) {
    return session.exists(IS_LISTED, library.value(), path, end(path));
  }

  List<Folder> emptyGone(Instant limit, int count) {
    return session.list(EMPTY_GONE, SqlFolders::read, limit, count);
  }

  List<Folder> after(LibraryId library, String path, int limit) {
    return session.list(
        SELECT + "WHERE library = ? AND path > ? AND gone IS NULL ORDER BY path LIMIT ?",
        SqlFolders::read,
        library.value(),
        path,
        limit);
  }

  List<Folder> in(long parent, String after, int limit) {
    return session.list(
        SELECT + "WHERE parent = ? AND path > ? AND gone IS NULL ORDER BY path LIMIT ?",
        SqlFolders::read,
        parent,
        after,
        limit);
  }

  Optional<Folder> find(LibraryId library, String path) {
    return session.first(
        SELECT + "WHERE library = ? AND path = ? AND gone IS NULL",
        SqlFolders::read,
        library.value(),
        path);
  }

  /// The one that was there last.
  Optional<Folder> findGone(LibraryId library, String path) {
    return session.first(
        SELECT + "WHERE library = ? AND path = ? AND gone IS NOT NULL ORDER BY id DESC LIMIT 1",
        SqlFolders::read,
        library.value(),
        path);
  }

  Optional<Folder> find(long id) {
    return session.first(SELECT + "WHERE id = ?", SqlFolders::read, id);
  }

  List<Folder> with(long inode, long born) {
    return session.list(SELECT + "WHERE inode = ? AND born = ?", SqlFolders::read, inode, born);
  }

  Folder add(Folder folder) {
    var offline = folder.offline();
    long id =
        session.updateReturning(
            ADD,
            folder.library().value(),
            folder.parent() == 0 ? null : folder.parent(),
            folder.path(),
            folder.fileSystem(),
            folder.inode(),
            folder.born(),
            folder.fingerprint(),
            folder.gone(),
            offline == null ? null : offline.since(),
            offline == null ? "" : offline.reason());
    return new Folder(
        id,
        folder.library(),
        folder.parent(),
        folder.path(),
        folder.fileSystem(),
        folder.inode(),
        folder.born(),
        folder.fingerprint(),
        folder.gone(),
        offline);
  }

  void update(Folder folder) {
    var offline = folder.offline();
    session.update(
        UPDATE,
        folder.fileSystem(),
        folder.inode(),
        folder.born(),
        folder.fingerprint(),
        folder.gone(),
        offline == null ? null : offline.since(),
        offline == null ? "" : offline.reason(),
        folder.id());
  }

  void move(Folder folder, Folder newParent, String newPath) {
    session.update("UPDATE folder SET parent = ? WHERE id = ?", newParent.id(), folder.id());
    // Another folder may be where one that is gone was.
    var moves =
        folder.gone() == null ? List.of(MOVE_BELOW, MOVE_GONE_BELOW) : List.of(MOVE_GONE_BELOW);
    for (var move : moves) {
      session.update(
          move,
          newParent.library().value(),
          newPath,
          // Both databases count characters, from 1.
          folder.path().codePointCount(0, folder.path().length()) + 1,
          folder.library().value(),
          folder.path(),
          end(folder.path()));
    }
  }

  void markOffline(LibraryId library, String path, Folder.Offline offline) {
    session.update(
        MARK_OFFLINE, offline.since(), offline.reason(), library.value(), path, end(path));
  }

  void markOnline(LibraryId library, String path) {
    session.update(MARK_ONLINE, library.value(), path, end(path));
  }

  List<Folder> offline(LibraryId library, int limit) {
    return session.list(OFFLINE, SqlFolders::read, library.value(), limit);
  }

  /// What comes right after everything below this path.
  static String end(String path) {
    return path.isEmpty()
        ? Character.toString(Character.MAX_CODE_POINT)
        : path.substring(0, path.length() - 1) + (char) ('/' + 1);
  }

  private static Folder read(ResultSet row) throws SQLException {
    var offline = Columns.findInstant(row, "offline");
    return new Folder(
        row.getLong("id"),
        new LibraryId(row.getLong("library")),
        row.getLong("parent"),
        Columns.text(row, "path"),
        Columns.text(row, "file_system"),
        row.getLong("inode"),
        row.getLong("born"),
        row.getLong("fingerprint"),
        Columns.findInstant(row, "gone"),
        offline(offline, row));
  }

  private static Folder.@Nullable Offline offline(@Nullable Instant since, ResultSet row)
      throws SQLException {
    return since == null ? null : new Folder.Offline(since, Columns.text(row, "reason"));
  }
}
