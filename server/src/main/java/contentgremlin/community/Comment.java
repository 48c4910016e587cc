package contentgremlin.community;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody said about an item.
///
/// @param id 0 for one that is not stored yet
/// @param author null if the account is gone
/// @param text plain, of several lines
public record Comment(
    long id, ItemId item, @Nullable AccountId author, String text, Instant created) {
  public static final int TEXT_LENGTH_MAX = 20_000;
}
