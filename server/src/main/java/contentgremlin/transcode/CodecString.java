package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/// What a player must be able to decode, in the words of RFC 6381, read from an initialisation
/// section: the bytes themselves, not what was asked of the encoder.
public final class CodecString {
  private CodecString() {}

  /// "avc1.64001f" or "mp4a.40.2"; empty if it is neither.
  public static Optional<String> of(byte[] init) {
    String text = new String(init, ISO_8859_1);
    int avc = text.indexOf("avcC");
    if (avc >= 0 && avc + 8 <= init.length) {
      return Optional.of(
          "avc1.%02x%02x%02x".formatted(init[avc + 5], init[avc + 6], init[avc + 7]));
    }
    return text.contains("mp4a") ? Optional.of("mp4a.40.2") : Optional.empty();
  }
}
