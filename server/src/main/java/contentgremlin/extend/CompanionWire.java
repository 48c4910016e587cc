package contentgremlin.extend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// What goes through the pipes between the server and a companion: a mark, a kind, a number, a
/// length, and that many bytes of text. Whatever comes from a companion is read with care.
public final class CompanionWire {
  public static final int REQUEST_BYTES_MAX = 1 << 20;
  public static final int ANSWER_BYTES_MAX = 4 << 20;
  public static final int SAYING_BYTES_MAX = 64 << 10;

  /// Of what has no question to answer.
  public static final long NO_NUMBER = -1;

  private static final int MARK = 0x47C0_93A1;
  private static final int HEAD_BYTES = Integer.BYTES + 1 + Long.BYTES + Integer.BYTES;

  private CompanionWire() {}

  public enum Kind {
    /// The server asks.
    REQUEST('?', REQUEST_BYTES_MAX),
    ANSWER('=', ANSWER_BYTES_MAX),
    /// The words of an exception, instead of an answer.
    FAILURE('!', SAYING_BYTES_MAX),
    /// What nobody asked for.
    SAYING('>', SAYING_BYTES_MAX),
    /// It can't begin at all, and ends.
    UNFIT('x', SAYING_BYTES_MAX);

    private final char sign;
    private final int bytesMax;

    Kind(char sign, int bytesMax) {
      this.sign = sign;
      this.bytesMax = bytesMax;
    }

    private static Kind of(byte sign) throws IOException {
      for (var kind : values()) {
        if (kind.sign == sign) {
          return kind;
        }
      }
      throw new IOException("it said something of an unknown kind");
    }

    public int bytesMax() {
      return bytesMax;
    }
  }

  /// @param number of the question that it is about
  public record Frame(Kind kind, long number, String text) {}

  /// @throws IllegalArgumentException if it is longer than its kind may be
  public static byte[] bytes(Frame frame) {
    var text = frame.text().getBytes(UTF_8);
    if (text.length > frame.kind().bytesMax()) {
      throw new IllegalArgumentException(
          "it has %d bytes; at most %d may be sent"
              .formatted(text.length, frame.kind().bytesMax()));
    }
    return ByteBuffer.allocate(HEAD_BYTES + text.length)
        .putInt(MARK)
        .put((byte) frame.kind().sign)
        .putLong(frame.number())
        .putInt(text.length)
        .put(text)
        .array();
  }

  /// Waits for the next one.
  ///
  /// @return null at the end
  /// @throws IOException also if what comes makes no sense
  public static @Nullable Frame read(InputStream input) throws IOException {
    var head = input.readNBytes(HEAD_BYTES);
    if (head.length == 0) {
      return null;
    }
    var fields = ByteBuffer.wrap(head);
    if (head.length < HEAD_BYTES || fields.getInt() != MARK) {
      throw new IOException("it said something without sense");
    }
    var kind = Kind.of(fields.get());
    long number = fields.getLong();
    int length = fields.getInt();
    if (length < 0 || length > kind.bytesMax()) {
      throw new IOException("it said something of " + length + " bytes");
    }
    var text = input.readNBytes(length);
    if (text.length < length) {
      throw new IOException("it broke off in the middle of its words");
    }
    return new Frame(kind, number, text(text));
  }

  private static String text(byte[] bytes) throws IOException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it said something that is no text", e);
    }
  }
}
