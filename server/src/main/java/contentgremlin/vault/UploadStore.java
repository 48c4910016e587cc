package contentgremlin.vault;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where uploads are kept until they have become items and are no longer asked for.
public interface UploadStore {
  void add(Upload upload);

  Optional<Upload> find(UploadId id);

  void update(Upload upload);

  void remove(UploadId id);

  /// Removes those that became this item.
  void removeOf(ItemId item);

  /// Those whose time is over, earliest first.
  List<Upload> expired(Instant now, int limit);

  /// Whether a final upload that is no item yet is made of this one.
  boolean isPart(UploadId id);

  /// Unfinished uploads of one account (null: the operator's), newest first.
  List<Upload> unfinished(@Nullable AccountId owner, int limit);

  /// Bytes that unfinished uploads of one account have promised: they count against its quota.
  long promised(@Nullable AccountId owner);
}
