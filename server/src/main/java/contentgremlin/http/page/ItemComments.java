package contentgremlin.http.page;

import contentgremlin.community.Comment;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Comments;
import contentgremlin.item.Item;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was said about an item, below it.
///
/// @param next where later ones are to be read, or null
public record ItemComments(List<Said> comments, @Nullable String next) {
  private static final int SHOWN_MAX = 100;

  /// @param author null if the account is gone
  public record Said(
      long id, @Nullable String author, String day, String time, List<Texts.Stretch> text) {}

  /// @param after the number of the last comment of the page before, or null
  static ItemComments of(Item item, Comments comments, Accounts accounts, @Nullable Long after) {
    var found = comments.of(item, after, SHOWN_MAX + 1);
    var shown = found.stream().limit(SHOWN_MAX).toList();
    var names =
        accounts.names(shown.stream().map(Comment::author).filter(Objects::nonNull).toList());
    return new ItemComments(
        shown.stream()
            .map(one ->
                new Said(
                    one.id(),
                    one.author() == null ? null : names.get(one.author()),
                    Texts.minute(one.created()),
                    one.created().toString(),
                    Texts.linked(one.text())))
            .toList(),
        found.size() > SHOWN_MAX
            ? "/items/" + item.id().value() + "?comments=" + shown.getLast().id() + "#comments"
            : null);
  }
}
