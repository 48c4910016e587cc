package contentgremlin.engine.upload;

import contentgremlin.item.MediaType;
import java.nio.charset.StandardCharsets;

/// What a file's first bytes look like, until the probe has really looked: so that listings can
/// show the right sign at once.
final class FirstBytes {
  private FirstBytes() {}

  static MediaType guess(byte[] head) {
    var text = new String(head, StandardCharsets.ISO_8859_1);
    if (isPicture(text)) {
      return MediaType.IMAGE;
    }
    if (isAudio(text)) {
      return MediaType.AUDIO;
    }
    return text.startsWith("%PDF-") || text.startsWith("PK\3\4")
        ? MediaType.DOCUMENT
        : MediaType.VIDEO;
  }

  private static boolean isPicture(String text) {
    return text.startsWith("\u00ff\u00d8\u00ff")
        || text.startsWith("\u0089PNG")
        || text.startsWith("GIF8")
        || text.startsWith("II*\0")
        || text.startsWith("MM\0*")
        || text.startsWith("<svg")
        || isRiff(text, "WEBP")
        || isBrand(text, "avif")
        || isBrand(text, "avis")
        || isBrand(text, "heic")
        || isBrand(text, "heix")
        || isBrand(text, "mif1");
  }

  private static boolean isAudio(String text) {
    return text.startsWith("ID3")
        || text.startsWith("fLaC")
        || text.startsWith("\u00ff\u00fb")
        || text.startsWith("\u00ff\u00f1")
        || (text.startsWith("OggS") && !text.contains("theora"))
        || isRiff(text, "WAVE")
        || isBrand(text, "M4A ");
  }

  private static boolean isRiff(String text, String form) {
    return text.startsWith("RIFF") && text.startsWith(form, 8);
  }

  private static boolean isBrand(String text, String brand) {
    return text.startsWith("ftyp" + brand, 4);
  }
}
