package contentgremlin.probe;

/// The header of a frame of MPEG audio (ISO/IEC 11172-3, 2.4.1.3; 13818-3).
///
/// @param version 1, 2, or 25 for the unofficial 2.5
/// @param layer 1 to 3
/// @param bitRate in bits per second
/// @param samples in this frame
/// @param length of the frame with its header, in bytes
record MpegFrame(
    int version, int layer, int bitRate, int sampleRate, boolean mono, int samples, int length) {
  static final int HEADER = 4;

  private static final int[][] BIT_RATES = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };
  private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};
  private static final int MONO = 3;
  private static final int LAYER_3_SIDE = 3;

  /// @return null if these four bytes are no header, or one of a free bit rate
  static @org.jspecify.annotations.Nullable MpegFrame parse(int header) {
    if ((header & 0xffe0_0000) != 0xffe0_0000) {
      return null;
    }
    int versionBits = (header >> 19) & 3;
    int layer = 4 - ((header >> 17) & 3);
    int rate = (header >> 12) & 15;
    int frequency = (header >> 10) & 3;
    if (versionBits == 1 || layer == 4 || rate == 0 || rate == 15 || frequency == 3) {
      return null;
    }
    int version = versionBits == 3 ? 1 : versionBits == 2 ? 2 : 25;
    int row = version == 1 ? layer - 1 : layer == 1 ? 3 : 4;
    int bitRate = BIT_RATES[row][rate] * 1_000;
    int sampleRate = SAMPLE_RATES[frequency] / (version == 1 ? 1 : version == 2 ? 2 : 4);
    int padding = (header >> 9) & 1;
    int samples = layer == 1 ? 384 : layer == LAYER_3_SIDE && version != 1 ? 576 : 1_152;
    int length =
        layer == 1
            ? (12 * bitRate / sampleRate + padding) * 4
            : samples / 8 * bitRate / sampleRate + padding;
    return new MpegFrame(
        version, layer, bitRate, sampleRate, ((header >> 6) & 3) == MONO, samples, length);
  }

  /// Whether both can be of one stream.
  boolean isLike(MpegFrame other) {
    return version == other.version && layer == other.layer && sampleRate == other.sampleRate;
  }

  /// Where a Xing header stands: behind the side information.
  int sideEnd() {
    return HEADER + (version == 1 ? mono ? 17 : 32 : mono ? 9 : 17);
  }
}
