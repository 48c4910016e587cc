package contentgremlin.community;

import contentgremlin.item.ItemId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was said about items.
public interface CommentStore {
  /// @return the comment with its number
  Comment add(Comment comment);

  Optional<Comment> find(long id);

  /// Oldest first; MUST be answered from an index.
  ///
  /// @param after null for the oldest ones
  List<Comment> of(ItemId item, @Nullable Comment after, int limit);

  /// @return whether there was such a one
  boolean remove(long id);
}
