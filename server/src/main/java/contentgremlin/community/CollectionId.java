package contentgremlin.community;

import contentgremlin.item.ItemId;

/// Names one collection for ever. By chance like an item's, and not counted: so the address of an
/// unlisted collection can't be guessed.
public record CollectionId(String value) {
  public CollectionId {
    if (!value.matches("[0-9a-z]{1,64}")) {
      throw new IllegalArgumentException("not a collection's id: " + value);
    }
  }

  /// @param random as for [ItemId#from(byte[])]
  public static CollectionId from(byte[] random) {
    return new CollectionId(ItemId.from(random).value());
  }
}
