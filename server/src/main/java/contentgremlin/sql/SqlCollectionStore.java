package contentgremlin.sql;

import contentgremlin.vault.CollectionStore;
import contentgremlin.vault.ContentLook;
import contentgremlin.vault.Unreferenced;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlCollectionStore(Session session) implements CollectionStore {
  private static final String ADD =
      """
      INSERT INTO sweep_count (action, count, bytes, last) VALUES (?, ?, ?, ?)
      ON CONFLICT (action) DO UPDATE SET count = sweep_count.count + excluded.count,
        bytes = sweep_count.bytes + excluded.bytes, last = excluded.last
      """;

  private static final String SEE =
      """
      INSERT INTO unreferenced_file (path, size, seen) VALUES (?, ?, ?)
      ON CONFLICT (path) DO UPDATE SET size = excluded.size
      """;

  private static final String WAITING =
      """
      SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes,
        coalesce(sum(CASE WHEN seen <= ? THEN 1 ELSE 0 END), 0) AS due,
        coalesce(sum(CASE WHEN seen <= ? THEN size ELSE 0 END), 0) AS due_bytes
      FROM unreferenced_file
      """;

  private static final String PUT_LOOK =
      """
      INSERT INTO content_look (id, place, after, strange, examples, ended)
      VALUES (1, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET place = excluded.place, after = excluded.after,
        strange = excluded.strange, examples = excluded.examples, ended = excluded.ended
      """;

  private static final String SELECT = "SELECT path, size, seen FROM unreferenced_file ";

  @Override
  public void add(String action, long count, long bytes, Instant at) {
    session.update(ADD, action, count, bytes, at);
  }

  @Override
  public Map<String, Tally> tallies() {
    var tallies = new HashMap<String, Tally>();
    session
        .list(
            "SELECT action, count, bytes, last FROM sweep_count",
            row ->
                Map.entry(
                    Columns.text(row, "action"),
                    new Tally(
                        row.getLong("count"), row.getLong("bytes"), Columns.instant(row, "last"))))
        .forEach(entry -> tallies.put(entry.getKey(), entry.getValue()));
    return tallies;
  }

  @Override
  public void see(Unreferenced file) {
    session.update(SEE, file.path(), file.size(), file.seen());
  }

  @Override
  public void forget(String path) {
    session.update("DELETE FROM unreferenced_file WHERE path = ?", path);
  }

  @Override
  public Optional<Unreferenced> find(String path) {
    return session.first(SELECT + "WHERE path = ?", SqlCollectionStore::read, path);
  }

  @Override
  public List<Unreferenced> list(@Nullable String after, int limit) {
    return session.list(
        SELECT + "WHERE path > ? ORDER BY path LIMIT ?",
        SqlCollectionStore::read,
        after == null ? "" : after,
        limit);
  }

  @Override
  public List<Unreferenced> seenBefore(Instant limit, int count) {
    return session.list(
        SELECT + "WHERE seen <= ? ORDER BY seen, path LIMIT ?",
        SqlCollectionStore::read,
        limit,
        count);
  }

  @Override
  public Waiting waiting(Instant limit) {
    return session
        .first(
            WAITING,
            row ->
                new Waiting(
                    row.getLong("files"),
                    row.getLong("bytes"),
                    row.getLong("due"),
                    row.getLong("due_bytes")),
            limit,
            limit)
        .orElseThrow();
  }

  @Override
  public void seeAllAnew(Instant now) {
    session.update("UPDATE unreferenced_file SET seen = ?", now);
  }

  @Override
  public Optional<ContentLook> look() {
    return session.first(
        "SELECT place, after, strange, examples, ended FROM content_look WHERE id = 1",
        row ->
            new ContentLook(
                row.getLong("place"),
                Columns.text(row, "after"),
                row.getLong("strange"),
                Columns.text(row, "examples").lines().toList(),
                Columns.findInstant(row, "ended")));
  }

  @Override
  public void put(ContentLook look) {
    session.update(
        PUT_LOOK,
        look.place(),
        look.after(),
        look.strange(),
        String.join("\n", look.examples()),
        look.ended());
  }

  private static Unreferenced read(ResultSet row) throws SQLException {
    return new Unreferenced(
        Columns.text(row, "path"), row.getLong("size"), Columns.instant(row, "seen"));
  }
}
