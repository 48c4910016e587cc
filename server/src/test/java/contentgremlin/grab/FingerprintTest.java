package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What fpcalc 1.5.1 of Chromaprint says of the same sound was written down here.
class FingerprintTest {
  private static final String SAID =
      "AQAAjAnT9IkC3cj1HM2zCj2TIDeh50O-Eb6O4z_WBOHlpJCSKx9yEMd-9EGYB39xzXiTBM8F_bKE9Bp-"
          + "HKcWoj-a43rwY9ITZMmVHDpyEHeP6YF_9MeDPElSyNWRX8cT-BOe42nxwcuPP8GvHBOYXMmhHwcY-Dn2"
          + "oz-eI_ka5Eku_PiH5in647iG54X35Dh-YdMD6TqO8gKFM9h_9DiS20KeJHgy4ReewMfz49GC52h2HV0f"
          + "XJjyQIp-lD98HJxYPD_2o4f-DI-KpxGe40MfBs2fGPfw49mP5srRIc-RxAbz7Hg-gJ_wHDOPQn_wnLiG"
          + "M8OTKzj8RXh-nDgZ6fgP79C5A4KAAdApaBgjnihjADDvKAGYY4IQgCBD8DkEBQJDAsJMAEI5wsCChCBN"
          + "GaWUIKIEA0AwhAIyWDhGGGMGCeSEdZYQBTiTAAlziVHAO6kEMVozIigBhghWhBEEpIYAdGQRKAjCEBhH"
          + "CBGEAQeFYAo0hBWBgBFBuGNEUCIMEgZA";

  /// Twenty seconds of two melodies and some noise, the same each time.
  static short[] melody() {
    var samples = new short[20 * ChromaRows.SAMPLES_PER_SECOND];
    long noise = 12_345;
    for (int i = 0; i < samples.length; i++) {
      noise = noise * 1_103_515_245 + 12_345 & 0x7fffffff;
      double time = (double) i / ChromaRows.SAMPLES_PER_SECOND;
      double high = 220 + 40 * ((long) (time * 3 % 8));
      double low = 523 + 31 * ((long) (time * 2 % 5));
      samples[i] =
          (short)
              (8_000 * Math.sin(2 * Math.PI * high * time)
                  + 5_000 * Math.sin(2 * Math.PI * low * time)
                  + (noise >> 16) % 400
                  - 200);
    }
    return samples;
  }

  @Test
  void it_is_what_chromaprint_says() {
    assertThat(Fingerprint.of(melody())).isEqualTo(SAID);
  }

  @Test
  void what_is_louder_has_the_same() {
    var quiet = melody();
    for (int i = 0; i < quiet.length; i++) {
      quiet[i] = (short) (quiet[i] / 2);
    }

    assertThat(difference(melody(), quiet)).isLessThan(0.01);
  }

  @Test
  void another_song_has_another() {
    var backwards = melody();
    for (int i = 0, j = backwards.length - 1; i < j; i++, j--) {
      short kept = backwards[i];
      backwards[i] = backwards[j];
      backwards[j] = kept;
    }

    assertThat(difference(melody(), backwards)).isGreaterThan(0.2);
  }

  /// The share of bits; of what has nothing in common, about half.
  static double difference(short[] one, short[] other) {
    int[] first = Fingerprint.numbers(ChromaRows.of(one));
    int[] second = Fingerprint.numbers(ChromaRows.of(other));
    int length = Math.min(first.length, second.length);
    int differing = 0;
    for (int i = 0; i < length; i++) {
      differing += Integer.bitCount(first[i] ^ second[i]);
    }
    return (double) differing / (length * Integer.SIZE);
  }

  @Test
  void what_is_too_short_has_none_and_silence_is_no_trouble() {
    assertThat(Fingerprint.of(new short[0])).isEmpty();
    assertThat(Fingerprint.of(new short[ChromaRows.SAMPLES_PER_SECOND])).isEmpty();
    assertThat(Fingerprint.of(new short[20 * ChromaRows.SAMPLES_PER_SECOND])).startsWith("AQAA");
  }

  @Test
  void differences_of_more_than_six_bits_are_written_apart() {
    assertThat(Fingerprint.text(new int[] {1})).isEqualTo("AQAAAQE");
    assertThat(Fingerprint.text(new int[] {64, 65})).isEqualTo("AQAAAkcAAA");
    assertThat(Fingerprint.text(new int[] {1 << 31})).isEqualTo("AQAAAQcZ");
  }
}
