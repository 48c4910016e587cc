package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.library.LibraryStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Libraries; their folders and files are kept by the parts that it is made of.
final class SqlLibraryStore implements LibraryStore {
  private static final String SELECT =
      """
      SELECT id, name, root, visibility, created, scan_started, scan_ended, removed
      FROM library
      """;

  private static final String ADD =
      """
      INSERT INTO library (name, root, visibility, created)
      VALUES (?, ?, ?, ?) RETURNING id
      """;

  private static final String UPDATE =
      """
      UPDATE library SET name = ?, root = ?, visibility = ?, scan_started = ?, scan_ended = ?
      WHERE id = ?
      """;

  private final Session session;
  private final SqlFolders folders;
  private final SqlEntries entries;
  private final SqlDisplaced displaced;

  SqlLibraryStore(Session session) {
    this.session = session;
    this.folders = new SqlFolders(session);
    this.entries = new SqlEntries(session);
    this.displaced = new SqlDisplaced(session);
  }

  @Override
  public Library add(String name, String root, Visibility visibility, Instant now) {
    long id = session.updateReturning(ADD, name, root, visibility.word(), now);
    return new Library(new LibraryId(id), name, root, visibility, now, null, false);
  }

  @Override
  public List<Library> all() {
    return session.list(SELECT + "ORDER BY name", SqlLibraryStore::read);
  }

  @Override
  public Optional<Library> find(LibraryId id) {
    return session.first(SELECT + "WHERE id = ?", SqlLibraryStore::read, id.value());
  }

  @Override
  public Optional<Library> find(String name) {
    return session.first(SELECT + "WHERE name = ?", SqlLibraryStore::read, name);
  }

  @Override
  public void update(Library library) {
    var scan = library.scan();
    session.update(
        UPDATE,
        library.name(),
        library.root(),
        library.visibility().word(),
        scan == null ? null : scan.started(),
        scan == null ? null : scan.ended(),
        library.id().value());
  }

  @Override
  public void beginRemoval(LibraryId library, Instant now) {
    session.update("UPDATE library SET removed = ? WHERE id = ?", now, library.value());
  }

  @Override
  public void remove(LibraryId library) {
    session.update("DELETE FROM library WHERE id = ?", library.value());
  }

  @Override
  public List<Folder> foldersAfter(LibraryId library, String path, int limit) {
    return folders.after(library, path, limit);
  }

  @Override
  public List<Folder> foldersIn(long parent, String after, int limit) {
    return folders.in(parent, after, limit);
  }

  @Override
  public boolean isListed(LibraryId library, String path) {
    return folders.isListed(library, path);
  }

  @Override
  public Optional<Folder> folder(LibraryId library, String path) {
    return folders.find(library, path);
  }

  @Override
  public Optional<Folder> goneFolder(LibraryId library, String path) {
    return folders.findGone(library, path);
  }

  @Override
  public Optional<Folder> folder(long id) {
    return folders.find(id);
  }

  @Override
  public List<Folder> foldersWith(long inode, long born) {
    return folders.with(inode, born);
  }

  @Override
  public Folder add(Folder folder) {
    return folders.add(folder);
  }

  @Override
  public void update(Folder folder) {
    folders.update(folder);
  }

  @Override
  public void move(Folder folder, Folder newParent, String newPath) {
    folders.move(folder, newParent, newPath);
  }

  @Override
  public void removeFolder(long id) {
    session.update("DELETE FROM folder WHERE id = ?", id);
  }

  @Override
  public int removeFolders(LibraryId library, int limit) {
    return folders.removeSome(library, limit);
  }

  @Override
  public void markOffline(LibraryId library, String path, Folder.Offline offline) {
    folders.markOffline(library, path, offline);
  }

  @Override
  public void markOnline(LibraryId library, String path) {
    folders.markOnline(library, path);
  }

  @Override
  public List<Folder> offline(LibraryId library, int limit) {
    return folders.offline(library, limit);
  }

  @Override
  public List<Entry> entries(long folder, String after, int limit) {
    return entries.there(folder, after, limit);
  }

  @Override
  public Optional<Entry> entry(long folder, String name) {
    return entries.there(folder, name);
  }

  @Override
  public List<Entry> gone(long folder, String name) {
    return entries.gone(folder, name);
  }

  @Override
  public Optional<Entry> entry(long id) {
    return entries.find(id);
  }

  @Override
  public Optional<Entry> entryOf(ItemId item) {
    return entries.of(item, FileRole.MEDIA).stream().findFirst();
  }

  @Override
  public List<Entry> sidecarsIn(long folder, int limit) {
    return entries.sidecars(folder, limit);
  }

  @Override
  public List<Entry> sidecarsOf(ItemId item) {
    return entries.of(item, FileRole.SIDECAR);
  }

  @Override
  public List<Entry> entriesWith(long inode, long born, int limit) {
    return entries.with(inode, born, limit);
  }

  @Override
  public List<Entry> entriesLike(long size, long modified, int limit) {
    return entries.like(size, modified, limit);
  }

  @Override
  public List<Entry> entriesWithEssence(String essence, int limit) {
    return entries.withEssence(essence, limit);
  }

  @Override
  public void displace(Entry before, Instant now) {
    displaced.put(before.stat(), before.id(), now);
  }

  @Override
  public Optional<Entry> displaced(FileStat file, Instant since) {
    return displaced.find(file, since).flatMap(entries::find);
  }

  @Override
  public boolean hasDisplaced(long entry) {
    return displaced.hasOf(entry);
  }

  @Override
  public void returned(FileStat file, long entry) {
    displaced.returned(file, entry);
  }

  @Override
  public int forgetDisplaced(Instant before, int limit) {
    return displaced.removeBefore(before, limit);
  }

  @Override
  public Entry add(Entry entry) {
    return entries.add(entry);
  }

  @Override
  public void addAll(List<Entry> added) {
    entries.addAll(added);
  }

  @Override
  public boolean hasGone() {
    return session.exists("SELECT 1 FROM entry WHERE gone IS NOT NULL LIMIT 1");
  }

  @Override
  public void update(Entry entry) {
    entries.update(entry);
  }

  @Override
  public void probed(long entry, Entry.ProbeState outcome, String essence) {
    entries.probed(entry, outcome, essence);
  }

  @Override
  public void removeEntry(long id) {
    entries.remove(id);
  }

  @Override
  public int markGone(long folder, Instant since) {
    return entries.markGone(folder, since);
  }

  @Override
  public List<Entry> unsettled(LibraryId library, long afterId, int limit) {
    return entries.unsettled(library, afterId, limit);
  }

  @Override
  public List<Entry> settledSince(LibraryId library, Instant since, int limit) {
    return entries.settledSince(library, since, limit);
  }

  @Override
  public long countLost(LibraryId library, Instant settledSince) {
    return entries.countLost(library, settledSince);
  }

  @Override
  public long countThere(LibraryId library) {
    return entries.countThere(library);
  }

  @Override
  public long countDue(LibraryId library) {
    return entries.countDue(library);
  }

  @Override
  public boolean isEmpty() {
    return !session.exists("SELECT 1 FROM entry LIMIT 1");
  }

  @Override
  public List<Folder> emptyGone(Instant limit, int count) {
    return folders.emptyGone(limit, count);
  }

  @Override
  public List<Entry> settledBefore(Instant limit, int count) {
    return entries.settledBefore(limit, count);
  }

  @Override
  public List<Entry> due(int limit) {
    return entries.due(limit);
  }

  @Override
  public long countDue() {
    return entries.countDue();
  }

  @Override
  public void probeAgain(LibraryId library, String path) {
    entries.probeAgain(library, path);
  }

  @Override
  public int endPostponement() {
    return entries.endPostponement();
  }

  @Override
  public void demand(ItemId item, long demand) {
    entries.demand(item, demand);
  }

  @Override
  public Optional<Entry> checkedBefore(Instant limit) {
    return entries.checkedBefore(limit);
  }

  @Override
  public void checked(long entry, String digest, Instant at) {
    entries.checked(entry, digest, at);
  }

  @Override
  public List<Entry> some(LibraryId library, int limit) {
    return entries.some(library, limit);
  }

  private static Library read(ResultSet row) throws SQLException {
    return new Library(
        new LibraryId(row.getLong("id")),
        Columns.text(row, "name"),
        Columns.text(row, "root"),
        Visibility.of(Columns.text(row, "visibility")),
        Columns.instant(row, "created"),
        scan(row),
        Columns.findInstant(row, "removed") != null);
  }

  private static Library.@Nullable Scan scan(ResultSet row) throws SQLException {
    var started = Columns.findInstant(row, "scan_started");
    return started == null
        ? null
        : new Library.Scan(started, Columns.findInstant(row, "scan_ended"));
  }
}
