package contentgremlin.store;

import contentgremlin.account.AccountId;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.vault.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values that the contract tests start from.
public final class DatabaseTesting {
  /// With microseconds, which are not kept.
  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");

  public static final Instant NOON_KEPT = Instant.parse("2026-06-01T12:00:00.123Z");

  private DatabaseTesting() {}

  public static Digest digest(int number) {
    return new Digest("%064x".formatted(number));
  }

  /// A published, public video of nobody's.
  public static Item item(String id) {
    return item(id, null, NOON_KEPT);
  }

  public static Item item(String id, @Nullable AccountId owner, Instant created) {
    return new Item(
        new ItemId(id),
        owner,
        MediaType.VIDEO,
        "Title of " + id,
        "",
        List.of(),
        Visibility.PUBLIC,
        new Item.State.Published(NOON_KEPT),
        new Source.Owned(digest(id.hashCode() & 0xffff), id + ".mp4", 1_000, ""),
        new MediaFacts("video/mp4", Duration.ofMillis(61_500), 1920, 1080),
        false,
        false,
        created);
  }
}
