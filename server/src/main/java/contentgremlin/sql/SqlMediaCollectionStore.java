package contentgremlin.sql;

import contentgremlin.community.Collected;
import contentgremlin.community.MediaCollection;
import contentgremlin.community.MediaCollectionStore;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlMediaCollectionStore(Session session) implements MediaCollectionStore {
  private static final String SELECT =
      "SELECT id, owner, title, description, visibility, created FROM media_collection ";

  private static final String ADD =
      """
      INSERT INTO media_collection (owner, title, description, visibility, created)
      VALUES (?, ?, ?, ?, ?) RETURNING id
      """;

  private static final String UPDATE =
      "UPDATE media_collection SET title = ?, description = ?, visibility = ? WHERE id = ?";

  private static final String NEWEST = "id < ? ORDER BY id DESC LIMIT ?";

  private static final String ITEMS = "SELECT item, position, note, added FROM collected ";

  private static final String FIRST =
      ITEMS + "WHERE collection = ? ORDER BY position, item LIMIT ?";

  private static final String NEXT =
      ITEMS + "WHERE collection = ? AND (position, item) > (?, ?) ORDER BY position, item LIMIT ?";

  private static final String APPEND =
      """
      INSERT INTO collected (collection, item, position, note, added)
      SELECT ?, ?, coalesce(max(position), 0) + 1, ?, ? FROM collected WHERE collection = ?
      ON CONFLICT (collection, item) DO NOTHING
      """;

  @Override
  public MediaCollection add(MediaCollection collection) {
    long id =
        session.updateReturning(
            ADD,
            Columns.value(collection.owner()),
            collection.title(),
            collection.description(),
            collection.visibility().word(),
            collection.created());
    return new MediaCollection(
        id,
        collection.owner(),
        collection.title(),
        collection.description(),
        collection.visibility(),
        Columns.stored(collection.created()));
  }

  @Override
  public Optional<MediaCollection> find(long id) {
    return session.first(SELECT + "WHERE id = ?", SqlMediaCollectionStore::read, id);
  }

  @Override
  public void update(MediaCollection collection) {
    session.update(
        UPDATE,
        collection.title(),
        collection.description(),
        collection.visibility().word(),
        collection.id());
  }

  @Override
  public void remove(long id) {
    session.update("DELETE FROM media_collection WHERE id = ?", id);
  }

  @Override
  public List<MediaCollection> list(Scope scope, @Nullable Long before, int limit) {
    long from = before == null ? Long.MAX_VALUE : before;
    return switch (scope) {
      case Scope.Public() -> read("WHERE visibility = 'public' AND " + NEWEST, from, limit);
      case Scope.PublicOf(var owner) ->
          read(
              "WHERE owner = ? AND visibility = 'public' AND " + NEWEST,
              owner.value(),
              from,
              limit);
      case Scope.OwnedBy(var owner) ->
          read("WHERE owner = ? AND " + NEWEST, owner.value(), from, limit);
      case Scope.Everything() -> read("WHERE " + NEWEST, from, limit);
    };
  }

  private List<MediaCollection> read(String rest, Object... arguments) {
    return session.list(SELECT + rest, SqlMediaCollectionStore::read, arguments);
  }

  @Override
  public List<Collected> items(long id, @Nullable Collected after, int limit) {
    return after == null
        ? session.list(FIRST, SqlMediaCollectionStore::readItem, id, limit)
        : session.list(
            NEXT,
            SqlMediaCollectionStore::readItem,
            id,
            after.position(),
            after.item().value(),
            limit);
  }

  @Override
  public long count(long id) {
    return session.number("SELECT count(*) FROM collected WHERE collection = ?", id);
  }

  @Override
  public boolean append(long id, ItemId item, String note, Instant now) {
    return session.update(APPEND, id, item.value(), note, now, id) > 0;
  }

  @Override
  public boolean take(long id, ItemId item) {
    return session.update(
            "DELETE FROM collected WHERE collection = ? AND item = ?", id, item.value())
        > 0;
  }

  @Override
  public void place(long id, ItemId item, long position) {
    session.update(
        "UPDATE collected SET position = ? WHERE collection = ? AND item = ?",
        position,
        id,
        item.value());
  }

  private static MediaCollection read(ResultSet row) throws SQLException {
    return new MediaCollection(
        row.getLong("id"),
        Columns.findAccount(row, "owner"),
        Columns.text(row, "title"),
        Columns.text(row, "description"),
        Visibility.of(Columns.text(row, "visibility")),
        Columns.instant(row, "created"));
  }

  private static Collected readItem(ResultSet row) throws SQLException {
    return new Collected(
        new ItemId(row.getString("item")),
        row.getLong("position"),
        Columns.text(row, "note"),
        Columns.instant(row, "added"));
  }
}
