package contentgremlin.sql;

import contentgremlin.community.Comment;
import contentgremlin.community.CommentStore;
import contentgremlin.item.ItemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlCommentStore(Session session) implements CommentStore {
  private static final String SELECT = "SELECT id, item, author, text, created FROM item_comment ";

  private static final String ADD =
      "INSERT INTO item_comment (item, author, text, created) VALUES (?, ?, ?, ?) RETURNING id";

  private static final String FIRST = SELECT + "WHERE item = ? ORDER BY created, id LIMIT ?";

  private static final String NEXT =
      SELECT + "WHERE item = ? AND (created, id) > (?, ?) ORDER BY created, id LIMIT ?";

  @Override
  public Comment add(Comment comment) {
    long id =
        session.updateReturning(
            ADD,
            comment.item().value(),
            Columns.value(comment.author()),
            comment.text(),
            comment.created());
    return new Comment(
        id, comment.item(), comment.author(), comment.text(), Columns.stored(comment.created()));
  }

  @Override
  public Optional<Comment> find(long id) {
    return session.first(SELECT + "WHERE id = ?", SqlCommentStore::read, id);
  }

  @Override
  public List<Comment> of(ItemId item, @Nullable Comment after, int limit) {
    return after == null
        ? session.list(FIRST, SqlCommentStore::read, item.value(), limit)
        : session.list(
            NEXT, SqlCommentStore::read, item.value(), after.created(), after.id(), limit);
  }

  @Override
  public boolean remove(long id) {
    return session.update("DELETE FROM item_comment WHERE id = ?", id) > 0;
  }

  private static Comment read(ResultSet row) throws SQLException {
    return new Comment(
        row.getLong("id"),
        new ItemId(row.getString("item")),
        Columns.findAccount(row, "author"),
        Columns.text(row, "text"),
        Columns.instant(row, "created"));
  }
}
