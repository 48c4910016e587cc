package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.Optional;

/// Tells documents that happen to be ZIP archives from all other ones. Nothing is unpacked: only
/// the names of entries and the first stored one are looked at.
final class Archive {
  private static final String CENTRAL = "PK\u0001\u0002";
  private static final int NAME_LENGTH_AT = 26;
  private static final int NAME_AT = 30;
  private static final int CENTRAL_NAME_AT = 46;
  private static final Map<String, String> OFFICE =
      Map.of(
          "word/document.xml",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xl/workbook.xml",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "ppt/presentation.xml",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation");

  private Archive() {}

  static Signature read(byte[] headBytes, byte[] tailBytes) {
    String head = new String(headBytes, ISO_8859_1);
    String tail = new String(tailBytes, ISO_8859_1);
    return declared(head)
        .or(() -> office(tail))
        .<Signature>map(Signature.Document::new)
        .orElseGet(() -> Sniffer.refused("a ZIP archive"));
  }

  /// EPUB and OpenDocument put their media type into a first, stored entry "mimetype".
  private static Optional<String> declared(String head) {
    if (!head.startsWith("mimetype", NAME_AT) || head.length() < NAME_AT + 8) {
      return Optional.empty();
    }
    int extra = head.charAt(NAME_LENGTH_AT + 2) | head.charAt(NAME_LENGTH_AT + 3) << 8;
    int from = Math.min(NAME_AT + 8 + extra, head.length());
    int to = head.indexOf("PK", from);
    String type = head.substring(from, to < 0 ? Math.min(from + 100, head.length()) : to);
    boolean known =
        type.equals("application/epub+zip")
            || type.matches("application/vnd\\.oasis\\.opendocument\\.[a-z-]{1,60}");
    return known ? Optional.of(type) : Optional.empty();
  }

  /// Office Open XML is known by names that its table of contents lists.
  private static Optional<String> office(String tail) {
    if (!tail.contains("PK\u0005\u0006") || !lists(tail, "[Content_Types].xml")) {
      return Optional.empty();
    }
    return OFFICE.entrySet().stream()
        .filter(entry -> lists(tail, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// Whether the table of contents has an entry of this name.
  private static boolean lists(String tail, String name) {
    for (int at = tail.indexOf(name); at >= 0; at = tail.indexOf(name, at + 1)) {
      if (at >= CENTRAL_NAME_AT && tail.startsWith(CENTRAL, at - CENTRAL_NAME_AT)) {
        return true;
      }
    }
    return false;
  }
}
