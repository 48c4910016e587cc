package contentgremlin.item;

/// Names one item for ever. Thirteen letters and digits (65 random bits), so that an unlisted
/// item's address can't be guessed.
public record ItemId(String value) implements Comparable<ItemId> {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 13;

  /// Of ids that others gave.
  public static final int LENGTH_MAX = 64;

  public ItemId {
    if (value.isEmpty() || value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("not an item id: " + value);
    }
  }

  /// @param random the lower five bits of each of these bytes are used; at least 13 are needed
  public static ItemId from(byte[] random) {
    var text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random[i] & 31));
    }
    return new ItemId(text.toString());
  }

  @Override
  public int compareTo(ItemId other) {
    return value.compareTo(other.value);
  }
}
