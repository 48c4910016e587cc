package contentgremlin.probe;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names media without what is said about them: their length, and samples from both ends. The
/// middle is left alone: it would cost a disk one more seek for every file.
final class Essence {
  /// From each end.
  private static final int SAMPLE = 8 << 10;

  private Essence() {}

  /// Of media that lie in one piece, from here to there.
  static String of(Bytes file, String kind, long from, long to) {
    long length = Math.min(to, file.size()) - from;
    if (length <= 0) {
      return "";
    }
    byte[] first = file.piece(from, Math.min(length, SAMPLE));
    byte[] last =
        length <= SAMPLE
            ? new byte[0]
            : file.piece(
                from + Math.max(length - SAMPLE, SAMPLE), Math.min(length - SAMPLE, SAMPLE));
    return of(kind, length, first, last);
  }

  static String of(String kind, long length, byte[]... samples) {
    var digest = md5();
    for (int at = 0; at < kind.length(); at++) {
      digest.update((byte) kind.charAt(at));
    }
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
    for (var sample : samples) {
      digest.update(sample);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Enough to tell things apart that nobody makes alike on purpose, and there is nothing to win.
  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
