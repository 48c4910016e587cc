package contentgremlin.library;

import java.util.List;

/// A number that stands for all that a comparison of one folder looks at: as long as it stays the
/// same, there is nothing to compare. Of 64 bits, so two states of a folder have the same one by
/// chance once in 18 trillion trillion.
public final class Fingerprint {
  private static final long PRIME = 0x9e3779b97f4a7c15L;

  private Fingerprint() {}

  /// @param found in any order: what was read comes in whatever order the file system likes
  public static long of(List<Found> found) {
    long sum = PRIME;
    for (var one : found) {
      sum +=
          switch (one.stat().kind()) {
            case FILE -> of(one);
            // It keeps what is known of it: that is not as if it were not there.
            case UNKNOWN -> mix(~hash(one.name()));
            case FOLDER, LINK, OTHER -> 0;
          };
    }
    return sum == 0 ? PRIME : sum; // 0 is kept for folders that were never compared
  }

  private static long of(Found found) {
    var stat = found.stat();
    long hash = hash(found.name());
    hash = mix(hash ^ stat.size());
    hash = mix(hash ^ stat.modified());
    hash = mix(hash ^ stat.inode());
    return mix(hash ^ stat.born());
  }

  private static long hash(String name) {
    long hash = name.length();
    for (int i = 0; i < name.length(); i++) {
      hash = hash * 0x100000001b3L ^ name.charAt(i);
    }
    return hash;
  }

  /// Spreads every bit over all others.
  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * PRIME;
    return (mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L ^ mixed >>> 32;
  }
}
