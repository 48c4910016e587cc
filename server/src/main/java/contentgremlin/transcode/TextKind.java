package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Plain text is a document; a few kinds of text are something else.
final class TextKind {
  private static final Pattern SVG_ROOT =
      Pattern.compile(
          "\\A(?:\\s|<\\?[^>]{0,1000}\\?>|<!--.{0,4000}?-->|<!DOCTYPE\\s[^>\\[]{0,1000}(?:\\[[^\\]]{0,8000}\\]\\s*)?>)*<(?:[a-z]{1,20}:)?svg[\\s>/]",
          Pattern.DOTALL);

  private TextKind() {}

  /// Empty if these bytes are not text.
  static Optional<Signature> of(byte[] head, long size) {
    if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
      return Optional.empty();
    }
    var text = decode(head, size > head.length);
    if (text.isEmpty() || hasControls(text.get())) {
      return Optional.empty();
    }
    return Optional.of(kind(text.get()));
  }

  private static Signature kind(String text) {
    String start = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (SVG_ROOT.matcher(start).find()) {
      return new Signature.Picture(PictureFormat.SVG);
    }
    String first = start.stripLeading();
    String lower = first.substring(0, Math.min(2000, first.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("#extm3u")
        || lower.startsWith("ffconcat version")
        || lower.startsWith("[playlist]")
        || lower.startsWith("<asx")
        || (lower.startsWith("<?xml") && (lower.contains("<mpd") || lower.contains("<smil")))
        || lower.startsWith("<mpd")) {
      return new Signature.Refused(
          "This is a playlist: it only names other files. Upload the files themselves.");
    }
    if (first.isEmpty()) {
      return new Signature.Refused("The file holds nothing but blanks.");
    }
    return new Signature.Document("text/plain");
  }

  private static boolean startsWith(byte[] head, int first, int second) {
    return head.length > 1 && (head[0] & 0xff) == first && (head[1] & 0xff) == second;
  }

  /// @param cut whether a last character may be incomplete
  private static Optional<String> decode(byte[] head, boolean cut) {
    var decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var characters = CharBuffer.allocate(head.length);
    var result = decoder.decode(ByteBuffer.wrap(head), characters, !cut);
    return result.isError() ? Optional.empty() : Optional.of(characters.flip().toString());
  }

  private static boolean hasControls(String text) {
    return text.chars()
        .anyMatch(character -> character < ' ' && "\t\n\r\f\u001b".indexOf(character) < 0);
  }
}
