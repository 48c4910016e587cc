package contentgremlin.community;

import contentgremlin.item.ItemId;
import java.time.Instant;

/// An item in a collection.
///
/// @param position where it stands: smaller ones come first
/// @param note what the collector says of it, or the empty string
public record Collected(ItemId item, long position, String note, Instant added) {}
