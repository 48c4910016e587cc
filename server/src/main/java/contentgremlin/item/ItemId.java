package contentgremlin.item;

/// Names one item for ever. Letters and digits, thirteen of them by chance (65 bits), so that an
/// unlisted item's address can't be guessed.
public record ItemId(String value) implements Comparable<ItemId> {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 13;
  private static final int ORDER_LENGTH = 4;

  /// That a letter stands for.
  private static final int BITS = 5;

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

  /// Items that are made by the thousand, one after the other, begin alike: so an index has them
  /// side by side, and keeping one more does not touch another part of it each time.
  ///
  /// @param random as for [#from(byte[])]
  /// @param seconds when it is made, in whatever units; what counts is how the last ones differ
  public static ItemId from(byte[] random, long seconds) {
    var text = new StringBuilder(ORDER_LENGTH + LENGTH);
    for (int i = ORDER_LENGTH - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt((int) (seconds >> (BITS * i)) & 31));
    }
    return new ItemId(text.append(from(random).value).toString());
  }

  @Override
  public int compareTo(ItemId other) {
    return value.compareTo(other.value);
  }
}
