package contentgremlin.transcode;

import java.util.StringJoiner;

/// The outline of a sound: the greatest amplitude in each of a fixed number of equal parts. Takes
/// samples as they come, in bounded memory. Not thread-safe.
public final class Peaks {
  public static final int COUNT = 1000;

  private static final int HIGHEST = 255;

  private final int[] peaks;
  private final long samplesAll;
  private long samplesSeen;
  private int lowByte = -1;

  /// @param samplesAll how many will come
  public Peaks(long samplesAll) {
    this.samplesAll = Math.max(1, samplesAll);
    this.peaks = new int[(int) Math.min(COUNT, this.samplesAll)];
  }

  /// Takes the next bytes: samples of 16 bits, little endian.
  public void add(byte[] bytes, int length) {
    for (int at = 0; at < length; at++) {
      if (lowByte < 0) {
        lowByte = bytes[at] & 0xff;
      } else {
        sample((short) (bytes[at] << 8 | lowByte));
        lowByte = -1;
      }
    }
  }

  private void sample(short value) {
    int part = (int) Math.min(peaks.length - 1, samplesSeen * peaks.length / samplesAll);
    peaks[part] = Math.max(peaks[part], Math.abs((int) value));
    samplesSeen++;
  }

  /// `{"peaks":[0..255 …],"duration":seconds}`
  public String toJson(double seconds) {
    var json =
        new StringJoiner(
            ",", "{\"peaks\":[", "],\"duration\":" + Math.round(seconds * 1000) / 1000.0 + "}");
    for (int peak : peaks) {
      json.add(Integer.toString(Math.min(HIGHEST, peak * HIGHEST / Short.MAX_VALUE)));
    }
    return json.toString();
  }
}
