package contentgremlin.vault;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An upload that has begun: what was promised. How much of it has come is in the file itself, and
/// in `offset` as far as it was acknowledged.
///
/// @param owner null for the operator
/// @param length promised bytes, or -1 while it is deferred
/// @param offset bytes that are durable and were acknowledged
/// @param metadata tus `Upload-Metadata`, decoded: filename, title, description, tags, visibility …
/// @param parts the uploads that this final one is made of; empty unless `kind` is FINAL
/// @param item what became of it, once it is complete
public record Upload(
    UploadId id,
    @Nullable AccountId owner,
    Kind kind,
    long length,
    long offset,
    Map<String, String> metadata,
    List<UploadId> parts,
    @Nullable ItemId item,
    Instant created,
    Instant expires) {
  public static final long LENGTH_DEFERRED = -1;

  /// tus concatenation: a partial upload becomes nothing by itself.
  public enum Kind {
    WHOLE,
    PARTIAL,
    FINAL
  }

  public Upload {
    metadata = Map.copyOf(metadata);
    parts = List.copyOf(parts);
  }

  public boolean isComplete() {
    return length == offset;
  }

  public Upload grownTo(long newOffset, Instant newExpires) {
    return new Upload(
        id, owner, kind, length, newOffset, metadata, parts, item, created, newExpires);
  }

  public Upload promising(long newLength) {
    return new Upload(id, owner, kind, newLength, offset, metadata, parts, item, created, expires);
  }

  public Upload became(ItemId newItem) {
    return new Upload(id, owner, kind, length, offset, metadata, parts, newItem, created, expires);
  }
}
