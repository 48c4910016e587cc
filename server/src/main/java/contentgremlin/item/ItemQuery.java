package contentgremlin.item;

import contentgremlin.account.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which items to list, newest first, a page at a time; of several with the same time, the greater
/// id comes first, so that two listings can be merged.
///
/// @param after the last item of the page before, or null for the first page
public record ItemQuery(
    Scope scope, @Nullable MediaType type, @Nullable String tag, @Nullable Key after, int limit) {
  public static final int LIMIT_MAX = 200;

  public ItemQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("a page has 1 to " + LIMIT_MAX + " items, not " + limit);
    }
  }

  public sealed interface Scope {
    /// Published and public.
    record Public() implements Scope {}

    /// All that one account owns, in any state but trashed.
    record OwnedBy(AccountId owner) implements Scope {}

    /// Published and public of one account: the page that others see.
    record PublicOf(AccountId owner) implements Scope {}

    /// Everything but the trash: for moderators and the operator.
    record Everything() implements Scope {}

    /// What lies in the trash, of one account or (null) of all.
    record Trash(@Nullable AccountId owner) implements Scope {}
  }

  /// Where a page ends; the next one starts behind it.
  public record Key(Instant created, ItemId id) {
    public static Key of(Item item) {
      return new Key(item.created(), item.id());
    }
  }
}
