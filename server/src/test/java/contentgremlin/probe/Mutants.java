package contentgremlin.probe;

import java.util.Arrays;
import java.util.Random;

/// Damages files as transmission, disks and malice do.
public final class Mutants {
  private static final int HEADERS = 4_096;
  private static final int FLIPS_MAX = 20;
  private static final int[] SIZES = {0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, -1, 0x8000_0000};

  private Mutants() {}

  public static byte[] of(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> flipped(bytes, bytes.length, random);
      case 2 -> flipped(bytes, Math.min(HEADERS, bytes.length), random);
      case 3 -> resized(bytes, random);
      default ->
          Arrays.copyOf(
              resized(flipped(bytes, bytes.length, random), random),
              random.nextInt(bytes.length) + 1);
    };
  }

  private static byte[] flipped(byte[] bytes, int within, Random random) {
    for (int each = 0; each <= random.nextInt(FLIPS_MAX); each++) {
      bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /// Writes numbers that are too large where lengths may stand.
  private static byte[] resized(byte[] bytes, Random random) {
    int within = random.nextBoolean() ? Math.min(HEADERS, bytes.length) : bytes.length;
    for (int each = 0; each <= random.nextInt(4); each++) {
      int at = random.nextInt(Math.max(1, within - 4));
      int size = SIZES[random.nextInt(SIZES.length)];
      for (int one = 0; one < 4 && at + one < bytes.length; one++) {
        bytes[at + one] = (byte) (size >> (24 - 8 * one));
      }
    }
    return bytes;
  }
}
