package contentgremlin.grab;

/// A picture in a few letters: the lowest frequencies of its cosine transform, as the public
/// description of BLURHASH has it (its algorithm and the digits of base 83).
final class Blurhash {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

  private static final int BASE = 83;

  private Blurhash() {}

  /// @param pixels as 0xrrggbb, row after row of a square
  /// @param across how many frequencies, 1 to 9
  /// @param down how many frequencies, 1 to 9
  static String of(int[] pixels, int side, int across, int down) {
    var factors = new double[across * down][];
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        factors[y * across + x] = factor(pixels, side, x, y);
      }
    }
    double greatest = 0;
    for (int i = 1; i < factors.length; i++) {
      for (double part : factors[i]) {
        greatest = Math.max(greatest, Math.abs(part));
      }
    }
    int scale = Math.clamp((int) Math.floor(greatest * 166 - 0.5), 0, BASE - 1);
    var text = new StringBuilder();
    digits(text, (across - 1) + (down - 1) * 9, 1);
    digits(text, scale, 1);
    digits(text, mean(factors[0]), 4);
    for (int i = 1; i < factors.length; i++) {
      digits(text, wave(factors[i], (scale + 1) / 166.0), 2);
    }
    return text.toString();
  }

  /// How much there is of this frequency, in linear red, green and blue.
  private static double[] factor(int[] pixels, int side, int across, int down) {
    var sum = new double[3];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double basis = Math.cos(Math.PI * across * x / side) * Math.cos(Math.PI * down * y / side);
        int colour = pixels[y * side + x];
        for (int part = 0; part < 3; part++) {
          sum[part] += basis * linear((colour >> (16 - 8 * part)) & 0xff);
        }
      }
    }
    double norm = (across == 0 && down == 0 ? 1.0 : 2.0) / (side * side);
    for (int part = 0; part < 3; part++) {
      sum[part] *= norm;
    }
    return sum;
  }

  private static int mean(double[] factor) {
    int colour = 0;
    for (double part : factor) {
      colour = (colour << 8) | curved(part);
    }
    return colour;
  }

  private static int wave(double[] factor, double greatest) {
    int value = 0;
    for (double part : factor) {
      double root = Math.copySign(Math.sqrt(Math.abs(part / greatest)), part);
      value = value * 19 + Math.clamp((int) Math.floor(root * 9 + 9.5), 0, 18);
    }
    return value;
  }

  /// Of sRGB (IEC 61966-2-1).
  private static double linear(int value) {
    double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  private static int curved(double linear) {
    double part = Math.clamp(linear, 0.0, 1.0);
    double curved = part <= 0.0031308 ? part * 12.92 : 1.055 * Math.pow(part, 1 / 2.4) - 0.055;
    return (int) Math.round(curved * 255);
  }

  private static void digits(StringBuilder text, int value, int length) {
    int divisor = 1;
    for (int i = 1; i < length; i++) {
      divisor *= BASE;
    }
    for (int rest = value; divisor > 0; divisor /= BASE) {
      text.append(DIGITS.charAt(rest / divisor % BASE));
    }
  }
}
