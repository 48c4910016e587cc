package contentgremlin.library;

import java.util.Comparator;

/// The order of paths in a walk and in the rows: byte by byte as UTF-8. Java's own order differs,
/// beyond the characters of 16 bits.
public final class PathOrder {
  public static final Comparator<String> BYTES = PathOrder::compare;

  private PathOrder() {}

  public static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char left = one.charAt(i);
      char right = other.charAt(i);
      if (left != right) {
        return Character.compare(rank(left), rank(right));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /// Halves of a pair stand for characters beyond all others.
  private static char rank(char unit) {
    if (Character.isSurrogate(unit)) {
      return (char) (unit + 0x2000);
    }
    return unit >= 0xe000 ? (char) (unit - 0x0800) : unit;
  }
}
