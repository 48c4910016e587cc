package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.library.Entry;
import contentgremlin.library.Entry.ProbeState;
import contentgremlin.library.FileRole;
import contentgremlin.library.FileStat;
import contentgremlin.library.LibraryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files of libraries.
record SqlEntries(Session session) {
  private static final String COLUMNS =
      """
      SELECT entry.id, entry.folder, entry.name, entry.role, entry.item, entry.size,
        entry.modified, entry.inode, entry.born, entry.gone, entry.settled, entry.probe,
        entry.demand, entry.essence, entry.digest
      """;

  private static final String SELECT = COLUMNS + "FROM entry ";
  private static final String OF_LIBRARY =
      "FROM entry JOIN folder ON folder.id = entry.folder WHERE folder.library = ? ";

  private static final String ADD =
      """
      INSERT INTO entry (folder, name, role, item, size, modified, inode, born, gone, settled,
        probe, demand, essence, digest, checked)
      VALUES\s
      """;

  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

  private static final String UPDATE =
      """
      UPDATE entry SET folder = ?, name = ?, role = ?, item = ?, size = ?, modified = ?, inode = ?,
        born = ?, gone = ?, settled = ?, probe = ?, demand = ?, essence = ?, digest = ?
      WHERE id = ?
      """;

  // Who changes it, and nothing else, has nothing written.
  private static final String SET_UNAVAILABLE =
      """
      UPDATE item SET unavailable = ?
      WHERE id = ? AND coalesce(unavailable, -1) <> coalesce(CAST(? AS BIGINT), -1)
      """;

  private static final String MARK_ITEMS_GONE =
      """
      UPDATE item SET unavailable = ? WHERE id IN (
        SELECT item FROM entry WHERE folder = ? AND gone IS NULL AND role = 'media')
      """;

  private static final String COUNT_THERE =
      """
      SELECT count(*) FROM entry JOIN folder ON folder.id = entry.folder
      WHERE folder.library = ? AND entry.role = 'media' AND entry.gone IS NULL
      """;

  private static final String COUNT_DUE =
      """
      SELECT count(*) FROM entry JOIN folder ON folder.id = entry.folder
      WHERE folder.library = ? AND entry.probe = 'due' AND entry.gone IS NULL
        AND folder.offline IS NULL
      """;

  private static final String COUNT_UNSETTLED =
      """
      SELECT count(*) FROM entry JOIN folder ON folder.id = entry.folder
      WHERE folder.library = ? AND entry.role = 'media'
        AND entry.gone IS NOT NULL AND entry.settled = 0
      """;

  private static final String COUNT_SETTLED =
      """
      SELECT count(*) FROM entry JOIN folder ON folder.id = entry.folder
      WHERE folder.library = ? AND entry.role = 'media'
        AND entry.settled = 1 AND entry.gone >= ?
      """;

  private static final String DUE =
      SELECT
          + """
          WHERE probe = 'due' AND gone IS NULL AND NOT EXISTS (SELECT 1 FROM folder
            WHERE folder.id = entry.folder AND folder.offline IS NOT NULL)
          ORDER BY demand DESC, id LIMIT ?
          """;

  private static final String CHECKED_BEFORE =
      SELECT
          + """
          WHERE role = 'media' AND gone IS NULL AND checked < ?
            AND NOT EXISTS (SELECT 1 FROM folder
              WHERE folder.id = entry.folder AND folder.offline IS NOT NULL)
          ORDER BY checked, id LIMIT 1
          """;

  private static final String PROBE_AGAIN =
      """
      UPDATE entry SET probe = 'due' WHERE role = 'media' AND gone IS NULL AND folder IN (
        SELECT id FROM folder WHERE library = ? AND path >= ? AND path < ? AND gone IS NULL)
      """;

  private static final String DEMAND =
      "UPDATE entry SET demand = ? WHERE item = ? AND role = 'media' AND gone IS NULL";

  List<Entry> there(long folder, String after, int limit) {
    return session.list(
        SELECT + "WHERE folder = ? AND name > ? AND gone IS NULL ORDER BY name LIMIT ?",
        SqlEntries::read,
        folder,
        after,
        limit);
  }

  Optional<Entry> there(long folder, String name) {
    return session.first(
        SELECT + "WHERE folder = ? AND name = ? AND gone IS NULL", SqlEntries::read, folder, name);
  }

  List<Entry> gone(long folder, String name) {
    return session.list(
        SELECT + "WHERE folder = ? AND name = ? AND gone IS NOT NULL ORDER BY gone DESC, id DESC",
        SqlEntries::read,
        folder,
        name);
  }

  Optional<Entry> find(long id) {
    return session.first(SELECT + "WHERE id = ?", SqlEntries::read, id);
  }

  List<Entry> of(ItemId item, FileRole role) {
    return session.list(
        SELECT + "WHERE item = ? AND role = ? ORDER BY id",
        SqlEntries::read,
        item.value(),
        word(role));
  }

  List<Entry> with(long inode, long born, int limit) {
    return session.list(
        SELECT + "WHERE inode = ? AND born = ? ORDER BY id LIMIT ?",
        SqlEntries::read,
        inode,
        born,
        limit);
  }

  List<Entry> like(long size, long modified, int limit) {
    return session.list(
        SELECT + "WHERE size = ? AND modified = ? ORDER BY id LIMIT ?",
        SqlEntries::read,
        size,
        modified,
        limit);
  }

  List<Entry> withEssence(String essence, int limit) {
    return session.list(
        SELECT + "WHERE essence = ? AND essence <> '' ORDER BY id LIMIT ?",
        SqlEntries::read,
        essence,
        limit);
  }

  List<Entry> sidecars(long folder, int limit) {
    return session.list(
        SELECT
            + "WHERE folder = ? AND role = 'sidecar' AND gone IS NULL ORDER BY folder, name"
            + " LIMIT ?",
        SqlEntries::read,
        folder,
        limit);
  }

  Entry add(Entry entry) {
    var stat = entry.stat();
    long id = session.updateReturning(ADD + ROW + " RETURNING id", row(entry));
    return new Entry(
        id,
        entry.folder(),
        entry.name(),
        entry.role(),
        entry.item(),
        stat,
        entry.gone(),
        entry.settled(),
        entry.probe(),
        entry.demand(),
        entry.essence(),
        entry.digest());
  }

  void addAll(List<Entry> entries) {
    session.insert(ADD, ROW, "", entries.stream().map(SqlEntries::row).toList());
  }

  /// The arguments of [#ADD], and but for the id those of [#UPDATE].
  private static @Nullable Object[] row(Entry entry) {
    var stat = entry.stat();
    return new @Nullable Object[] {
      entry.folder(),
      entry.name(),
      word(entry.role()),
      Columns.value(entry.item()),
      stat.size(),
      stat.modified(),
      stat.inode(),
      stat.born(),
      entry.gone(),
      entry.settled(),
      word(entry.probe()),
      entry.demand(),
      entry.essence(),
      entry.digest()
    };
  }

  void update(Entry entry) {
    var row = row(entry);
    var arguments = Arrays.copyOf(row, row.length + 1);
    arguments[row.length] = entry.id();
    session.update(UPDATE, arguments);
    if (entry.role() == FileRole.MEDIA && entry.item() != null) {
      var unavailable = entry.settled() ? null : entry.gone();
      session.update(SET_UNAVAILABLE, unavailable, entry.item().value(), unavailable);
    }
  }

  void probed(long id, ProbeState outcome, String essence) {
    session.update(
        "UPDATE entry SET probe = ?, essence = ?, demand = 0 WHERE id = ?",
        word(outcome),
        essence,
        id);
  }

  void remove(long id) {
    session.update("DELETE FROM entry WHERE id = ?", id);
  }

  int markGone(long folder, Instant since) {
    session.update(MARK_ITEMS_GONE, since, folder);
    return session.update(
        "UPDATE entry SET gone = ? WHERE folder = ? AND gone IS NULL", since, folder);
  }

  List<Entry> unsettled(LibraryId library, long after, int limit) {
    return session.list(
        COLUMNS
            + OF_LIBRARY
            + "AND entry.id > ? AND entry.gone IS NOT NULL AND entry.settled = 0"
            + " ORDER BY entry.id LIMIT ?",
        SqlEntries::read,
        library.value(),
        after,
        limit);
  }

  long countLost(LibraryId library, Instant settledSince) {
    return session.number(COUNT_UNSETTLED, library.value())
        + session.number(COUNT_SETTLED, library.value(), settledSince);
  }

  List<Entry> settledSince(LibraryId library, Instant since, int limit) {
    return session.list(
        COLUMNS + OF_LIBRARY + "AND entry.settled = 1 AND entry.gone >= ? LIMIT ?",
        SqlEntries::read,
        library.value(),
        since,
        limit);
  }

  long countThere(LibraryId library) {
    return session.number(COUNT_THERE, library.value());
  }

  long countDue(LibraryId library) {
    return session.number(COUNT_DUE, library.value());
  }

  List<Entry> settledBefore(Instant limit, int count) {
    return session.list(
        SELECT + "WHERE settled = 1 AND gone < ? ORDER BY gone, id LIMIT ?",
        SqlEntries::read,
        limit,
        count);
  }

  List<Entry> due(int limit) {
    return session.list(DUE, SqlEntries::read, limit);
  }

  long countDue() {
    return session.number("SELECT count(*) FROM entry WHERE probe = 'due' AND gone IS NULL");
  }

  void probeAgain(LibraryId library, String path) {
    session.update(PROBE_AGAIN, library.value(), path, SqlFolders.end(path));
  }

  int endPostponement() {
    return session.update(
        "UPDATE entry SET probe = 'due' WHERE probe = 'postponed' AND gone IS NULL");
  }

  void demand(ItemId item, long demand) {
    session.update(DEMAND, demand, item.value());
  }

  Optional<Entry> checkedBefore(Instant limit) {
    return session.first(CHECKED_BEFORE, SqlEntries::read, limit);
  }

  void checked(long entry, String digest, Instant at) {
    session.update("UPDATE entry SET digest = ?, checked = ? WHERE id = ?", digest, at, entry);
  }

  List<Entry> some(LibraryId library, int limit) {
    return session.list(
        COLUMNS + OF_LIBRARY + "ORDER BY entry.id LIMIT ?",
        SqlEntries::read,
        library.value(),
        limit);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        row.getLong("folder"),
        Columns.text(row, "name"),
        FileRole.valueOf(upper(row, "role")),
        Columns.findItem(row, "item"),
        stat(row),
        Columns.findInstant(row, "gone"),
        row.getInt("settled") == 1,
        ProbeState.valueOf(upper(row, "probe")),
        row.getLong("demand"),
        Columns.text(row, "essence"),
        Columns.text(row, "digest"));
  }

  /// Devices and links are of the moment: they are not kept.
  private static FileStat stat(ResultSet row) throws SQLException {
    return new FileStat(
        FileStat.Kind.FILE,
        0,
        row.getLong("inode"),
        row.getLong("born"),
        row.getLong("size"),
        row.getLong("modified"),
        1);
  }

  private static String upper(ResultSet row, String column) throws SQLException {
    return Columns.text(row, column).toUpperCase(Locale.ROOT);
  }
}
