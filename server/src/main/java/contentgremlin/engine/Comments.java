package contentgremlin.engine;

import contentgremlin.account.Actor;
import contentgremlin.community.Comment;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.store.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was said about items, for whoever may see them. Thread-safe.
public final class Comments {
  private final Database database;

  public Comments(Database database) {
    this.database = database;
  }

  /// Oldest first.
  ///
  /// @param after the number of the comment that the page before ended with, or null
  public List<Comment> of(Item item, @Nullable Long after, int limit) {
    return database.read(tables -> {
      var last =
          after == null
              ? Optional.<Comment>empty()
              : tables.comments().find(after).filter(one -> one.item().equals(item.id()));
      return tables.comments().of(item.id(), last.orElse(null), limit);
    });
  }

  public enum Removal {
    DONE,
    UNKNOWN,
    FORBIDDEN
  }

  /// For who wrote it, and for who may edit the item.
  public Removal remove(ItemId id, long number, Actor actor) {
    return database.write(tables -> {
      var item = tables.items().find(id).filter(actor::canSee);
      var comment = tables.comments().find(number).filter(one -> one.item().equals(id));
      if (item.isEmpty() || comment.isEmpty()) {
        return Removal.UNKNOWN;
      }
      boolean isAuthor =
          actor.accountId() != null
              && actor.accountId().equals(comment.get().author())
              && actor.has(Actor.Scope.EDIT);
      if (!isAuthor && !actor.canEdit(item.get())) {
        return Removal.FORBIDDEN;
      }
      var _ = tables.comments().remove(number);
      return Removal.DONE;
    });
  }
}
