package contentgremlin.transcode;

import java.util.OptionalDouble;

/// How loud a sound is as a whole (EBU R128), from what ffmpeg's filters print.
public final class Loudness {
  private static final String KEY = "lavfi.r128.I=";

  /// What the filter says of silence.
  private static final double SILENCE = -70;

  private Loudness() {}

  /// @param tail the last lines of the print
  /// @return in LUFS; empty for silence or no print
  public static OptionalDouble integrated(String tail) {
    int at = tail.lastIndexOf(KEY);
    if (at < 0) {
      return OptionalDouble.empty();
    }
    int end = tail.indexOf('\n', at);
    try {
      double value =
          Double.parseDouble(
              tail.substring(at + KEY.length(), end < 0 ? tail.length() : end).strip());
      return value > SILENCE && value < 20 ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }
}
