package contentgremlin.library;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Names of files as text. Linux knows bytes only: what is no UTF-8 is kept byte by byte, in
/// characters for private use, so that every name has one text and every such text one name.
public final class FileName {
  /// Stands for the byte 0x80; the one for 0xff is 127 later.
  private static final int ESCAPE_FIRST = 0xee80;

  private static final int ESCAPE_LAST = 0xeeff;
  private static final int BYTE_FIRST = 0x80;
  private static final Charset WESTERN = Charset.forName("windows-1252");

  private FileName() {}

  public static String decode(byte[] name) {
    return decode(name, name.length);
  }

  /// @param length how many bytes of these are the name
  public static String decode(byte[] name, int length) {
    for (int at = 0; at < length; at++) {
      if (name[at] < 0) {
        return decodeAny(Arrays.copyOf(name, length));
      }
    }
    return new String(name, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String decodeAny(byte[] name) {
    var text = new StringBuilder(name.length);
    int at = 0;
    while (at < name.length) {
      int length = sequence(name, at);
      if (length == 0) {
        text.append((char) (ESCAPE_FIRST + (name[at] & 0xff) - BYTE_FIRST));
        at++;
      } else {
        text.append(new String(name, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /// How many bytes from there are one character that stands for itself; 0 if there is none.
  private static int sequence(byte[] name, int at) {
    int first = name[at] & 0xff;
    if (first < BYTE_FIRST) {
      return 1;
    }
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > name.length) {
      return 0;
    }
    try {
      var found = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name, at, length));
      int character = Character.codePointAt(found, 0);
      // The escapes themselves are escaped: otherwise two names would have one text.
      return character >= ESCAPE_FIRST && character <= ESCAPE_LAST ? 0 : length;
    } catch (CharacterCodingException _) {
      return 0;
    }
  }

  /// @param text what [#decode] gave; may be a whole path
  public static byte[] encode(String text) {
    if (text.chars().noneMatch(FileName::isEscape)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    // No character of Java's takes more than three bytes.
    var bytes = ByteBuffer.allocate(text.length() * 3);
    text.codePoints()
        .forEach(character -> {
          if (isEscape(character)) {
            bytes.put((byte) (character - ESCAPE_FIRST + BYTE_FIRST));
          } else {
            bytes.put(Character.toString(character).getBytes(StandardCharsets.UTF_8));
          }
        });
    var encoded = new byte[bytes.position()];
    bytes.get(0, encoded);
    return encoded;
  }

  /// Whether Java's own files can be asked for this name or path.
  public static boolean isPlain(String text) {
    return text.chars().noneMatch(FileName::isEscape);
  }

  /// The name as people can read it: what is no UTF-8 is nearly always what Windows wrote in the
  /// West. Several names may look the same.
  ///
  /// @param text what [#decode] gave; may be a whole path
  public static String shown(String text) {
    if (isPlain(text)) {
      return text;
    }
    var shown = new StringBuilder(text.length());
    text.chars()
        .forEach(
            character -> shown.append(isEscape(character) ? western(character) : (char) character));
    return shown.toString();
  }

  private static char western(int escape) {
    var one = new byte[] {(byte) (escape - ESCAPE_FIRST + BYTE_FIRST)};
    char character = new String(one, WESTERN).charAt(0);
    return Character.isISOControl(character) ? '\ufffd' : character;
  }

  private static boolean isEscape(int character) {
    return character >= ESCAPE_FIRST && character <= ESCAPE_LAST;
  }
}
