package contentgremlin.sql;

import contentgremlin.community.Collected;
import contentgremlin.community.CollectionId;
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
      INSERT INTO media_collection (id, owner, title, description, visibility, created)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      "UPDATE media_collection SET title = ?, description = ?, visibility = ? WHERE id = ?";

  private static final String NEWEST =
      "(created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?";

  private static final String ITEMS = "SELECT item, position, note, added FROM collected ";

  private static final String FIRST =
      ITEMS + "WHERE collection = ? ORDER BY position, item LIMIT ?";

  private static final String NEXT =
      ITEMS + "WHERE collection = ? AND position > ? ORDER BY position, item LIMIT ?";

  private static final String APPEND =
      """
      INSERT INTO collected (collection, item, position, note, added)
      SELECT ?, ?, coalesce(max(position), 0) + 1, ?, ? FROM collected WHERE collection = ?
      ON CONFLICT (collection, item) DO NOTHING
      """;

  @Override
  public MediaCollection add(MediaCollection collection) {
    session.update(
        ADD,
        collection.id().value(),
        Columns.value(collection.owner()),
        collection.title(),
        collection.description(),
        collection.visibility().word(),
        collection.created());
    return new MediaCollection(
        collection.id(),
        collection.owner(),
        collection.title(),
        collection.description(),
        collection.visibility(),
        Columns.stored(collection.created()));
  }

  @Override
  public Optional<MediaCollection> find(CollectionId id) {
    return session.first(SELECT + "WHERE id = ?", SqlMediaCollectionStore::read, id.value());
  }

  @Override
  public void update(MediaCollection collection) {
    session.update(
        UPDATE,
        collection.title(),
        collection.description(),
        collection.visibility().word(),
        collection.id().value());
  }

  @Override
  public void remove(CollectionId id) {
    session.update("DELETE FROM media_collection WHERE id = ?", id.value());
  }

  @Override
  public List<MediaCollection> list(Scope scope, @Nullable Mark before, int limit) {
    long from = before == null ? Long.MAX_VALUE : before.created().toEpochMilli();
    var last = before == null ? "" : before.id().value();
    return switch (scope) {
      case Scope.Public() -> read("WHERE visibility = 'public' AND " + NEWEST, from, last, limit);
      case Scope.PublicOf(var owner) ->
          read(
              "WHERE owner = ? AND visibility = 'public' AND " + NEWEST,
              owner.value(),
              from,
              last,
              limit);
      case Scope.OwnedBy(var owner) ->
          read("WHERE owner = ? AND " + NEWEST, owner.value(), from, last, limit);
      case Scope.Everything() -> read("WHERE " + NEWEST, from, last, limit);
    };
  }

  private List<MediaCollection> read(String rest, Object... arguments) {
    return session.list(SELECT + rest, SqlMediaCollectionStore::read, arguments);
  }

  @Override
  public List<Collected> items(CollectionId id, @Nullable Long after, int limit) {
    return after == null
        ? session.list(FIRST, SqlMediaCollectionStore::readItem, id.value(), limit)
        : session.list(NEXT, SqlMediaCollectionStore::readItem, id.value(), after, limit);
  }

  @Override
  public long count(CollectionId id) {
    return session.number("SELECT count(*) FROM collected WHERE collection = ?", id.value());
  }

  @Override
  public boolean append(CollectionId id, ItemId item, String note, Instant now) {
    return session.update(APPEND, id.value(), item.value(), note, now, id.value()) > 0;
  }

  @Override
  public boolean take(CollectionId id, ItemId item) {
    return session.update(
            "DELETE FROM collected WHERE collection = ? AND item = ?", id.value(), item.value())
        > 0;
  }

  @Override
  public void place(CollectionId id, ItemId item, long position) {
    session.update(
        "UPDATE collected SET position = ? WHERE collection = ? AND item = ?",
        position,
        id.value(),
        item.value());
  }

  private static MediaCollection read(ResultSet row) throws SQLException {
    return new MediaCollection(
        new CollectionId(row.getString("id")),
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
