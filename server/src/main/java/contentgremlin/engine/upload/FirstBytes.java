package contentgremlin.engine.upload;

import contentgremlin.item.MediaType;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import java.nio.charset.StandardCharsets;

/// What a file's first bytes look like, until the probe has really looked: so that listings can
/// show the right sign at once.
public final class FirstBytes {
  private FirstBytes() {}

  /// @param head and `tail` as [Sniffer] wants them
  public static MediaType guess(byte[] head, byte[] tail, long size) {
    return guess(head, Sniffer.sniff(head, tail, size));
  }

  /// @param signature what it is by its pattern
  public static MediaType guess(byte[] head, Signature signature) {
    return switch (signature) {
      case Signature.Picture(_) -> MediaType.IMAGE;
      case Signature.Document(_), Signature.Refused(_) -> MediaType.DOCUMENT;
      case Signature.Media(), Signature.Unknown() ->
          isAudio(new String(head, StandardCharsets.ISO_8859_1))
              ? MediaType.AUDIO
              : MediaType.VIDEO;
    };
  }

  /// Containers that hold nothing but sound.
  private static boolean isAudio(String text) {
    return text.startsWith("ID3")
        || text.startsWith("fLaC")
        || text.startsWith("\u00ff\u00fb")
        || text.startsWith("\u00ff\u00f1")
        || (text.startsWith("OggS") && !text.contains("theora"))
        || (text.startsWith("RIFF") && text.startsWith("WAVE", 8))
        || text.startsWith("ftypM4A ", 4);
  }
}
