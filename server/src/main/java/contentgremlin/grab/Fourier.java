package contentgremlin.grab;

/// The fast Fourier transform (Cooley and Tukey), in place, for one size. Immutable.
final class Fourier {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  /// @param size a power of two
  Fourier(int size) {
    this.size = size;
    this.cosines = new double[size / 2];
    this.sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = Math.cos(-2 * Math.PI * i / size);
      sines[i] = Math.sin(-2 * Math.PI * i / size);
    }
  }

  void transform(double[] real, double[] imaginary) {
    reorder(real, imaginary);
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int first = 0; first < size; first += 2 * half) {
        for (int k = 0; k < half; k++) {
          int even = first + k;
          int odd = even + half;
          double cosine = cosines[k * stride];
          double sine = sines[k * stride];
          double re = real[odd] * cosine - imaginary[odd] * sine;
          double im = real[odd] * sine + imaginary[odd] * cosine;
          real[odd] = real[even] - re;
          imaginary[odd] = imaginary[even] - im;
          real[even] += re;
          imaginary[even] += im;
        }
      }
    }
  }

  /// Each value goes to where its place's bits, read backwards, point.
  private void reorder(double[] real, double[] imaginary) {
    int unused = Integer.numberOfLeadingZeros(size - 1);
    for (int i = 0; i < size; i++) {
      int other = Integer.reverse(i) >>> unused;
      if (other > i) {
        swap(real, i, other);
        swap(imaginary, i, other);
      }
    }
  }

  private static void swap(double[] values, int one, int other) {
    double kept = values[one];
    values[one] = values[other];
    values[other] = kept;
  }
}
