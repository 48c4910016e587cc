package contentgremlin.community;

import contentgremlin.account.AccountId;
import contentgremlin.item.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Items that somebody put together, in an order.
///
/// @param owner null for the operator's, or if the account is gone
/// @param visibility of the collection; its items have their own
public record MediaCollection(
    CollectionId id,
    @Nullable AccountId owner,
    String title,
    String description,
    Visibility visibility,
    Instant created) {
  public static final int TITLE_LENGTH_MAX = 500;
  public static final int DESCRIPTION_LENGTH_MAX = 20_000;
  public static final int NOTE_LENGTH_MAX = 5_000;

  /// More items no collection holds.
  public static final int ITEMS_MAX = 10_000;

  public MediaCollection with(String newTitle, String newDescription, Visibility newVisibility) {
    return new MediaCollection(id, owner, newTitle, newDescription, newVisibility, created);
  }
}
